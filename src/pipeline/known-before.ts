/** A part of the history answers for what it brings in: a secret that its file held before is not new. */
import { blobsAt } from '../git/blobs-at.ts';
import { complaintOf, runGit } from '../git/git-process.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import { smallEnough } from '../git/object-sizes.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { resolveOverlaps } from '../detect/resolve-overlaps.ts';
import type { Repository } from '../git/open-repository.ts';
import { inputOf, type Selection } from '../git/selection.ts';
import type { LocatedHit } from './located-hit.ts';
import { scanContents } from './scan-contents.ts';
import type { ScanPlan } from './scan-plan.ts';

/** Looks at the same paths in the commits just outside of the selection. */
export async function dropKnownBefore(
  located: readonly LocatedHit[],
  repository: Repository,
  selection: Selection,
  plan: ScanPlan,
): Promise<readonly LocatedHit[]> {
  if (located.length === 0) return located;
  const paths = new Set(located.flatMap(({ kind, path }) => (kind === 'blob' ? [path] : [])));
  if (paths.size === 0) return located;
  const before = new Map<string, string[]>();
  for (const commit of await boundaryOf(repository, selection)) {
    for (const { path, blob } of await blobsAt(repository, commit))
      if (paths.has(path)) before.set(blob, [...(before.get(blob) ?? []), path]);
  }
  const known = new Map<string, number>();
  await catFileReader(repository.place).read(
    await smallEnough(repository.place, [...before.keys()], plan.maxBlobBytes),
    ({ oid, bytes }) => {
      for (const hit of resolveOverlaps(scanContents(bytes, plan).hits, plan.detectors)) {
        for (const path of before.get(oid) ?? []) note(known, keyOf(path, hit), hit);
      }
    },
    ignored,
  );
  return located.filter(({ kind, path, hit }) => {
    // A table that grew brings what it did not hold before.
    const count = kind === 'blob' ? (known.get(keyOf(path, hit)) ?? 0) : 0;
    return count < (hit.count ?? 1);
  });
}

function note(known: Map<string, number>, key: string, { count = 1 }: LocatedHit['hit']): void {
  known.set(key, Math.max(count, known.get(key) ?? 0));
}

/** What is missing or too large outside of the selection only means that more is reported as new. */
const ignored = (): void => undefined;

function keyOf(path: string, hit: LocatedHit['hit']): string {
  const value = hit.count === undefined ? hit.raw : 'counted';
  return `${path}\0${hit.detector}\0${value}`;
}

async function boundaryOf(repository: Repository, selection: Selection): Promise<string[]> {
  const args = ['rev-list', '--boundary', ...selection.revisions];
  const { stdout, stderr, exitCode } = await runGit(repository.place, args, inputOf(selection));
  if (exitCode !== 0) throw new ScannerError('git-failed', complaintOf(stderr));
  return stdout
    .toString('latin1')
    .split('\n')
    .flatMap((line) => (line.startsWith('-') ? [line.slice(1)] : []));
}
