/** Which literals must stand in everything that an expression matches? A prefilter can then look for those. */
import type { ClassNode, Node } from './re2-ast.ts';

/** The prefilter hashes four bytes. */
const MIN_LENGTH = 4;
/** Longer ones tell no more, and cost more where alternatives multiply. */
const MAX_LENGTH = 24;
const MAX_LITERALS = 64;
/** A class of many letters is the random part of a token; it is spelled out only where nothing better is found. */
const CLASS_SIZES = [4, MAX_LITERALS] as const;

/** Lower case ASCII. One of `best` stands in every match; `exact`, if known, is all that the node can match. */
interface Known {
  readonly exact: readonly string[] | null;
  readonly best: readonly string[] | null;
}

const NOTHING: Known = { exact: null, best: null };
const ANYTHING: Node = { type: 'class', isNegated: true, ranges: [], properties: [] };

/** @returns literals of at least four characters of which every match holds one (in any case), or undefined */
export function requiredLiterals(node: Node): readonly string[] | undefined {
  for (const classSize of CLASS_SIZES) {
    const { exact, best } = knownOf(node, classSize);
    const chosen = better(exact, best);
    if (chosen && chosen.length > 0 && shortest(chosen) >= MIN_LENGTH) return chosen;
  }
  return undefined;
}

function knownOf(node: Node, classSize: number): Known {
  if (node.type === 'literal') return node.codePoint < 0x80 ? exactly([lower(node.codePoint)]) : NOTHING;
  if (node.type === 'class') return classKnown(node, classSize);
  if (node.type === 'assert') return exactly(['']);
  if (node.type === 'alternatives') return alternativesKnown(node.options, classSize);
  return chainKnown(flat(node), classSize);
}

/** A sequence as one list: groups opened, repetitions written out as far as they are certain. */
function flat(node: Node): readonly Node[] {
  if (node.type === 'group') return flat(node.body);
  if (node.type === 'concat') return node.parts.flatMap(flat);
  if (node.type !== 'repeat') return [node];
  const copies = Math.min(node.min, MIN_LENGTH);
  const isWhole = copies === node.max;
  const written = Array.from({ length: copies }, () => flat(node.body)).flat();
  return isWhole ? written : [...written, ANYTHING];
}

/** Neighbours that are known to the letter grow together; where the chain breaks, the best link so far is kept. */
function chainKnown(parts: readonly Node[], classSize: number): Known {
  let chain: readonly string[] = [''];
  let best: readonly string[] | null = null;
  let isUnbroken = true;
  for (const part of parts) {
    const known = knownOf(part, classSize);
    const grown = known.exact && product(chain, known.exact);
    if (!grown) {
      isUnbroken = false;
      best = better(best, better(chain, known.best));
    }
    chain = grown ?? known.exact ?? [''];
  }
  return isUnbroken ? exactly(chain) : { exact: null, best: better(best, chain) };
}

/** Something must be known of every alternative, or nothing is known of the whole. */
function alternativesKnown(options: readonly Node[], classSize: number): Known {
  const all = options.map((option) => knownOf(option, classSize));
  const exact = all.every((known) => known.exact) ? all.flatMap((known) => known.exact ?? []) : null;
  const each = all.map((known) => better(known.exact, known.best));
  const best = each.every((literals) => literals) ? each.flatMap((literals) => literals ?? []) : null;
  return { exact: bounded(exact), best: bounded(best) };
}

function classKnown({ isNegated, ranges, properties }: ClassNode, classSize: number): Known {
  const count = ranges.reduce((sum, [low, high]) => sum + high - low + 1, 0);
  if (isNegated || properties.length > 0 || count > 0x80 || (ranges.at(-1)?.[1] ?? 0) > 0x7f) return NOTHING;
  const chars = ranges.flatMap(([low, high]) =>
    Array.from({ length: high - low + 1 }, (_, index) => lower(low + index)),
  );
  const distinct = [...new Set(chars)];
  return distinct.length <= classSize ? exactly(distinct) : NOTHING;
}

function product(left: readonly string[], right: readonly string[]): readonly string[] | null {
  if (left.length * right.length > MAX_LITERALS * MAX_LITERALS) return null;
  const joined = left.flatMap((before) => right.map((after) => before + after));
  return joined.every((literal) => literal.length <= MAX_LENGTH) ? bounded(joined) : null;
}

/** The longer the shortest literal, the better; then the fewer. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (!a || !b) return a ?? b;
  const difference = shortest(a) - shortest(b);
  if (difference !== 0) return difference > 0 ? a : b;
  return a.length <= b.length ? a : b;
}

/** 0 for an empty list. */
function shortest(literals: readonly string[]): number {
  return literals.length === 0 ? 0 : Math.min(...literals.map((literal) => literal.length));
}

function bounded(literals: readonly string[] | null): readonly string[] | null {
  const distinct = [...new Set(literals)];
  return literals && distinct.length <= MAX_LITERALS ? distinct : null;
}

function exactly(exact: readonly string[]): Known {
  return { exact, best: null };
}

function lower(codePoint: number): string {
  return String.fromCodePoint(codePoint).toLowerCase();
}
