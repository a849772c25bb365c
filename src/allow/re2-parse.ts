/** Parses RE2 syntax as Go has it (https://golang.org/s/re2syntax). Linear, bounded in depth; never evaluates anything. */
import { type AssertKind, childrenOf, type ClassNode, type Node, Re2SyntaxError } from './re2-ast.ts';
import { complement, foldClass, otherCases, perlRanges, unite } from './re2-class.ts';
import { parseBrackets, parseProperty } from './re2-brackets.ts';
import { parseEscapedCodePoint } from './re2-escape.ts';
import { Re2Text } from './re2-text.ts';

/** Groups within groups; RE2 allows 1000, nobody means more than a few. */
const MAX_DEPTH = 100;
/** RE2's own bound, also for nested repetitions taken together. */
const MAX_REPEAT = 1000;

export interface Re2Tree {
  readonly root: Node;
  readonly groups: number;
}

/** @throws {Re2SyntaxError} */
export function parseRe2(source: string): Re2Tree {
  return new Parser(source).parse();
}

class Parser {
  readonly #text: Re2Text;
  /** Those of `imsU` that are set here. */
  #flags: ReadonlySet<string> = new Set();
  #groups = 0;
  #depth = 0;

  constructor(source: string) {
    this.#text = new Re2Text(source);
  }

  parse(): Re2Tree {
    const root = this.#alternatives();
    if (!this.#text.isDone) throw new Re2SyntaxError('there is a ) without its (');
    if (heaviestRepeat(root) > MAX_REPEAT)
      throw new Re2SyntaxError(`repetitions multiply to over ${MAX_REPEAT}`);
    return { root, groups: this.#groups };
  }

  /** Flags set in the middle hold to the end of the group, in the alternatives that follow too. */
  #alternatives(): Node {
    const options = [this.#concat()];
    while (this.#text.take('|')) options.push(this.#concat());
    return options.length === 1 && options[0] ? options[0] : { type: 'alternatives', options };
  }

  #concat(): Node {
    const parts: Node[] = [];
    while (!this.#text.isDone && !this.#text.isAt('|') && !this.#text.isAt(')')) {
      if (this.#text.take('\\Q')) parts.push(...this.#quoted());
      else {
        const atom = this.#atom();
        if (atom) parts.push(atom);
      }
      this.#repeatLast(parts);
    }
    return parts.length === 1 && parts[0] ? parts[0] : { type: 'concat', parts };
  }

  #quoted(): Node[] {
    return Array.from(this.#text.takeUntil('\\E'), (char) => this.#literal(char.codePointAt(0) ?? 0));
  }

  /** Undefined for what only sets flags. */
  #atom(): Node | undefined {
    const text = this.#text;
    if (text.isAt('(')) return this.#group();
    if (text.isAt('[')) return this.#fold(parseBrackets(text));
    if (text.isAt('\\')) return this.#escape();
    return this.#sign() ?? this.#literal(text.next());
  }

  #sign(): Node | undefined {
    const sign = this.#text.takeMatch(/[\^$.*+?]/y)?.[0];
    if (sign === undefined) return undefined;
    if (sign === '^') return assertion(this.#flags.has('m') ? 'line-start' : 'text-start');
    if (sign === '$') return assertion(this.#flags.has('m') ? 'line-end' : 'text-end');
    if (sign === '.') return charClass(this.#flags.has('s') ? [] : [[10, 10]], true);
    throw new Re2SyntaxError(`nothing stands before ${sign}`);
  }

  #group(): Node | undefined {
    if (++this.#depth > MAX_DEPTH) throw new Re2SyntaxError(`groups are nested over ${MAX_DEPTH} deep`);
    const text = this.#text;
    const outer = this.#flags;
    text.take('(');
    let number = 0;
    if (!text.isAt('?')) number = ++this.#groups;
    else if (text.takeMatch(/\?P?<[\p{L}\p{Nd}_]+>/uy)) number = ++this.#groups;
    else if (this.#takeFlags()) {
      this.#depth--;
      return undefined;
    }
    const body = this.#alternatives();
    if (!text.take(')')) throw new Re2SyntaxError('there is a ( without its )');
    this.#flags = outer;
    this.#depth--;
    return { type: 'group', number, body };
  }

  /** Reads `?flags:` or `?flags)`. @returns true for the second form, which has no body */
  #takeFlags(): boolean {
    const found = this.#text.takeMatch(/\?([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (!found) throw new Re2SyntaxError(`RE2 has no group (${this.#text.peek(3)}`);
    const flags = new Set([...this.#flags, ...(found[1] ?? '').split('')]);
    for (const letter of found[2] ?? '') flags.delete(letter);
    this.#flags = flags;
    return found[3] === ')';
  }

  #escape(): Node {
    const text = this.#text;
    const kind = ASSERTIONS.get(text.peek(2));
    if (kind) {
      text.skip(2);
      return assertion(kind);
    }
    if (/\\[pP]/.test(text.peek(2))) {
      return this.#fold({ type: 'class', isNegated: false, ranges: [], properties: [parseProperty(text)] });
    }
    const perl = perlRanges(text.peek(2).slice(1));
    if (perl) {
      text.skip(2);
      return charClass(perl);
    }
    return this.#literal(parseEscapedCodePoint(text));
  }

  #literal(codePoint: number): Node {
    const others = this.#flags.has('i') ? otherCases(codePoint) : [];
    if (others.length === 0) return { type: 'literal', codePoint };
    return charClass(unite([codePoint, ...others].map((each) => [each, each] as const)));
  }

  #fold(node: ClassNode): ClassNode {
    return this.#flags.has('i') ? foldClass(node) : node;
  }

  #repeatLast(parts: Node[]): void {
    const found = this.#text.takeMatch(/([*+?]|\{(\d{1,5})(,(\d{0,5}))?\})(\??)/y);
    if (!found) return;
    const body = parts.pop();
    if (!body) throw new Re2SyntaxError(`nothing stands before ${found[1]}`);
    const [min, max] = boundsOf(found);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT) || max < min) {
      throw new Re2SyntaxError(`RE2 does not repeat ${found[1]}`);
    }
    parts.push({ type: 'repeat', body, min, max, isLazy: (found[5] === '?') !== this.#flags.has('U') });
    if (this.#text.takeMatch(/[*+?]|\{\d+(?:,\d*)?\}/y)) {
      throw new Re2SyntaxError(`two repetitions follow each other: ${found[0]}…`);
    }
  }
}

const ASSERTIONS: ReadonlyMap<string, AssertKind> = new Map([
  ['\\A', 'text-start'],
  ['\\z', 'text-end'],
  ['\\b', 'word'],
  ['\\B', 'not-word'],
]);

function assertion(kind: AssertKind): Node {
  return { type: 'assert', kind };
}

function charClass(ranges: ClassNode['ranges'], isNegated = false): Node {
  return { type: 'class', isNegated: false, ranges: isNegated ? complement(ranges) : ranges, properties: [] };
}

function boundsOf(found: RegExpExecArray): [min: number, max: number] {
  const [, sign, min, comma, max] = found;
  if (sign === '*') return [0, Infinity];
  if (sign === '+') return [1, Infinity];
  if (sign === '?') return [0, 1];
  if (comma === undefined) return [Number(min), Number(min)];
  return [Number(min), max === '' ? Infinity : Number(max)];
}

/** How often the most repeated part stands in the written-out expression. */
function heaviestRepeat(node: Node): number {
  const own = node.type === 'repeat' ? Math.max(1, node.max === Infinity ? node.min : node.max) : 1;
  return own * Math.max(1, ...childrenOf(node).map(heaviestRepeat));
}
