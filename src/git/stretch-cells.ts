/**
 * Stretches of histories as linked lists that share their older ends: branches have most of their past in common, so a
 * list is never changed, only continued from a cell of it.
 */
const NONE = -1;

/** What a cell says. Commits are nodes of BranchChanges. */
export interface Cell {
  readonly cameIn: number;
  /** -1 while it is still held. */
  readonly left: number;
}

export class StretchCells {
  readonly #cameIn: number[] = [];
  readonly #left: number[] = [];
  readonly #previous: number[] = [];
  /** The first cell of the list: a long one need not be walked to its end. */
  readonly #oldest: number[] = [];
  readonly #length: number[] = [];

  /** @returns the list that ends in `cell` (-1: an empty one) and goes on with a stretch from `node` */
  opened(cell: number, node: number): number {
    const length = this.lengthOf(cell);
    const oldest = length > 1 ? (this.#oldest[cell] ?? NONE) : cell;
    return this.#add({ cameIn: node, left: NONE }, cell, { oldest, length: length + 1 });
  }

  /** @returns the same list, its last stretch ended by `node` */
  closed(cell: number, node: number): number {
    const { cameIn } = this.at(cell);
    const ends = { oldest: this.#oldest[cell] ?? NONE, length: this.lengthOf(cell) };
    return this.#add({ cameIn, left: node }, this.#previous[cell] ?? NONE, ends);
  }

  isOpen(cell: number): boolean {
    return this.#left[cell] === NONE;
  }

  lengthOf(cell: number): number {
    return this.#length[cell] ?? 0;
  }

  at(cell: number): Cell {
    return { cameIn: this.#cameIn[cell] ?? NONE, left: this.#left[cell] ?? NONE };
  }

  /** Old to new, at most `most`: the first one, and the latest. */
  listed(cell: number, most: number): Cell[] {
    const length = this.lengthOf(cell);
    const cells: Cell[] = [];
    const wanted = length > most ? most - 1 : length;
    for (let at = cell; cells.length < wanted; at = this.#previous[at] ?? NONE) cells.push(this.at(at));
    if (wanted < length) cells.push(this.at(this.#oldest[cell] ?? NONE));
    return cells.toReversed();
  }

  #add({ cameIn, left }: Cell, previous: number, ends: { oldest: number; length: number }): number {
    this.#left.push(left);
    this.#previous.push(previous);
    this.#oldest.push(ends.oldest);
    this.#length.push(ends.length);
    return this.#cameIn.push(cameIn) - 1;
  }
}
