/** Of the many branches that held a thing, the few that are named; offered one node of the forest after the other. */
import type { CompressedRows } from './compressed-rows.ts';

export interface ChosenBranch {
  readonly branch: number;
  /** The latest stretch of the thing on that branch. */
  readonly cell: number;
}

interface Ranked extends ChosenBranch {
  readonly rank: number;
}

interface Held {
  readonly cell: number;
  /** Stretches up to that one. */
  readonly length: number;
  readonly isOpen: boolean;
}

/** More than there are branches. */
const LATER = 2 ** 31;

export class ChosenBranches {
  readonly #branches: CompressedRows;
  readonly #most: number;
  readonly #preferred: number;
  readonly #chosen: Ranked[][];
  /** The rank that a branch must be below: nearly all offers end at this comparison. */
  readonly #bar: Float64Array;
  readonly #stretches: Float64Array;

  /** @param branches by node, in their order */
  constructor(branches: CompressedRows, things: number, order: { most: number; preferred: number }) {
    this.#branches = branches;
    this.#most = order.most;
    this.#preferred = order.preferred;
    this.#chosen = Array.from({ length: things }, () => []);
    this.#bar = new Float64Array(things).fill(Infinity);
    this.#stretches = new Float64Array(things);
  }

  /** All branches at the node have one and the same history of the thing. */
  offer(thing: number, node: number, { cell, length, isOpen }: Held): void {
    const { starts, values } = this.#branches;
    const end = starts[node + 1] ?? 0;
    const start = starts[node] ?? 0;
    this.#stretches[thing] = (this.#stretches[thing] ?? 0) + length * (end - start);
    for (let index = start; index < end; index++) {
      const branch = values[index] ?? 0;
      const rank = isOpen || branch < this.#preferred ? branch : branch + LATER;
      if (rank >= (this.#bar[thing] ?? 0)) return;
      this.#insert(thing, { branch, cell, rank });
    }
  }

  of(thing: number): readonly ChosenBranch[] {
    return this.#chosen[thing] ?? [];
  }

  /** Those on branches that were not chosen too. */
  stretchesOf(thing: number): number {
    return this.#stretches[thing] ?? 0;
  }

  #insert(thing: number, ranked: Ranked): void {
    const chosen = this.#chosen[thing] ?? [];
    if (chosen.length === this.#most) chosen.pop();
    const at = chosen.findIndex(({ rank }) => rank > ranked.rank);
    chosen.splice(at < 0 ? chosen.length : at, 0, ranked);
    if (chosen.length === this.#most) this.#bar[thing] = chosen.at(-1)?.rank ?? 0;
  }
}
