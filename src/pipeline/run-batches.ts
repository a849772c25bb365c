/** Keeps a scanner busy with a workload, reporting progress, until done or stopped. */
import { MAX_CANDIDATES_PER_BLOB } from '../core/limits.ts';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { Batch, BatchResult, BatchScanner } from './batch.ts';
import { cutFamilies, cutItems } from './cut-batches.ts';
import { inlineScanner } from './inline-scanner.ts';
import { decoded } from './located-hit.ts';
import { packScanner } from './scan-families.ts';
import type { ScanPlan } from './scan-plan.ts';
import { workerPool } from './worker-pool.ts';
import type { Workload } from './workload.ts';

export interface BatchTotals {
  /** Hits by the item's id. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  readonly items: number;
  readonly bytes: number;
  readonly workers: number;
  /** Items that the pack engine read; the others came from the reference reader. */
  readonly fromPacks: number;
  /** Verdicts that were carried over from one version of a file to the next. */
  readonly carried: number;
}

/** Below this a second thread does not pay for its start. */
const WORTH_THREADS_BYTES = 4 * 1024 * 1024;

export async function runBatches(
  work: Workload,
  plan: ScanPlan,
  place: GitPlace | null,
  onProblem: (problem: Problem) => void,
): Promise<BatchTotals> {
  const totalBytes = work.items.reduce((sum, { size }) => sum + size, 0);
  const isThreaded = plan.jobs > 1 && totalBytes >= WORTH_THREADS_BYTES;
  const scanner = isThreaded ? threads(work, plan, place) : inline(work, plan, place);
  const run = new Run(work, plan, { totalBytes, onProblem });
  const stop = (): void => void scanner.close();
  plan.signal.addEventListener('abort', stop, { once: true });
  await run.work(scanner, cutFamilies(work.families, plan.jobs));
  await run.work(scanner, cutItems(run.left(), plan.jobs));
  plan.signal.removeEventListener('abort', stop);
  await scanner.close();
  return { ...run.totals, workers: isThreaded ? plan.jobs : 1 };
}

class Run {
  readonly totals = { hits: new Map<number, readonly Hit[]>(), items: 0, bytes: 0, fromPacks: 0, carried: 0 };
  readonly #visited = new Set<number>();
  readonly #work: Workload;
  readonly #plan: ScanPlan;
  readonly #to: { totalBytes: number; onProblem: (problem: Problem) => void };

  constructor(
    work: Workload,
    plan: ScanPlan,
    to: { totalBytes: number; onProblem: (problem: Problem) => void },
  ) {
    this.#work = work;
    this.#plan = plan;
    this.#to = to;
  }

  async work(scanner: BatchScanner, batches: Iterator<Batch, undefined>): Promise<void> {
    const { signal } = this.#plan;
    const one = async (): Promise<void> => {
      for (let next = batches.next(); !next.done && !signal.aborted; next = batches.next()) {
        const result = await scanner.scan(next.value);
        if (signal.aborted) return;
        this.#take(result);
      }
    };
    await Promise.all(Array.from({ length: scanner.width }, one));
  }

  /** What no pack held, and what the engine could not read there. */
  left(): Workload['items'] {
    return this.#work.items.filter(({ item }) => !this.#visited.has(item.id));
  }

  #tooMany(id: number): Problem {
    const item = this.#work.items.find((one) => one.item.id === id)?.item;
    const path = item?.kind === 'file' ? decoded(item.path) : undefined;
    const object = item?.kind === 'object' ? item.oid : undefined;
    return {
      code: 'too-many-candidates',
      severity: 'error',
      message: `${path ?? `Blob ${object}`} holds more than ${MAX_CANDIDATES_PER_BLOB} candidates: the rest of it was not looked at`,
      ...(path !== undefined && { path }),
      ...(object !== undefined && { object }),
    };
  }

  #take(result: BatchResult): void {
    for (const { id, hits } of result.found) this.totals.hits.set(id, hits);
    for (const id of result.visited) this.#visited.add(id);
    for (const problem of result.problems) this.#to.onProblem(problem);
    for (const id of result.cut) this.#to.onProblem(this.#tooMany(id));
    this.totals.items += result.items;
    this.totals.bytes += result.bytes;
    this.totals.fromPacks += result.visited.length;
    this.totals.carried += result.carried;
    this.#plan.onProgress({
      items: this.totals.items,
      totalItems: this.#work.items.length,
      bytes: this.totals.bytes,
      totalBytes: this.#to.totalBytes,
    });
  }
}

function inline({ packs }: Workload, plan: ScanPlan, place: GitPlace | null): BatchScanner {
  return inlineScanner({
    set: plan.set,
    reader: place && catFileReader({ ...place, signal: plan.signal }),
    packs: packScanner(plan.set, packs, plan.maxBlobBytes),
  });
}

function threads({ packs }: Workload, plan: ScanPlan, place: GitPlace | null): BatchScanner {
  const setup = {
    detectors: plan.detectors,
    place: place && { folder: place.folder, inheritRepository: place.inheritRepository },
    packs,
    maxBlobBytes: plan.maxBlobBytes,
  };
  return workerPool(plan.jobs, setup, new URL('./scan-worker.js', import.meta.url));
}
