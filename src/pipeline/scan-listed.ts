/** A history, or a part of it, as git lists it: read by git, but blobs that lie in readable packs by the engine. */
import type { Problem } from '../core/problem.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import { listObjects, type ListedBlob, type ObjectList } from '../git/list-objects.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import { openStore } from '../git/object-store.ts';
import type { Repository } from '../git/open-repository.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import type { Selection } from '../git/selection.ts';
import type { PackedFamily, SizedItem } from './cut-batches.ts';
import { tellOfBlobs } from './archive-problems.ts';
import { loadGraph } from './load-graph.ts';
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
  const list = await listObjects({ ...repository, place }, selection, onProblem);
  const work = workOf(request, list);
  const run = new BatchRun({ plan, place, isLarge: work.isLarge, onProblem });
  run.expect(work.items.length);
  const reader = catFileReader(place);
  const [fromPacks, loaded] = await Promise.all([
    scanBoth(run, work),
    loadGraph(list, reader, plan, { oidBytes: repository.oidBytes, onProblem }).finally(() => run.join()),
  ]);
  await run.close();
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
      reader: fromPacks > 0 ? 'engine' : 'reference',
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

interface Work {
  readonly items: readonly SizedItem[];
  readonly packs: readonly PackFamilies[];
  /** The families that hold wanted blobs; what they turn out not to yield is read by git. */
  readonly families: readonly PackedFamily[];
  readonly isLarge: boolean;
}

/**
 * A whole history is worth opening its packs; of a part of it only little is wanted, and git finds that faster.
 * BITSIEVE_READER=reference keeps to git for everything, to tell a fault of the pack engine from any other.
 */
function workOf(request: ListedRequest, list: ObjectList): Work {
  const { selection, plan } = request;
  const items = itemsOf(request, list.blobs);
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const isLarge = isWorthThreads(bytes);
  const isPacked = selection.isWhole && plan.reader === 'engine';
  return { items, isLarge, ...(isPacked ? packedWork(request, items) : { packs: [], families: [] }) };
}

/** The id of an item is the blob's place in the list. */
function itemsOf({ plan, onProblem }: ListedRequest, blobs: readonly ListedBlob[]): SizedItem[] {
  return blobs.flatMap(({ oid, size }, id) => {
    if (size <= plan.maxBlobBytes) return [{ item: { id, kind: 'object' as const, oid }, size }];
    onProblem(overLimit(`Blob ${oid}`, size, plan.maxBlobBytes, { object: oid }));
    return [];
  });
}

function packedWork(
  { repository }: ListedRequest,
  items: readonly SizedItem[],
): Pick<Work, 'packs' | 'families'> {
  const { oids, packs: stored } = openStore(repository);
  const idOf = new Int32Array(oids.size).fill(-1);
  for (const { item } of items) {
    const rank = item.kind === 'object' ? oids.findHex(item.oid) : -1;
    if (rank >= 0) idOf[rank] = item.id;
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
  return { packs, families };
}

/** First the packs; then what no pack held, and what the engine could not read there. Returns how many blobs packs gave. */
async function scanBoth(run: BatchRun, { packs, families, items }: Work): Promise<number> {
  await run.families(families, packs);
  const { sizes } = run.totals;
  const fromPacks = sizes.size;
  await run.items(items.filter(({ item }) => !sizes.has(item.id)));
  return fromPacks;
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
