/** Where findings of a part of a history stand in one commit: a later version of a file has moved them, or taken them out. */
import type { Finding } from '../core/finding.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { SecretValue } from '../core/secret-value.ts';
import { resolveOverlaps } from '../detect/resolve-overlaps.ts';
import { blobsAt } from '../git/blobs-at.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { Repository } from '../git/open-repository.ts';
import { smallEnough } from '../git/object-sizes.ts';
import { decoded } from './located-hit.ts';
import { scanContents } from './scan-contents.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface Standing {
  /** A path of the finding that the commit has, the one that holds it where one does; null: it has none of them. */
  readonly path: string | null;
  /** From 1; null where the file does not hold it any more, or it lies in a member of an archive. */
  readonly line: number | null;
  /** The commit holds it. */
  readonly isThere: boolean;
}

const NOWHERE: Standing = { path: null, line: null, isThere: false };

/** @returns one for each finding, in the same order */
export async function standsAt(
  repository: Repository,
  commit: string,
  findings: readonly Finding[],
  plan: ScanPlan,
): Promise<Standing[]> {
  const wanted = new Set(findings.flatMap(pathsOf));
  const blobs = new Map<string, string>();
  for (const { path, blob } of wanted.size === 0 ? [] : await blobsAt(repository, commit))
    if (wanted.has(decoded(path))) blobs.set(decoded(path), blob);
  const moved = findings.flatMap((finding) =>
    pathsOf(finding).flatMap((path) => (blobs.get(path) === finding.blob ? [] : (blobs.get(path) ?? []))),
  );
  const places = await placesIn(repository, [...new Set(moved)], plan);
  return findings.map((finding) => {
    const there = pathsOf(finding).flatMap((path): Standing[] => {
      const blob = blobs.get(path);
      if (blob === undefined) return [];
      const isSame = blob === finding.blob;
      const line = isSame ? lineOf(finding) : places.get(`${blob} ${finding.fingerprint}`);
      return [{ path, line: line ?? null, isThere: isSame || line !== undefined }];
    });
    return there.find(({ isThere }) => isThere) ?? there[0] ?? NOWHERE;
  });
}

/** A file that was renamed has several. */
function pathsOf({ kind, path, otherPaths }: Finding): string[] {
  return kind === 'blob' ? [path, ...otherPaths.map((other) => other.path)] : [];
}

/** Lines of a member are none of the file. */
function lineOf({ inside, line }: Pick<Finding, 'inside' | 'line'>): number | null {
  return inside.length > 0 ? null : line;
}

/** Blob and fingerprint to the first line there. */
async function placesIn(
  { place }: Repository,
  blobs: readonly string[],
  plan: ScanPlan,
): Promise<ReadonlyMap<string, number | null>> {
  const places = new Map<string, number | null>();
  const ignored = (): void => undefined;
  await catFileReader(place).read(
    await smallEnough(place, blobs, plan.maxBlobBytes),
    ({ oid, bytes }) => {
      for (const hit of resolveOverlaps(scanContents(bytes, plan).hits, plan.detectors)) {
        const detector = plan.detectors[hit.detector]?.id ?? '';
        const key = `${oid} ${fingerprint(new SecretValue(hit.raw), plan.fingerprintKey, detector)}`;
        if (!places.has(key)) places.set(key, lineOf({ inside: hit.inside ?? [], line: hit.line }));
      }
    },
    ignored,
  );
  return places;
}
