/** Keeps a scanner busy with batches, reporting progress, until done or stopped. */
import type { Problem } from '../core/problem.ts';
import type { Detector } from '../catalogue/detector.ts';
import { resolveOverlaps } from '../detect/resolve-overlaps.ts';
import type { Hit } from '../detect/scan-text.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import type { Batch, BatchItem, BatchResult, BatchScanner } from './batch.ts';
import { cutFamilies, cutItems, type PackedFamily, type SizedItem } from './cut-batches.ts';
import { inlineScanner } from './inline-scanner.ts';
import { decoded } from './located-hit.ts';
import { packScanner } from './scan-families.ts';
import type { ScanPlan } from './scan-plan.ts';
import { tooManyCandidates } from './scanned.ts';
import { workerPool } from './worker-pool.ts';

export interface BatchTotals {
  /** Hits by the item's id, overlaps not settled. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  /** Sizes, expanded, of what was scanned, by id. */
  readonly sizes: ReadonlyMap<number, number>;
  /** Items that hold more candidates than are kept, by id. */
  readonly cut: readonly number[];
  readonly items: number;
  readonly bytes: number;
  readonly workers: number;
  /** Hits of keywords that kept their verdict from one version of a file to the next. */
  readonly carried: number;
}

/** What a run is started with. */
export interface RunSetup {
  readonly plan: ScanPlan;
  /** The repository to read objects from; null when only files are scanned. */
  readonly place: GitPlace | null;
  readonly packs: readonly PackFamilies[];
  /** How much there is to do, as far as it is known: does it pay to start threads? */
  readonly work: { readonly items: number; readonly isLarge: boolean };
  readonly onProblem: (problem: Problem) => void;
}

/** Below this many bytes, expanded, a second thread does not pay for its start. */
export const WORTH_THREADS_BYTES: number = 4 * 1024 * 1024;

/** Scans a list of items from beginning to end, and settles overlaps. */
export async function runItems(
  items: readonly SizedItem[],
  setup: Omit<RunSetup, 'packs' | 'work'>,
): Promise<BatchTotals> {
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const work = { items: items.length, isLarge: bytes >= WORTH_THREADS_BYTES };
  const run = new BatchRun({ ...setup, packs: [], work });
  await run.items(items);
  await run.close();
  const cut = new Set(run.totals.cut);
  for (const { item } of items) if (cut.has(item.id)) setup.onProblem(tooManyIn(item));
  return { ...run.totals, hits: settled(run.totals.hits, setup.plan.detectors) };
}

/** Of hits that share bytes one is left. */
export function settled(
  hits: BatchTotals['hits'],
  detectors: readonly Detector[],
): ReadonlyMap<number, readonly Hit[]> {
  return new Map([...hits].map(([id, all]) => [id, resolveOverlaps(all, detectors)]));
}

/** A scanner at work, on threads when it pays. */
export class BatchRun {
  readonly totals;
  readonly #setup: RunSetup;
  readonly #scanner: BatchScanner;
  readonly #stop: () => void;
  #isClosed = false;

  constructor(setup: RunSetup) {
    this.#setup = setup;
    const isThreaded = setup.plan.jobs > 1 && setup.work.isLarge;
    this.#scanner = isThreaded ? threads(setup) : inline(setup);
    this.#stop = () => void this.#scanner.close();
    setup.plan.signal.addEventListener('abort', this.#stop, { once: true });
    this.totals = {
      hits: new Map<number, readonly Hit[]>(),
      sizes: new Map<number, number>(),
      cut: [] as number[],
      items: 0,
      bytes: 0,
      carried: 0,
      workers: isThreaded ? setup.plan.jobs : 1,
    };
  }

  /** Scans what the families of the packs hold. */
  families(families: readonly PackedFamily[]): Promise<void> {
    return this.#work(cutFamilies(families, this.#setup.plan.jobs));
  }

  items(items: readonly SizedItem[]): Promise<void> {
    return this.#work(cutItems(items, this.#setup.plan.jobs));
  }

  /** What is still under way is dropped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#setup.plan.signal.removeEventListener('abort', this.#stop);
    await this.#scanner.close();
  }

  async #work(batches: Iterator<Batch, undefined>): Promise<void> {
    const { signal } = this.#setup.plan;
    const one = async (): Promise<void> => {
      const isOver = (): boolean => signal.aborted || this.#isClosed;
      for (let next = batches.next(); !next.done && !isOver(); next = batches.next()) {
        const result = await this.#scanner.scan(next.value);
        if (!isOver()) this.#take(result);
      }
    };
    await Promise.all(Array.from({ length: this.#scanner.width }, one));
  }

  #take(result: BatchResult): void {
    for (const { id, hits } of result.found) this.totals.hits.set(id, hits);
    for (const [index, id] of result.visited.entries()) this.totals.sizes.set(id, result.sizes[index] ?? 0);
    for (const problem of result.problems) this.#setup.onProblem(problem);
    this.totals.cut.push(...result.cut);
    this.totals.items += result.items;
    this.totals.bytes += result.bytes;
    this.totals.carried += result.carried;
    this.#progress();
  }

  /** How many bytes there are is known only when they are expanded: what is left is taken to be like what was seen. */
  #progress(): void {
    const { items, bytes } = this.totals;
    const totalItems = Math.max(items, this.#setup.work.items);
    const totalBytes = items === 0 ? 0 : Math.round((bytes / items) * totalItems);
    this.#setup.plan.onProgress({ items, totalItems, bytes, totalBytes });
  }
}

function tooManyIn(item: BatchItem): Problem {
  if (item.kind !== 'file') return tooManyCandidates(`Blob ${item.oid}`, { object: item.oid });
  const path = decoded(item.path);
  return tooManyCandidates(path, { path });
}

function inline({ packs, plan, place }: RunSetup): BatchScanner {
  return inlineScanner({
    set: plan.set,
    reader: place && catFileReader({ ...place, signal: plan.signal }),
    maxBlobBytes: plan.maxBlobBytes,
    packs: packScanner(plan.set, packs, plan.maxBlobBytes),
  });
}

function threads({ packs, plan, place }: RunSetup): BatchScanner {
  const setup = {
    detectors: plan.detectors,
    place: place && { folder: place.folder, inheritRepository: place.inheritRepository },
    packs,
    maxBlobBytes: plan.maxBlobBytes,
  };
  return workerPool(plan.jobs, setup, new URL('./scan-worker.js', import.meta.url));
}
