/** A regular expression of Go (RE2 syntax), parsed: case folding, multi-line and greediness are already worked in. */

/** Two code points, both included. */
export type Range = readonly [low: number, high: number];

export interface PropertyName {
  /** As JavaScript spells it inside `\p{…}`. */
  readonly name: string;
  readonly isNegated: boolean;
}

/** A set of characters, or of all others. */
export interface ClassNode {
  readonly type: 'class';
  readonly isNegated: boolean;
  readonly ranges: readonly Range[];
  readonly properties: readonly PropertyName[];
}

export interface GroupNode {
  readonly type: 'group';
  /** From 1, in order of the opening parenthesis; 0 for a group that captures nothing. */
  readonly number: number;
  readonly body: Node;
}

export interface RepeatNode {
  readonly type: 'repeat';
  readonly body: Node;
  readonly min: number;
  readonly max: number;
  readonly isLazy: boolean;
}

/** Places between characters, in the words of RE2; `line-start` and `line-end` are `^` and `$` under `(?m)`. */
export type AssertKind = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word' | 'not-word';

export type Node =
  | { readonly type: 'literal'; readonly codePoint: number }
  | ClassNode
  | { readonly type: 'assert'; readonly kind: AssertKind }
  | GroupNode
  | RepeatNode
  | { readonly type: 'concat'; readonly parts: readonly Node[] }
  | { readonly type: 'alternatives'; readonly options: readonly Node[] };

/** The parts a node is made of. */
export function childrenOf(node: Node): readonly Node[] {
  if (node.type === 'group' || node.type === 'repeat') return [node.body];
  if (node.type === 'concat') return node.parts;
  return node.type === 'alternatives' ? node.options : [];
}

/** What RE2 itself would refuse, or what has no counterpart here. The message names the construct. */
export class Re2SyntaxError extends Error {
  override readonly name = 'Re2SyntaxError';
}
