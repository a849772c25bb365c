/** Walks the forest of branch histories and knows, at each node, since when the branch has held what. */
import type { BranchChanges } from './branch-changes.ts';
import { type CompressedRows, compressRows } from './compressed-rows.ts';
import { StretchCells } from './stretch-cells.ts';

/** What moves when a place comes or goes: the things that lie there, and how many things there are. */
export interface Things {
  readonly at: CompressedRows;
  readonly count: number;
}

const NONE = -1;

export class Replay {
  readonly cells = new StretchCells();
  /** Things that the history up to the current node has ever held. */
  readonly known: number[] = [];
  readonly #changes: BranchChanges;
  readonly #things: Things;
  /** At how many places each thing lies now. */
  readonly #counts: Int32Array;
  /** The latest stretch of each thing, or -1. */
  readonly #cells: Int32Array;
  /** Pairs of a thing and the cell that it had before. */
  readonly #undo: number[] = [];
  /** How long the undo list was before each node on the way here. */
  readonly #marks: number[] = [];

  constructor(changes: BranchChanges, things: Things) {
    this.#changes = changes;
    this.#things = things;
    this.#counts = new Int32Array(things.count);
    this.#cells = new Int32Array(things.count).fill(NONE);
  }

  cellOf(thing: number): number {
    return this.#cells[thing] ?? NONE;
  }

  /**
   * @param onNode called at each node; returns how many steps that took
   * @returns false when the steps did not suffice
   */
  run(steps: number, onNode: (node: number) => number): boolean {
    const { commits, before } = this.#changes;
    const children = compressRows(commits.length + 1, (onPair) => {
      for (const [node, parent] of before.entries()) onPair(parent + 1, node);
    });
    const waiting = [...children.values.subarray(0, children.starts[1] ?? 0)];
    let left = steps;
    for (let node = waiting.pop(); node !== undefined && left > 0; node = waiting.pop()) {
      if (node < 0) {
        this.#leave(~node);
        continue;
      }
      left -= this.#enter(node) + onNode(node);
      waiting.push(~node);
      for (let at = children.starts[node + 1] ?? 0; at < (children.starts[node + 2] ?? 0); at++)
        waiting.push(children.values[at] ?? 0);
    }
    return left > 0;
  }

  #enter(node: number): number {
    this.#marks.push(this.#undo.length);
    const touched = this.#count(node, 1);
    for (const thing of touched) this.#settle(thing, node);
    return touched.length + 1;
  }

  /** Does a thing begin or end here? Counted first, because an edit takes one version away and puts another there. */
  #settle(thing: number, node: number): void {
    const cell = this.cellOf(thing);
    const isHeld = (this.#counts[thing] ?? 0) > 0;
    if (isHeld === (cell !== NONE && this.cells.isOpen(cell))) return;
    if (cell === NONE) this.known.push(thing);
    this.#undo.push(thing, cell);
    this.#cells[thing] = isHeld ? this.cells.opened(cell, node) : this.cells.closed(cell, node);
  }

  #leave(node: number): void {
    this.#count(node, -1);
    const mark = this.#marks.pop() ?? 0;
    while (this.#undo.length > mark) {
      const cell = this.#undo.pop() ?? NONE;
      const thing = this.#undo.pop() ?? 0;
      this.#cells[thing] = cell;
      if (cell === NONE) this.known.pop();
    }
  }

  /** @returns the things whose count moved, some of them twice */
  #count(node: number, sign: number): number[] {
    const { starts, changes } = this.#changes;
    const touched: number[] = [];
    for (let index = starts[node] ?? 0; index < (starts[node + 1] ?? 0); index++) {
      const change = changes[index] ?? 0;
      this.#move(change >> 1, (change & 1) === 0 ? sign : -sign, touched);
    }
    return touched;
  }

  #move(place: number, by: number, touched: number[]): void {
    const { starts, values } = this.#things.at;
    for (let at = starts[place] ?? 0; at < (starts[place + 1] ?? 0); at++) {
      const thing = values[at] ?? 0;
      this.#counts[thing] = (this.#counts[thing] ?? 0) + by;
      touched.push(thing);
    }
  }
}
