/** Scans blobs that were scanned before once more, with the detectors that have not seen them. */
import { buildDetectorSet, type DetectorSet } from '../detect/detector-set.ts';
import type { ObjectStore, StoredPack } from '../git/object-store.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import type { PackedFamily, SizedItem } from './cut-batches.ts';
import type { KnownVerdicts } from './known-verdicts.ts';
import { type BatchTotals, BatchRun, type RunSetup, isWorthThreads } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';

const TYPICAL_BYTES = 16 * 1024;

type Setup = Pick<RunSetup, 'plan' | 'place' | 'onProblem'>;

/** @returns totals whose hits name detectors by their place among the unseen; null when there are none */
export async function scanUnseen(
  store: ObjectStore,
  { unseen, sizes }: KnownVerdicts,
  setup: Setup,
): Promise<BatchTotals | null> {
  if (unseen.length === 0 || sizes.size === 0) return null;
  return scanRanks(store, new Set(sizes.keys()), { ...setup, plan: planOf(setup.plan, unseen) });
}

/** Scans these blobs of a store; what cannot be read or is too large is not among the sizes. */
export async function scanRanks(
  store: ObjectStore,
  wanted: ReadonlySet<number>,
  setup: Setup,
): Promise<BatchTotals> {
  const packs: PackFamilies[] = [];
  const families: PackedFamily[] = [];
  for (const [pack, stored] of store.packs.entries()) {
    const found = findFamilies(
      stored.forest,
      wantedOf(stored, (rank) => wanted.has(rank)),
    );
    packs.push(found.families);
    for (const root of found.roots) families.push({ ...root, pack });
  }
  const loose = store.loose.flatMap(({ rank, path }): SizedItem[] => {
    const item = { id: rank, kind: 'loose' as const, oid: store.oids.hexOf(rank), disk: path };
    // How large it is says the object itself; a few bytes in its file can be many.
    return wanted.has(rank) ? [{ item, size: TYPICAL_BYTES }] : [];
  });
  const packed = families.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
  // Packed bytes are counted as they are: few detectors look, and a thread has to make them ready first.
  const isLarge = isWorthThreads(packed + loose.length * TYPICAL_BYTES);
  const run = new BatchRun({ ...setup, isLarge });
  run.expect(wanted.size);
  try {
    await run.join();
    await run.families(families, packs);
    await run.items(loose);
  } finally {
    await run.close();
  }
  return run.totals;
}

/** The ranks of the objects of a pack that are wanted, by their number in it; -1 for the others. */
export function wantedOf({ ranks }: StoredPack, isWanted: (rank: number) => boolean): Int32Array {
  const wanted = new Int32Array(new SharedArrayBuffer(ranks.length * Int32Array.BYTES_PER_ELEMENT));
  for (let number = 0; number < ranks.length; number++) {
    const rank = ranks[number] ?? -1;
    wanted[number] = rank >= 0 && isWanted(rank) ? rank : -1;
  }
  return wanted;
}

function planOf(plan: ScanPlan, unseen: readonly number[]): ScanPlan {
  const detectors = unseen.flatMap((index) => plan.detectors[index] ?? []);
  let set: DetectorSet | undefined;
  // Threads that many scans share know all detectors.
  const { threads: _, ...own } = plan;
  return {
    ...own,
    detectors,
    get set() {
      return (set ??= buildDetectorSet(detectors, { decodeDepth: plan.maxDecodeDepth }));
    },
  };
}
