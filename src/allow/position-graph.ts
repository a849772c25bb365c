/** An expression as a graph of its characters: which may follow which. Loops say how often they may turn. */
import type { ClassNode, Node, Range } from './re2-ast.ts';
import { complement, MAX_CODE_POINT } from './re2-class.ts';

/** One character of the expression. */
export interface Position {
  readonly ranges: readonly Range[];
  readonly next: Set<number>;
  /** How many times it may repeat itself, where it is a loop alone. */
  turns: number;
}

export interface PositionGraph {
  readonly positions: readonly Position[];
  /** The same step can be taken in two ways within a loop, as in `(a+)+`. */
  readonly isDoubled: boolean;
}

/** What a part of the expression begins and ends with. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isOptional: boolean;
}

const EMPTY: Part = { first: [], last: [], isOptional: true };
/** Counts up to this are written out. */
const SMALL = 4;
const MOST_POSITIONS = 2000;
const MOST_PARTS = 20_000;
const ANYTHING: readonly Range[] = [[0, MAX_CODE_POINT]];

/** Undefined when it is too large to be looked at. */
export function positionGraph(root: Node): PositionGraph | undefined {
  const builder = new Builder();
  builder.part(root);
  return builder.isTooLarge ? undefined : builder;
}

class Builder implements PositionGraph {
  readonly positions: Position[] = [];
  isDoubled = false;
  #parts = 0;

  get isTooLarge(): boolean {
    return this.positions.length > MOST_POSITIONS || this.#parts > MOST_PARTS;
  }

  // oxlint-disable-next-line typescript/consistent-return -- every kind of node returns
  part(node: Node): Part {
    this.#parts++;
    if (this.isTooLarge) return EMPTY;
    switch (node.type) {
      case 'literal':
        return this.#leaf([[node.codePoint, node.codePoint]]);
      case 'class':
        return this.#leaf(rangesOf(node));
      case 'assert':
        return EMPTY;
      case 'group':
        return this.part(node.body);
      case 'concat':
        return node.parts.reduce((all, part) => this.#join(all, this.part(part)), EMPTY);
      case 'alternatives':
        return either(node.options.map((option) => this.part(option)));
      case 'repeat':
        return this.#repeat(node.body, node.min, node.max);
    }
  }

  #leaf(ranges: readonly Range[]): Part {
    const at = this.positions.push({ ranges, next: new Set(), turns: 1 }) - 1;
    return { first: [at], last: [at], isOptional: false };
  }

  #join(before: Part, after: Part): Part {
    this.#link(before.last, after.first);
    return {
      first: before.isOptional ? [...before.first, ...after.first] : before.first,
      last: after.isOptional ? [...before.last, ...after.last] : after.last,
      isOptional: before.isOptional && after.isOptional,
    };
  }

  #link(from: readonly number[], to: readonly number[]): void {
    for (const one of from) {
      for (const other of to) {
        const next = this.positions[one]?.next;
        if (next?.has(other)) this.isDoubled = true;
        next?.add(other);
      }
    }
  }

  #repeat(body: Node, min: number, max: number): Part {
    if (max === 0) return EMPTY;
    if (max <= SMALL || max === min) return this.#written(body, Math.min(min, SMALL), Math.min(max, SMALL));
    const from = this.positions.length;
    const part = this.part(body);
    this.#link(part.last, part.first);
    const only = this.positions.length === from + 1 ? this.positions[from] : undefined;
    if (only) only.turns = max - min + 1;
    return min === 0 ? { ...part, isOptional: true } : part;
  }

  #written(body: Node, min: number, max: number): Part {
    let all = EMPTY;
    for (let count = 0; count < max; count++) {
      const part = this.part(body);
      all = this.#join(all, count < min ? part : { ...part, isOptional: true });
    }
    return all;
  }
}

function either(parts: readonly Part[]): Part {
  return {
    first: parts.flatMap(({ first }) => first),
    last: parts.flatMap(({ last }) => last),
    isOptional: parts.some(({ isOptional }) => isOptional),
  };
}

function rangesOf({ ranges, isNegated, properties }: ClassNode): readonly Range[] {
  if (properties.length > 0) return ANYTHING;
  return isNegated ? complement(ranges) : ranges;
}

export function overlap(a: readonly Range[], b: readonly Range[]): boolean {
  return a.some(([low, high]) => b.some(([from, to]) => low <= to && from <= high));
}
