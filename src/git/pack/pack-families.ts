/** The part of a pack's forest that has to be expanded: the wanted blobs and what they are deltas of. */
import { type CompressedRows, compressRows } from '../compressed-rows.ts';
import { NO_BASE, type PackForest } from './pack-forest.ts';

const BLOB = 3;
const UNWANTED = -1;

export interface PackFamilies {
  readonly forest: PackForest;
  /** For each object the caller's number of it, or -1 when it is not wanted for itself. */
  readonly ids: Int32Array;
  /** The deltas of each object that have to be expanded. */
  readonly children: CompressedRows;
}

/** One tree of deltas. */
export interface Family {
  readonly root: number;
  /** How many wanted blobs it holds, and their bytes in the pack: what the work is measured by. */
  readonly wanted: number;
  readonly packedBytes: number;
}

/** @param ids as in PackFamilies, in shared memory */
export function findFamilies(
  forest: PackForest,
  ids: Int32Array,
): { families: PackFamilies; roots: Family[] } {
  const isNeeded = markNeeded(forest, ids);
  const families = { forest, ids, children: childrenOf(forest, isNeeded) };
  const roots: Family[] = [];
  for (let number = 0; number < forest.count; number++) {
    const isRoot = forest.types[number] === BLOB && forest.bases[number] === NO_BASE;
    if (isRoot && isNeeded[number] === 1) roots.push(measure(families, number));
  }
  return { families, roots };
}

function measure({ forest, ids, children }: PackFamilies, root: number): Family {
  const pending = [root];
  let wanted = 0;
  let packedBytes = 0;
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if ((ids[number] ?? UNWANTED) >= 0) wanted++;
    packedBytes += (forest.offsets[number + 1] ?? 0) - (forest.offsets[number] ?? 0);
    for (const delta of deltasOf(children, number)) pending.push(delta);
  }
  return { root, wanted, packedBytes };
}

/** A view of the deltas of one object. */
export function deltasOf({ starts, values }: CompressedRows, number: number): Int32Array {
  return values.subarray(starts[number], starts[number + 1]);
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
