/** A part of the history answers for what it brings in: a secret that its file held before is not new. */
import { complaintOf, runGit } from '../git/git-process.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import { sizesOf } from '../git/object-sizes.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { resolveOverlaps } from '../detect/resolve-overlaps.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
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
  if (located.length === 0 || !selection.revisions.some((revision) => revision.startsWith('^')))
    return located;
  const paths = new Set(located.map(({ path }) => path));
  const before = new Map<string, string[]>();
  for (const commit of await boundaryOf(repository, selection)) {
    for (const { path, blob } of await blobsAt(repository, commit, paths))
      before.set(blob, [...(before.get(blob) ?? []), path]);
  }
  const known = new Set<string>();
  await catFileReader(repository.place).read(
    await smallEnough([...before.keys()], repository, plan.maxBlobBytes),
    ({ oid, bytes }) => {
      for (const hit of resolveOverlaps(scanContents(bytes, plan).hits, plan.detectors)) {
        for (const path of before.get(oid) ?? []) known.add(keyOf(path, hit));
      }
    },
    ignored,
  );
  return located.filter(({ path, hit }) => !known.has(keyOf(path, hit)));
}

/** What is missing or too large outside of the selection only means that more is reported as new. */
const ignored = (): void => undefined;

async function smallEnough(blobs: string[], { place }: Repository, maxBlobBytes: number): Promise<string[]> {
  const sizes = await sizesOf(place, blobs, ignored);
  return blobs.filter((blob) => (sizes.get(blob) ?? Infinity) <= maxBlobBytes);
}

function keyOf(path: string, hit: LocatedHit['hit']): string {
  return `${path}\0${hit.detector}\0${hit.raw}`;
}

async function boundaryOf(repository: Repository, selection: Selection): Promise<string[]> {
  const args = ['rev-list', '--boundary', ...selection.revisions];
  const { stdout, stderr, exitCode } = await runGit(repository.place, args);
  if (exitCode !== 0) throw new ScannerError('git-failed', complaintOf(stderr));
  return stdout
    .toString('latin1')
    .split('\n')
    .flatMap((line) => (line.startsWith('-') ? [line.slice(1)] : []));
}

async function blobsAt(
  repository: Repository,
  commit: string,
  paths: ReadonlySet<string>,
): Promise<Array<{ path: string; blob: string }>> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit];
  const { stdout } = await runGit(repository.place, args);
  return stdout
    .toString('latin1')
    .split('\0')
    .flatMap((entry) => {
      const tab = entry.indexOf('\t');
      const path = entry.slice(tab + 1);
      const [, type, blob = ''] = entry.slice(0, Math.max(0, tab)).split(' ');
      return type === 'blob' && paths.has(path) ? [{ path, blob }] : [];
    });
}
