/**
 * Of each tree the entries that hold a wanted blob, and no others. Trees are compared again and again from commit to commit,
 * and most of their entries never matter: each is gone through once, when it is first asked for.
 */
import { IntList } from './int-list.ts';
import type { ObjectGraph } from './object-graph.ts';

const NONE = -1;

export class HeldEntries {
  readonly graph: ObjectGraph;
  readonly #holders: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #names = new IntList();
  readonly #children = new IntList();

  /** @param holders as holdersOf gives them */
  constructor(graph: ObjectGraph, holders: Uint8Array) {
    this.graph = graph;
    this.#holders = holders;
    this.#starts = new Int32Array(holders.length).fill(NONE);
    this.#ends = new Int32Array(holders.length);
  }

  isHolder(rank: number): boolean {
    return rank >= 0 && this.#holders[rank] === 1;
  }

  /** @param tree a holder */
  startOf(tree: number): number {
    if (this.#starts[tree] === NONE) this.#collect(tree);
    return this.#starts[tree] ?? 0;
  }

  /** To be asked after startOf. */
  endOf(tree: number): number {
    return this.#ends[tree] ?? 0;
  }

  nameAt(index: number): number {
    return this.#names.at(index);
  }

  childAt(index: number): number {
    return this.#children.at(index);
  }

  #collect(tree: number): void {
    const { names, children, from, to } = this.graph.stretchOf(tree);
    this.#starts[tree] = this.#names.length;
    for (let index = from; index < to; index++) {
      const child = children[index] ?? NONE;
      if (!this.isHolder(child)) continue;
      this.#names.push(names[index] ?? 0);
      this.#children.push(child);
    }
    this.#ends[tree] = this.#names.length;
  }
}
