/** The history of one repository, or a part of it: list, scan, attribute. */
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import { listObjects, type ObjectList } from '../git/list-objects.ts';
import { listRefs } from '../git/list-refs.ts';
import { Reached } from '../git/reached.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import { attribute } from './attribute.ts';
import { dropKnownBefore } from './known-before.ts';
import { loadGraph } from './load-graph.ts';
import { withReach } from './reach.ts';
import { type BatchTotals, runBatches } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';
import { overLimit, type Scanned } from './scanned.ts';
import { itemsOnly, objectItems, packedWorkload, type Workload } from './workload.ts';

export async function scanHistory(
  repository: Repository,
  selection: Selection,
  plan: ScanPlan,
): Promise<Scanned> {
  const place = { ...repository.place, signal: plan.signal };
  const problems = new ProblemList();
  // A git that was stopped half-way looks like a damaged repository.
  const onProblem = (problem: Problem): void => {
    if (!plan.signal.aborted) problems.add(problem);
  };
  if (repository.isShallow) onProblem(shallow());
  const refs = await listRefs(place);
  const list = await listObjects({ ...repository, place }, selection, onProblem);
  const reader = catFileReader(place);

  const [totals, loaded] = await Promise.all([
    runBatches(await workloadOf(repository, list, { selection, plan, onProblem }), plan, place, onProblem),
    loadGraph(list, reader, plan, { oidBytes: repository.oidBytes, onProblem }),
  ]);

  const { graph, tagged } = loaded;
  // Of a part of a history it cannot be said where a finding lies now, and since when.
  const reached = selection.isWhole ? new Reached(graph, refs, tagged) : null;
  // Even when the scan was stopped, what was found until then gets its commits: the stop is not for this reader.
  const input = { graph, hits: hitsByBlob(list, totals), refs, reached, onProblem };
  const inBlobs = await attribute({ ...input, reader: catFileReader(repository.place) });
  const located = selection.isWhole ? inBlobs : await dropKnownBefore(inBlobs, repository, selection, plan);
  return {
    located: [...located, ...loaded.messageHits.map((hit) => withReach(hit, graph, reached))],
    problems: problems.distinct,
    counts: {
      reader: totals.fromPacks > 0 ? 'engine' : 'reference',
      carried: totals.carried,
      commits: graph.commits.length,
      blobs: totals.items,
      bytes: totals.bytes + loaded.messageBytes,
      refs: refs.length,
      workers: totals.workers,
    },
  };
}

/**
 * A whole history is worth opening its packs; of a part of it only little is wanted, and git finds that faster.
 * BITSIEVE_READER=reference keeps to git for everything, to tell a fault of the pack engine from any other.
 */
function workloadOf(
  repository: Repository,
  list: ObjectList,
  {
    selection,
    plan,
    onProblem,
  }: { selection: Selection; plan: ScanPlan; onProblem: (problem: Problem) => void },
): Promise<Workload> | Workload {
  const wanted = list.blobs.map((blob) => {
    if (blob.size <= plan.maxBlobBytes) return blob;
    onProblem(overLimit(`Blob ${blob.oid}`, blob.size, plan.maxBlobBytes, { object: blob.oid }));
    return undefined;
  });
  if (selection.isWhole && plan.reader === 'engine') return packedWorkload(repository, wanted);
  return itemsOnly(objectItems(wanted));
}

/** In the order of the list, whichever thread was first. */
function hitsByBlob(list: ObjectList, totals: BatchTotals): Map<string, readonly Hit[]> {
  const ids = [...totals.hits.keys()].toSorted((a, b) => a - b);
  return new Map(ids.map((id) => [list.blobs[id]?.oid ?? '', totals.hits.get(id) ?? []]));
}

/** One object can be found missing by the walk and again by the reader: it is one problem. */
class ProblemList {
  readonly #problems = new Map<string, Problem>();

  add(problem: Problem): void {
    const key = problem.object === undefined ? problem.message : problem.object;
    if (!this.#problems.has(key)) this.#problems.set(key, problem);
  }

  get distinct(): Problem[] {
    return [...this.#problems.values()];
  }
}

function shallow(): Problem {
  return {
    code: 'shallow-clone',
    severity: 'warning',
    message:
      'This is a shallow clone: commits beyond its depth, and what only they hold, are not here (git fetch --unshallow)',
  };
}
