/** Cuts items into batches and keeps a scanner busy with them, reporting progress, until done or stopped. */
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import type { GitPlace } from '../git/git-process.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { Batch, BatchItem, BatchScanner } from './batch.ts';
import { inlineScanner } from './inline-scanner.ts';
import type { ScanPlan } from './scan-plan.ts';
import { workerPool } from './worker-pool.ts';

export interface SizedItem {
  readonly item: BatchItem;
  readonly size: number;
}

export interface BatchTotals {
  /** Hits by the item's id. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  readonly items: number;
  readonly bytes: number;
  readonly workers: number;
}

/** A batch ends at whichever comes first: large enough to hide the start of a git … */
const BATCH_BYTES = 64 * 1024 * 1024;
const BATCH_ITEMS = 4096;
/** … and small enough that threads end at about the same time. */
const BATCHES_PER_JOB = 6;
/** Below this a second thread does not pay for its start. */
const WORTH_THREADS_BYTES = 4 * 1024 * 1024;

export async function runBatches(
  items: readonly SizedItem[],
  plan: ScanPlan,
  place: GitPlace | null,
  onProblem: (problem: Problem) => void,
): Promise<BatchTotals> {
  const totalBytes = items.reduce((sum, { size }) => sum + size, 0);
  const totals = { hits: new Map<number, readonly Hit[]>(), items: 0, bytes: 0 };
  const scanner = scannerFor(totalBytes, plan, place);
  const batches = cut(items, { bytes: totalBytes, jobs: plan.jobs });
  const work = async (): Promise<void> => {
    for (let next = batches.next(); !next.done && !plan.signal.aborted; next = batches.next()) {
      const result = await scanner.scan(next.value);
      if (plan.signal.aborted) return;
      for (const { id, hits } of result.found) totals.hits.set(id, hits);
      for (const problem of result.problems) onProblem(problem);
      totals.items += result.items;
      totals.bytes += result.bytes;
      plan.onProgress({ items: totals.items, totalItems: items.length, bytes: totals.bytes, totalBytes });
    }
  };
  const stop = (): void => void scanner.close();
  plan.signal.addEventListener('abort', stop, { once: true });
  await Promise.all(Array.from({ length: scanner.width }, work));
  plan.signal.removeEventListener('abort', stop);
  await scanner.close();
  return { ...totals, workers: Math.max(1, Math.min(plan.jobs, scanner.width)) };
}

function scannerFor(totalBytes: number, plan: ScanPlan, place: GitPlace | null): BatchScanner {
  if (plan.jobs < 2 || totalBytes < WORTH_THREADS_BYTES) {
    return inlineScanner(plan.set, place && catFileReader({ ...place, signal: plan.signal }));
  }
  const setup = {
    detectors: plan.detectors,
    place: place && { folder: place.folder, inheritRepository: place.inheritRepository },
  };
  return workerPool(plan.jobs, setup, new URL('./scan-worker.js', import.meta.url));
}

function* cut(
  items: readonly SizedItem[],
  whole: { bytes: number; jobs: number },
): Generator<Batch, undefined> {
  const share = whole.jobs * BATCHES_PER_JOB;
  const mostBytes = Math.min(BATCH_BYTES, whole.bytes / share);
  const mostItems = Math.min(BATCH_ITEMS, Math.ceil(items.length / share));
  let batch: BatchItem[] = [];
  let bytes = 0;
  for (const { item, size } of items) {
    batch.push(item);
    bytes += size;
    if (bytes < mostBytes && batch.length < mostItems) continue;
    yield { items: batch };
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield { items: batch };
  return undefined;
}
