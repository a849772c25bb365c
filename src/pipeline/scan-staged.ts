/** The index against HEAD: what the next commit would bring in. */
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import type { Repository } from '../git/open-repository.ts';
import { listStaged, type StagedChange } from '../sources/staged.ts';
import { type LocatedHit, locate } from './located-hit.ts';
import { numberOccurrences } from './occurrence-key.ts';
import { runItems } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';
import { overLimit, type Scanned } from './scanned.ts';
import { sizesOf } from '../git/object-sizes.ts';

export async function scanStaged(repository: Repository, plan: ScanPlan): Promise<Scanned> {
  const problems: Problem[] = [];
  const changes = await listStaged(repository);
  const added = new Set(changes.map(({ blob }) => blob));
  // What cannot be read of HEAD (a partial clone lacks most of it) only means that more is reported as new.
  const onProblem = (problem: Problem): void => {
    if (problem.object === undefined || added.has(problem.object)) problems.push(problem);
  };
  const blobs = [
    ...new Set(changes.flatMap(({ blob, before }) => (before === null ? [blob] : [blob, before]))),
  ];
  const sizes = await sizesOf(repository.place, blobs, onProblem);
  const items = blobs.flatMap((oid, id) => {
    const size = sizes.get(oid) ?? -1;
    if (size > plan.maxBlobBytes)
      onProblem(overLimit(`Blob ${oid}`, size, plan.maxBlobBytes, { object: oid }));
    return size < 0 || size > plan.maxBlobBytes ? [] : [{ item: { id, kind: 'object' as const, oid }, size }];
  });
  const totals = await runItems(items, { plan, place: repository.place, onProblem });
  const hits = new Map([...totals.hits].map(([id, found]) => [blobs[id] ?? '', found]));
  return {
    located: changes.flatMap((change) => newHits(change, hits)),
    problems,
    artefacts: null,
    counts: {
      reader: 'reference',
      fallback: null,
      commits: 0,
      carried: 0,
      reused: 0,
      refs: 0,
      blobs: totals.items,
      bytes: totals.bytes,
      workers: totals.workers,
    },
  };
}

/** Not what the file held already in HEAD. */
function newHits(change: StagedChange, hits: ReadonlyMap<string, readonly Hit[]>): LocatedHit[] {
  const before = new Set(numberOccurrences(hits.get(change.before ?? '') ?? []).map(({ key }) => key));
  return numberOccurrences(hits.get(change.blob) ?? []).flatMap(({ hit, key }) =>
    before.has(key) ? [] : [locate(hit, { kind: 'blob', path: change.path, blob: change.blob })],
  );
}
