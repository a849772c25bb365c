/** Keeps a scanner busy with batches, reporting progress, until done or stopped. */
import type { Trouble } from '../containers/expand.ts';
import type { Problem } from '../core/problem.ts';
import type { ListedDetector } from '../catalogue/detector.ts';
import { type Hit, settleHits } from '../detect/scan-text.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import { archiveProblems } from './archive-problems.ts';
import type { Batch, BatchItem, BatchResult, BatchScanner } from './batch.ts';
import { cutFamilies, cutItems, type PackedFamily, type SizedItem } from './cut-batches.ts';
import { inlineScanner } from './inline-scanner.ts';
import { decoded } from './located-hit.ts';
import { packScanner } from './scan-families.ts';
import type { ScanPlan } from './scan-plan.ts';
import { tooManyCandidates } from './scanned.ts';
import { WorkerPool } from './worker-pool.ts';

export interface BatchTotals {
  /** Hits by the item's id, overlaps not settled. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  /** Sizes, expanded, of what was scanned, by id. */
  readonly sizes: ReadonlyMap<number, number>;
  /** Items that hold more candidates than are kept, by id. */
  readonly cut: readonly number[];
  /** What could not be opened of containers, by id. */
  readonly troubles: ReadonlyMap<number, readonly Trouble[]>;
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
  /** In place of git, on the calling thread. */
  readonly reader?: ObjectReader;
  /** Is there so much to do that it pays to start threads? */
  readonly isLarge: boolean;
  readonly onProblem: (problem: Problem) => void;
}

/** Below this many bytes, expanded, a second thread does not pay for its start. */
const WORTH_THREADS_BYTES = 4 * 1024 * 1024;

/** @param bytes expanded */
export function isWorthThreads(bytes: number): boolean {
  return bytes >= WORTH_THREADS_BYTES;
}

/** Scans a list of items from beginning to end, and settles overlaps. */
export async function runItems(
  items: readonly SizedItem[],
  setup: Omit<RunSetup, 'isLarge'>,
): Promise<BatchTotals> {
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const run = new BatchRun({ ...setup, isLarge: isWorthThreads(bytes) });
  run.expect(items.length);
  await run.join();
  await run.items(items);
  await run.close();
  const cut = new Set(run.totals.cut);
  for (const { item } of items) {
    for (const problem of troublesIn(item, run.totals)) setup.onProblem(problem);
    if (cut.has(item.id)) setup.onProblem(tooManyIn(item));
  }
  return { ...run.totals, hits: settled(run.totals.hits, setup.plan.detectors) };
}

/** Blob by blob: of hits that share bytes one is left, key pairs are linked. */
export function settled(
  hits: BatchTotals['hits'],
  detectors: readonly ListedDetector[],
): ReadonlyMap<number, readonly Hit[]> {
  return new Map([...hits].map(([id, all]) => [id, settleHits(all, detectors)]));
}

/** A scanner at work, on threads when it pays; the calling thread is one of `--jobs` and joins when it has time. */
export class BatchRun {
  readonly totals;
  readonly #setup: RunSetup;
  /** The other threads; undefined when the calling thread does everything. */
  readonly #pool: BatchScanner | undefined;
  readonly #own: BatchScanner;
  readonly #stop: () => void;
  #batches: Iterator<Batch, undefined> | undefined;
  #expected = 0;
  #hasJoined: boolean;
  #isClosed = false;

