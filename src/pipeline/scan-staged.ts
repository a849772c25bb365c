/** The index against HEAD, and against what is merged into it: what the next commit would bring in. */
import { join } from 'node:path';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { readLooseHeader } from '../git/loose-objects.ts';
import { sizesOf } from '../git/object-sizes.ts';
import type { Repository } from '../git/open-repository.ts';
import type { StagedChange } from '../sources/staged.ts';
import type { SizedItem } from './cut-batches.ts';
import { type LocatedHit, locate } from './located-hit.ts';
import { numberOccurrences } from './occurrence-key.ts';
import { runItems } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';
import { overLimit, type Scanned } from './scanned.ts';

export async function scanStaged(
  repository: Repository,
  changes: readonly StagedChange[],
  plan: ScanPlan,
): Promise<Scanned> {
  const scan = new BlobScan(repository, plan);
  await scan.read(changes.map(({ blob }) => blob));
  const { problems } = scan;
  // What the file held before matters only where something was found; and what cannot be read of HEAD (a partial clone lacks most
  // of it) only means that more is reported as new.
  const held = new BlobScan(repository, plan);
  await held.read(changes.flatMap(({ blob, before }) => (scan.hits.has(blob) ? before : [])));
  return {
    located: changes.flatMap((change) => newHits(change, scan.hits, held.hits)),
    problems,
    artefacts: null,
    counts: {
      reader: scan.isOfEngine || held.isOfEngine ? 'engine' : 'reference',
      fallback: null,
      commits: 0,
      carried: 0,
      reused: 0,
      refs: 0,
      blobs: scan.blobs + held.blobs,
      bytes: scan.bytes + held.bytes,
      workers: Math.max(scan.workers, held.workers),
    },
  };
}

/** Not what the file held already in a parent of the next commit. */
function newHits(
  change: StagedChange,
  hits: ReadonlyMap<string, readonly Hit[]>,
  held: ReadonlyMap<string, readonly Hit[]>,
): LocatedHit[] {
  const known = new Map<string, number>();
  for (const blob of change.before)
    for (const { key, hit } of numberOccurrences(held.get(blob) ?? []))
      known.set(key, Math.max(hit.count ?? 1, known.get(key) ?? 0));
  return numberOccurrences(hits.get(change.blob) ?? []).flatMap(({ hit, key }) => {
    // A table that grew brings what it did not hold before.
    const isOld = (known.get(key) ?? 0) >= (hit.count ?? 1);
    return isOld ? [] : [locate(hit, { kind: 'blob', path: change.path, blob: change.blob })];
  });
}

/** Blobs by name. What `git add` has just written lies in files of its own, which need no git. */
class BlobScan {
  readonly hits = new Map<string, readonly Hit[]>();
  readonly problems: Problem[] = [];
  blobs = 0;
  bytes = 0;
  workers = 1;
  isOfEngine = false;
  readonly #repository: Repository;
  readonly #plan: ScanPlan;

  constructor(repository: Repository, plan: ScanPlan) {
    this.#repository = repository;
    this.#plan = plan;
  }

  async read(wanted: readonly string[]): Promise<void> {
    const oids = [...new Set(wanted)];
    const loose = oids.flatMap((oid, id) => this.#looseItem(oid, id));
    const done = loose.length === 0 ? new Set<number>() : await this.#run(oids, loose);
    this.isOfEngine ||= done.size > 0;
    const rest = oids.flatMap((oid, id) => (done.has(id) ? [] : [oid]));
    if (rest.length > 0 && !this.#plan.signal.aborted) await this.#run(rest, await this.#storedItems(rest));
  }

  /** Nothing where it lies elsewhere, is damaged or too large: git says what is wrong with it. */
  #looseItem(oid: string, id: number): SizedItem[] {
    const { maxBlobBytes, reader } = this.#plan;
    if (reader === 'reference') return [];
    const disk = join(this.#repository.objects, oid.slice(0, 2), oid.slice(2));
    const header = readLooseHeader(disk);
    if (header?.type !== 'blob' || header.size > maxBlobBytes) return [];
    return [{ item: { id, kind: 'loose', oid, disk }, size: header.size }];
  }

  async #storedItems(oids: readonly string[]): Promise<SizedItem[]> {
    const { maxBlobBytes } = this.#plan;
    const sizes = await sizesOf(this.#repository.place, oids, (problem) => this.problems.push(problem));
    return oids.flatMap((oid, id): SizedItem[] => {
      const size = sizes.get(oid) ?? -1;
      if (size > maxBlobBytes)
        this.problems.push(overLimit(`Blob ${oid}`, size, maxBlobBytes, { object: oid }));
      return size < 0 || size > maxBlobBytes ? [] : [{ item: { id, kind: 'object', oid }, size }];
    });
  }

  /** @returns the items that were scanned */
  async #run(oids: readonly string[], items: readonly SizedItem[]): Promise<ReadonlySet<number>> {
    const { place } = this.#repository;
    const onProblem = (problem: Problem): void => void this.problems.push(problem);
    const totals = await runItems(items, { plan: this.#plan, place, onProblem });
    for (const [id, found] of totals.hits) this.hits.set(oids[id] ?? '', found);
    this.blobs += totals.sizes.size;
    this.bytes += totals.bytes;
    this.workers = Math.max(this.workers, totals.workers);
    return new Set(totals.sizes.keys());
  }
}
