/** A part of the history answers for what it brings in: a secret that its file held before is not new. */
import { blobsAt } from '../git/blobs-at.ts';
import { complaintOf, runGit } from '../git/git-process.ts';
import { smallEnough } from '../git/object-sizes.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { Repository } from '../git/open-repository.ts';
import { inputOf, type Selection } from '../git/selection.ts';
import { heldIn, heldKey, isWithin, noteHeld } from './held-secrets.ts';
import type { LocatedHit } from './located-hit.ts';
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
  const known = await heldBefore(paths, { repository, selection, plan });
  return located.filter(
    ({ kind, path, hit }) => kind !== 'blob' || !isWithin(hit, known.get(keyAt(path, heldKey(hit)))),
  );
}

interface Part {
  readonly repository: Repository;
  readonly selection: Selection;
  readonly plan: ScanPlan;
}

async function heldBefore(
  paths: ReadonlySet<string>,
  { repository, selection, plan }: Part,
): Promise<ReadonlyMap<string, number>> {
  const { place } = repository;
  const before = new Map<string, string[]>();
  for (const commit of await boundaryOf(repository, selection)) {
    for (const { path, blob } of await blobsAt(repository, commit))
      if (paths.has(path)) before.set(blob, [...(before.get(blob) ?? []), path]);
  }
  const held = await heldIn(place, await smallEnough(place, [...before.keys()], plan.maxBlobBytes), plan);
  const known = new Map<string, number>();
  for (const [blob, secrets] of held)
    for (const path of before.get(blob) ?? [])
      for (const [key, count] of secrets) noteHeld(known, keyAt(path, key), count);
  return known;
}

function keyAt(path: string, key: string): string {
  return `${path}\0${key}`;
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