  constructor(setup: RunSetup) {
    this.#setup = setup;
    const isThreaded = setup.plan.jobs > 1 && setup.isLarge;
    this.#pool = isThreaded ? threads(setup) : undefined;
    this.#own = inline(setup);
    this.#hasJoined = !isThreaded;
    this.#stop = () => void this.#pool?.close();
    setup.plan.signal.addEventListener('abort', this.#stop, { once: true });
    this.totals = {
      hits: new Map<number, readonly Hit[]>(),
      sizes: new Map<number, number>(),
      cut: [] as number[],
      troubles: new Map<number, readonly Trouble[]>(),
      items: 0,
      bytes: 0,
      carried: 0,
      workers: isThreaded ? setup.plan.jobs : 1,
    };
  }

  /** How many items there will be, for the sake of progress. */
  expect(items: number): void {
    this.#expected = items;
  }

  /** Scans what the families of the packs hold. */
  families(families: readonly PackedFamily[], packs: readonly PackFamilies[]): Promise<void> {
    this.#pool?.open(packs);
    this.#own.open(packs);
    return this.#work(cutFamilies(families, this.#setup.plan.jobs));
  }

  items(items: readonly SizedItem[]): Promise<void> {
    return this.#work(cutItems(items, this.#setup.plan.jobs));
  }

  /** From now on the calling thread scans as well: what is under way, and what comes. */
  async join(): Promise<void> {
    if (this.#hasJoined) return;
    this.#hasJoined = true;
    if (this.#batches) await this.#lane(this.#own, this.#batches);
  }

  /** What is still under way is dropped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#setup.plan.signal.removeEventListener('abort', this.#stop);
    await this.#pool?.close();
  }

  async #work(batches: Iterator<Batch, undefined>): Promise<void> {
    this.#batches = batches;
    const lanes = Array.from({ length: this.#pool?.width ?? 0 }, () => this.#pool ?? this.#own);
    if (this.#hasJoined) lanes.push(this.#own);
    await Promise.all(lanes.map((scanner) => this.#lane(scanner, batches)));
  }

  /** Takes batches, one after the other, as long as there are any. */
  async #lane(scanner: BatchScanner, batches: Iterator<Batch, undefined>): Promise<void> {
    const isOver = (): boolean => this.#setup.plan.signal.aborted || this.#isClosed;
    for (let next = batches.next(); !next.done && !isOver(); next = batches.next()) {
      const result = await scanner.scan(next.value);
      if (!isOver()) this.#take(result);
    }
  }

  #take(result: BatchResult): void {
    for (const { id, hits } of result.found) this.totals.hits.set(id, hits);
    for (const [index, id] of result.visited.entries()) this.totals.sizes.set(id, result.sizes[index] ?? 0);
    for (const [id, troubles] of result.troubles) this.totals.troubles.set(id, troubles);
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
    const totalItems = Math.max(items, this.#expected);
    const totalBytes = items === 0 ? 0 : Math.round((bytes / items) * totalItems);
    this.#setup.plan.onProgress({ items, totalItems, bytes, totalBytes });
  }
}

function tooManyIn(item: BatchItem): Problem {
  if (item.kind !== 'file') return tooManyCandidates(`Blob ${item.oid}`, { object: item.oid });
  const path = decoded(item.path);
  return tooManyCandidates(path, { path });
}

function troublesIn(item: BatchItem, { troubles }: Pick<BatchTotals, 'troubles'>): Problem[] {
  const own = troubles.get(item.id);
  if (!own) return [];
  if (item.kind !== 'file') return archiveProblems(`blob ${item.oid}`, { object: item.oid }, own);
  const path = decoded(item.path);
  return archiveProblems(path, { path }, own);
}

function inline({ plan, place, reader }: RunSetup): BatchScanner {
  return inlineScanner({
    set: plan.set,
    reader: reader ?? (place && catFileReader({ ...place, signal: plan.signal })),
    maxBlobBytes: plan.maxBlobBytes,
    maxArchiveDepth: plan.maxArchiveDepth,
    packs: packScanner(plan, plan.maxBlobBytes),
  });
}

/** Threads of its own end with the scan; those that many scans share go back. */
function threads({ plan, place }: RunSetup): BatchScanner {
  if (plan.threads) return plan.threads().lend(place);
  const pool = startThreads(plan);
  const lent = pool.lend(place);
  return { ...lent, close: () => pool.close() };
}

/** Besides the calling thread, as many as `--jobs` says. Whoever starts them closes them. */
export function startThreads(
  plan: Pick<ScanPlan, 'jobs' | 'detectors' | 'maxDecodeDepth' | 'maxBlobBytes' | 'maxArchiveDepth'>,
): WorkerPool {
  const { maxDecodeDepth: decodeDepth, maxBlobBytes, maxArchiveDepth } = plan;
  const detectors = plan.detectors.map((one) => ('whole' in one ? one.place : one));
  const setup = { detectors, decodeDepth, maxBlobBytes, maxArchiveDepth };
  return new WorkerPool(plan.jobs - 1, setup, new URL('./scan-worker.js', import.meta.url));
}
