/** A history, or a part of it, as git lists it: read by git, but blobs that lie in readable packs by the engine. */
import type { Problem } from '../core/problem.ts';
import { smallStreams } from '../engine/small-streams.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import { listObjects, type ListedBlob, type ObjectList } from '../git/list-objects.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import { type ObjectStore, openStore } from '../git/object-store.ts';
import { OidTable } from '../git/oid-table.ts';
import { NearObjects } from '../git/near-objects.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Repository } from '../git/open-repository.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import { beginWalk } from '../git/reach.ts';
import type { Selection } from '../git/selection.ts';
import type { PackedFamily, SizedItem } from './cut-batches.ts';
import { tellOfBlobs } from './archive-problems.ts';
import { loadGraph, loadTrees, type LoadedGraph } from './load-graph.ts';
import { BatchRun, type BatchTotals, settled, isWorthThreads } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ScannedHistory } from './scanned-history.ts';
import { overLimit } from './scanned.ts';

export interface ListedRequest {
  readonly repository: Repository;
  readonly selection: Selection;
  readonly plan: ScanPlan;
  readonly onProblem: (problem: Problem) => void;
}

/** @param fallback why the engine does not do it alone, if it was meant to */
export async function scanListed(request: ListedRequest, fallback: string | null): Promise<ScannedHistory> {
  const { repository, selection, plan, onProblem } = request;
  const place = { ...repository.place, signal: plan.signal };
  const there = { ...repository, place };
  const reader = catFileReader(place);
  const isEngine = plan.reader === 'engine';
  if (selection.isWhole || !isEngine) {
    const list = await listObjects(there, selection, onProblem);
    const store = isEngine ? openStore(repository) : null;
    const { isWhole } = selection;
    return scanObjects({ repository, list, plan, store, reader, isWhole, onProblem }, fallback);
  }
  // Of a part little is wanted, for which no large pack is opened: git finds that faster.
  const near = new NearObjects(
    [repository.objects],
    repository.oidBytes,
    smallStreams(() => plan.set.space),
  );
  const walk = selection.walk ?? beginWalk(place, selection, new OidTable(repository.oidBytes));
  // Made while git walks.
  void plan.set;
  const list = await listObjects(there, { ...selection, walk }, onProblem, near);
  return scanObjects(
    { repository, list, plan, store: near.files, reader: near.reader(reader), near, isPart: true, onProblem },
    fallback,
  );
}

/** Objects that are known by name, type and size. */
export interface ObjectsRequest extends Pick<ListedRequest, 'repository' | 'plan' | 'onProblem'> {
  readonly list: ObjectList;
  /** What lies in here is read without git; null: everything is read by git. */
  readonly store: ObjectStore | null;
  /** Reads commits, tags and trees, and on this thread the blobs that are not in the store. */
  readonly reader: ObjectReader;
  /** Stands behind that reader. Left out: nobody but git does. */
  readonly near?: Pick<NearObjects, 'given'>;
  /** Is it a whole history, of whose files an inventory is taken? Then trees are read, whether anything was found or not. */
  readonly isWhole?: boolean;
  /** Is it a part of a history, which a hook may wait for? Left out: no. */
  readonly isPart?: boolean;
}

/** Read in a fraction of a second. */
const FEW_TREES = 2000;
/** A thread more takes as much memory as all the rest of a hook, so of a part there has to be more before one is started. */
const PART_WORTH_THREADS_BYTES = 32 * 1024 * 1024;

/** Scans blobs and messages, and puts commits and trees into a graph. @param fallback as above */
export async function scanObjects(request: ObjectsRequest, fallback: string | null): Promise<ScannedHistory> {
  const { repository, list, plan, reader, onProblem } = request;
  const place = { ...repository.place, signal: plan.signal };
  const work = workOf(request);
  const { isLarge, items } = work;
  const run = new BatchRun({ plan, place, isLarge, onProblem, reader });
  run.expect(items.length);
  const [fromStore, loaded] = await Promise.all([
    scanAll(run, work),
    loadAtOnce(request).finally(() => run.join()),
  ]);
  await run.close();
  if (isWorthTrees(request, run.totals)) await loadTrees(loaded.graph, request);
  tellOfBlobs(run.totals, (id) => list.blobs[id]?.oid, onProblem);
  const { graph, messageHits, messageBytes } = loaded;
  graph.settleCommits(() => true);
  const { totals } = run;
  return {
    graph,
    messageHits,
    hits: settled(hitsByRank(graph, list, totals), plan.detectors),
    covered: { isCovered: () => true, sizeOf: sizesIn(graph, list) },
    // Even when the scan was stopped, what was found until then gets its commits: the stop is not for this reader.
    reader: catFileReader(repository.place),
    counts: {
      reader: fromStore > 0 || (request.near?.given ?? 0) > 0 ? 'engine' : 'reference',
      fallback,
      carried: totals.carried,
      reused: 0,
      commits: graph.commits.length,
      blobs: totals.sizes.size,
      bytes: totals.bytes + messageBytes,
      workers: totals.workers,
    },
  };
}

