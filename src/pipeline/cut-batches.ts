/** Cuts a workload into batches: large enough to hide the start of a git, small enough that threads end at about the same time. */
import type { Batch, BatchItem } from './batch.ts';
import type { Family } from '../git/pack/pack-families.ts';

export interface SizedItem {
  readonly item: BatchItem;
  /** Bytes, expanded. */
  readonly size: number;
}

/** A family, and which of the packs it is in. */
export interface PackedFamily extends Family {
  readonly pack: number;
}

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_ITEMS = 4096;
/** The turn between two batches takes as long as scanning so little of a pack. */
const LEAST_PACKED_BYTES = 64 * 1024;
/** Bytes of a pack expand to many times as much. */
const MOST_PACKED_BYTES = 2 * 1024 * 1024;
const BATCHES_PER_JOB = 16;
/** Less is scanned in the time that a git takes to start. */
const LEAST_BYTES = 1024 * 1024;
const LEAST_ITEMS = 1024;

export function* cutItems(items: readonly SizedItem[], jobs: number): Generator<Batch, undefined> {
  const share = jobs * BATCHES_PER_JOB;
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const most = {
    weight: Math.min(MOST_BYTES, Math.max(LEAST_BYTES, bytes / share)),
    count: Math.min(MOST_ITEMS, Math.max(LEAST_ITEMS, items.length / share)),
  };
  for (const group of groups(items, ({ size }) => size, most)) {
    yield { kind: 'items', items: group.map(({ item }): BatchItem => item) };
  }
  return undefined;
}

/** Heavy families first, so that none is left for the end, when the other threads have nothing to do. */
export function* cutFamilies(families: readonly PackedFamily[], jobs: number): Generator<Batch, undefined> {
  const byWeight = families.toSorted(
    (a, b) => a.pack - b.pack || b.packedBytes - a.packedBytes || a.root - b.root,
  );
  const bytes = families.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
  const share = Math.max(LEAST_PACKED_BYTES, bytes / (jobs * BATCHES_PER_JOB));
  const weight = Math.min(MOST_PACKED_BYTES, share);
  for (const pack of new Set(byWeight.map((family) => family.pack))) {
    const own = byWeight.filter((family) => family.pack === pack);
    for (const group of groups(own, ({ packedBytes }) => packedBytes, { weight, count: MOST_ITEMS })) {
      yield { kind: 'families', pack, roots: group.map(({ root }) => root) };
    }
  }
  return undefined;
}

function* groups<T>(
  all: readonly T[],
  weigh: (one: T) => number,
  most: { weight: number; count: number },
): Generator<T[], undefined> {
  let group: T[] = [];
  let weight = 0;
  for (const one of all) {
    group.push(one);
    weight += weigh(one);
    if (weight < most.weight && group.length < most.count) continue;
    yield group;
    group = [];
    weight = 0;
  }
  if (group.length > 0) yield group;
  return undefined;
}
