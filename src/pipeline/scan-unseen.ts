/** Scans blobs that were scanned before once more, with the detectors that have not seen them. */
import { buildDetectorSet, type DetectorSet } from '../detect/detector-set.ts';
import type { ObjectStore, StoredPack } from '../git/object-store.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import type { PackedFamily, SizedItem } from './cut-batches.ts';
import type { KnownVerdicts } from './known-verdicts.ts';
import { type BatchTotals, BatchRun, type RunSetup, WORTH_THREADS_BYTES } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';

/** @returns totals whose hits name detectors by their place among the unseen; null when there are none */
export async function scanUnseen(
  store: ObjectStore,
  known: KnownVerdicts,
  setup: Pick<RunSetup, 'plan' | 'place' | 'onProblem'>,
): Promise<BatchTotals | null> {
  if (known.unseen.length === 0 || known.sizes.size === 0) return null;
  const packs: PackFamilies[] = [];
  const families: PackedFamily[] = [];
  for (const [pack, stored] of store.packs.entries()) {
    const found = findFamilies(
      stored.forest,
      wantedOf(stored, (rank) => known.sizes.has(rank)),
    );
    packs.push(found.families);
    for (const root of found.roots) families.push({ ...root, pack });
  }
  const loose = store.loose.flatMap(({ rank, path }): SizedItem[] => {
    const size = known.sizes.get(rank);
    const item = { id: rank, kind: 'loose' as const, oid: store.oids.hexOf(rank), disk: path };
    return size === undefined ? [] : [{ item, size }];
  });
  const bytes = [...known.sizes.values()].reduce((sum, size) => sum + size, 0);
  const plan = planOf(setup.plan, known.unseen);
  const run = new BatchRun({ ...setup, plan, isLarge: bytes > WORTH_THREADS_BYTES });
  run.expect(known.sizes.size);
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
  return {
    ...plan,
    detectors,
    get set() {
      return (set ??= buildDetectorSet(detectors));
    },
  };
}
