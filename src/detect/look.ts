/** How far around its keyword a verdict looked: what a version of the text must not have changed. */

export interface KeywordHit {
  readonly offset: number;
  readonly length: number;
}

/** How many bytes before a keyword, and from its beginning on, a verdict depends on. Judges widen it. */
export interface Look {
  before: number;
  after: number;
}

export function lookAt(look: Look, before: number, after: number): void {
  if (before > look.before) look.before = before;
  if (after > look.after) look.after = after;
}
