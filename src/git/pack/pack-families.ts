/** The part of a pack's forest that has to be expanded: the wanted objects and what they are deltas of. */
import { type CompressedRows, compressRows } from '../compressed-rows.ts';
import { NO_BASE, type PackForest } from './pack-forest.ts';

const UNWANTED = -1;

/** In shared memory, so that every thread reads the same copy. Objects are numbered by their place in the pack. */
export interface PackFamilies {
  readonly forest: PackForest;
  /** For each object the caller's number of it, or -1 when it is not wanted for itself. */
  readonly ids: Int32Array;
  /** The type of each object that has to be expanded, deltas too: 1 commit, 2 tree, 3 blob, 4 tag; 0 for what is not known. */
  readonly kinds: Uint8Array;
  /** The deltas of each object that have to be expanded; the one that leads to the most others first. */
  readonly children: CompressedRows;
}

/** One tree of deltas. */
export interface Family {
  readonly root: number;
  readonly kind: number;
  /** Bytes in the pack: what the work is measured by. */
  readonly packedBytes: number;
}

/** @param ids as in PackFamilies, in shared memory */
export function findFamilies(
  forest: PackForest,
  ids: Int32Array,
): { families: PackFamilies; roots: Family[] } {
  const isNeeded = markNeeded(forest, ids);
  const kinds = new Uint8Array(new SharedArrayBuffer(forest.count));
  const families = { forest, ids, kinds, children: childrenOf(forest, isNeeded) };
  const measure = new Measure(families);
  const roots: Family[] = [];
  for (let number = 0; number < forest.count; number++) {
    const isRoot = forest.bases[number] === NO_BASE;
    if (isRoot && isNeeded[number] === 1) roots.push(measure.family(number));
  }
  measure.putHeaviestFirst();
  return { families, roots };
}

/** Walks families once, to know their types and weights. */
class Measure {
  readonly #families: PackFamilies & { readonly kinds: Uint8Array };
  /** How many objects hang on each, itself included. */
  readonly #weights: Int32Array;
  /** Of the family at hand: bases before their deltas. */
  readonly #order: Int32Array;

  constructor(families: PackFamilies) {
    this.#families = families;
    this.#weights = new Int32Array(families.forest.count);
    this.#order = new Int32Array(families.forest.count);
  }

  family(root: number): Family {
    const { forest, kinds } = this.#families;
    const kind = forest.types[root] ?? 0;
    let packedBytes = 0;
    let filled = 1;
    this.#order[0] = root;
    for (let place = 0; place < filled; place++) {
      const number = this.#order[place] ?? 0;
      kinds[number] = kind;
      packedBytes += packedLength(forest, number);
      filled = this.#appendDeltas(number, filled);
    }
    for (let place = filled - 1; place >= 0; place--) this.#weigh(this.#order[place] ?? 0);
    return { root, kind, packedBytes };
  }

  /** Puts the delta that the most others hang on in front. */
  putHeaviestFirst(): void {
    const { starts, values } = this.#families.children;
    for (let number = 0; number < this.#weights.length; number++) {
      const first = starts[number] ?? 0;
      let heaviest = first;
      for (let at = first + 1; at < (starts[number + 1] ?? 0); at++)
        if (this.#weightAt(at) > this.#weightAt(heaviest)) heaviest = at;
      if (heaviest === first) continue;
      const delta = values[heaviest] ?? 0;
      values[heaviest] = values[first] ?? 0;
      values[first] = delta;
    }
  }

  #weightAt(place: number): number {
    return this.#weights[this.#families.children.values[place] ?? 0] ?? 0;
  }

  /** @returns how many are in the order then */
  #appendDeltas(number: number, filled: number): number {
    const { starts, values } = this.#families.children;
    let place = filled;
    for (let at = starts[number] ?? 0; at < (starts[number + 1] ?? 0); at++)
      this.#order[place++] = values[at] ?? 0;
    return place;
  }

  #weigh(number: number): void {
    const { starts, values } = this.#families.children;
    let weight = 1;
    for (let at = starts[number] ?? 0; at < (starts[number + 1] ?? 0); at++)
      weight += this.#weights[values[at] ?? 0] ?? 0;
    this.#weights[number] = weight;
  }
}

function packedLength({ offsets }: PackForest, number: number): number {
  return (offsets[number + 1] ?? 0) - (offsets[number] ?? 0);
}

/** 1 for every wanted object and for all that it is a delta of, directly or not. */
function markNeeded({ count, bases }: PackForest, ids: Int32Array): Uint8Array {
  const isNeeded = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if ((ids[start] ?? UNWANTED) < 0) continue;
    for (let number = start; number >= 0 && isNeeded[number] === 0; number = bases[number] ?? NO_BASE) {
      isNeeded[number] = 1;
    }
  }
  return isNeeded;
}

/** Deltas that have to be expanded, by their base. */
function childrenOf({ count, bases }: PackForest, isNeeded: Uint8Array): CompressedRows {
  return compressRows(count, (onPair) => {
    for (let number = 0; number < count; number++) {
      const base = bases[number] ?? NO_BASE;
      if (isNeeded[number] === 1 && base >= 0) onPair(base, number);
    }
  });
}