/** Of a part of a history trees only tell where hits lie. */
async function loadAtOnce(request: ObjectsRequest): Promise<LoadedGraph> {
  const loaded = await loadGraph(request, request.repository.oidBytes);
  if (request.isWhole && !request.plan.signal.aborted) await loadTrees(loaded.graph, request);
  return loaded;
}

/** Later, where anything was found. Whoever stopped the scan waits for that, and gladly hears where it is. */
function isWorthTrees({ isWhole, list, plan }: ObjectsRequest, { hits }: BatchTotals): boolean {
  return isWhole !== true && hits.size > 0 && (!plan.signal.aborted || list.trees.length <= FEW_TREES);
}

interface Work {
  readonly items: readonly SizedItem[];
  readonly packs: readonly PackFamilies[];
  /** The families that hold wanted blobs; what they turn out not to yield is read by git. */
  readonly families: readonly PackedFamily[];
  /** Wanted blobs in files of their own. */
  readonly loose: readonly SizedItem[];
  readonly isLarge: boolean;
}

/** BITSIEVE_READER=reference keeps to git for everything, to tell a fault of the pack engine from any other. */
function workOf(request: ObjectsRequest): Work {
  const { store, list } = request;
  const items = itemsOf(request, list.blobs);
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const isLarge = request.isPart ? bytes >= PART_WORTH_THREADS_BYTES : isWorthThreads(bytes);
  return { items, isLarge, ...(store ? storedWork(store, items) : { packs: [], families: [], loose: [] }) };
}

/** The id of an item is the blob's place in the list. */
function itemsOf({ plan, onProblem }: ObjectsRequest, blobs: readonly ListedBlob[]): SizedItem[] {
  return blobs.flatMap(({ oid, size }, id) => {
    if (size <= plan.maxBlobBytes) return [{ item: { id, kind: 'object' as const, oid }, size }];
    onProblem(overLimit(`Blob ${oid}`, size, plan.maxBlobBytes, { object: oid }));
    return [];
  });
}

function storedWork(
  { oids, packs: stored, loose }: ObjectStore,
  items: readonly SizedItem[],
): Pick<Work, 'packs' | 'families' | 'loose'> {
  const itemOf = new Map<number, SizedItem>();
  const idOf = new Int32Array(oids.size).fill(-1);
  for (const sized of items) {
    const rank = sized.item.kind === 'object' ? oids.findHex(sized.item.oid) : -1;
    if (rank < 0) continue;
    idOf[rank] = sized.item.id;
    itemOf.set(rank, sized);
  }
  const packs: PackFamilies[] = [];
  const families: PackedFamily[] = [];
  for (const { forest, ranks } of stored) {
    const ids = new Int32Array(new SharedArrayBuffer(ranks.length * 4));
    for (let number = 0; number < ranks.length; number++) ids[number] = idOf[ranks[number] ?? -1] ?? -1;
    const found = findFamilies(forest, ids);
    const pack = packs.push(found.families) - 1;
    families.push(...found.roots.map((root) => ({ ...root, pack })));
  }
  return { packs, families, loose: looseItems(loose, itemOf) };
}

function looseItems(loose: ObjectStore['loose'], itemOf: ReadonlyMap<number, SizedItem>): SizedItem[] {
  return loose.flatMap(({ rank, path }) => {
    const sized = itemOf.get(rank);
    if (sized?.item.kind !== 'object') return [];
    return [{ ...sized, item: { ...sized.item, kind: 'loose' as const, disk: path } }];
  });
}

/** First the packs and loose files; then what neither held, and what the engine could not read there. Returns how many blobs they gave. */
async function scanAll(run: BatchRun, { packs, families, loose, items }: Work): Promise<number> {
  await run.families(families, packs);
  await run.items(loose);
  const { sizes } = run.totals;
  const fromStore = sizes.size;
  await run.items(items.filter(({ item }) => !sizes.has(item.id)));
  return fromStore;
}

function sizesIn(graph: ObjectGraph, { blobs }: ObjectList): (rank: number) => number {
  const sizes = new Map(blobs.map(({ oid, size }) => [graph.oids.findHex(oid), size]));
  return (rank) => sizes.get(rank) ?? 0;
}

/** In the order of the list, whichever thread was first. */
function hitsByRank(graph: ObjectGraph, list: ObjectList, totals: BatchTotals): ScannedHistory['hits'] {
  const ids = [...totals.hits.keys()].toSorted((a, b) => a - b);
  return new Map(ids.map((id) => [graph.oids.addHex(list.blobs[id]?.oid ?? ''), totals.hits.get(id) ?? []]));
}
