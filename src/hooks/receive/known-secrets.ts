/**
 * A secret that the repository holds already is no reason to refuse a push: its file is edited, moved, brought back, or comes over
 * from another branch. What only lies in the store, of a branch that was deleted, is not held.
 */
import { runGit } from '../../git/git-process.ts';
import { sizesOf } from '../../git/object-sizes.ts';
import type { Repository } from '../../git/open-repository.ts';
import { finishFindings } from '../../pipeline/finish-findings.ts';
import { type Held, heldIn, heldKey, isWithin, noteHeld } from '../../pipeline/held-secrets.ts';
import type { LocatedHit } from '../../pipeline/located-hit.ts';
import type { ScanPlan } from '../../pipeline/scan-plan.ts';

export interface KnownRequest {
  readonly repository: Repository;
  /** Names of the objects that the push brings: what they hold makes nothing known. */
  readonly isNew: ReadonlySet<string>;
  readonly plan: ScanPlan;
}

/** Beyond these nothing more is looked up, and a secret counts as new. */
const MOST_PATHS = 1000;
const MOST_COMMITS = 1000;
const MOST_ROUNDS = 100;
const MOST_VERSIONS = 5000;
const MOST_BYTES = 64 * 1024 * 1024;

export async function dropKnown(
  located: readonly LocatedHit[],
  request: KnownRequest,
): Promise<readonly LocatedHit[]> {
  const inFiles = located.filter(({ kind }) => kind === 'blob');
  if (inFiles.length === 0) return located;
  const known = await knownAtPaths(inFiles, request);
  const left = located.filter((one) => one.kind !== 'blob' || !isWithin(one.hit, known.get(keyOf(one))));
  const commits = left.flatMap(({ kind, introduced }) =>
    kind === 'blob' && introduced ? [introduced.commit] : [],
  );
  if (commits.length === 0) return left;
  const replaced = await replacedBy(commits, request);
  const held = await secretsIn(replaced, request);
  const { isNew, plan } = request;
  return dropMoved(left, { known, replaced: byCommit(replaced), held, isNew, plan });
}

/** A blob that lay at a path until a commit took it away; without a commit: at any time. */
interface Version {
  readonly blob: string;
  readonly path: string;
  readonly commit?: string;
}

function keyOf({ path, hit }: LocatedHit): string {
  return keyAt(path, heldKey(hit));
}

function keyAt(path: string, key: string): string {
  return `${path}\0${key}`;
}

async function knownAtPaths(
  located: readonly LocatedHit[],
  request: KnownRequest,
): Promise<Map<string, number>> {
  // Refs lead to all of them, also to those that the push brings back: a list of what is new may name these too.
  const versions = await earlierVersions(located, request);
  const held = await secretsIn(versions, request);
  const known = new Map<string, number>();
  for (const { blob, path } of versions)
    for (const [key, count] of held.get(blob) ?? []) noteHeld(known, keyAt(path, key), count);
  return known;
}

interface Moves {
  /** Grows: what is moved to a path is known there. */
  readonly known: Map<string, number>;
  readonly replaced: ReadonlyMap<string, readonly Version[]>;
  /** Secrets by blob. */
  readonly held: ReadonlyMap<string, Held>;
  readonly isNew: ReadonlySet<string>;
  readonly plan: ScanPlan;
}

/** Round by round: what a commit of the push moved on may have come to its place by another one. */
function dropMoved(located: readonly LocatedHit[], moves: Moves): readonly LocatedHit[] {
  let left = located;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const moved = left.filter((one) => isMovedIn(one, moves));
    if (moved.length === 0) return left;
    for (const one of moved) noteHeld(moves.known, keyOf(one), one.hit.count ?? 1);
    const isMoved = new Set(moved);
    left = left.filter((one) => !isMoved.has(one));
  }
  return left;
}

function isMovedIn(one: LocatedHit, { known, replaced, held, isNew, plan }: Moves): boolean {
  const { hit } = one;
  const key = heldKey(hit);
  const before = replaced.get(one.introduced?.commit ?? '') ?? [];
  return before.some(
    ({ blob, path }) =>
      isWithin(hit, held.get(blob)?.get(key)) &&
      (!isNew.has(blob) || isWithin(hit, known.get(keyAt(path, key)))) &&
      wasTold(one, path, plan),
  );
}

/** What passed only because of the path that it lay at (an allowed one, one of tests) has yet to be judged where it is moved to. */
function wasTold(one: LocatedHit, path: string, plan: ScanPlan): boolean {
  const { findings, leftOut } = finishFindings([{ ...one, path, otherPaths: [] }], plan);
  return findings.length > 0 || leftOut.baseline > 0;
}

function byCommit(versions: readonly Version[]): Map<string, Version[]> {
  const map = new Map<string, Version[]>();
  for (const version of versions) {
    const own = map.get(version.commit ?? '') ?? [];
    own.push(version);
    map.set(version.commit ?? '', own);
  }
  return map;
}

/** What refs hold at the same paths, and held. */
async function earlierVersions(
  located: readonly LocatedHit[],
  { repository }: KnownRequest,
): Promise<Version[]> {
  const paths = [...new Set(located.map(({ path }) => path))].filter((path) => !path.includes('\n'));
  const asked = ['--', ...paths.slice(0, MOST_PATHS)].join('\n');
  const { stdout } = await runGit(
    repository.place,
    ['--literal-pathspecs', 'rev-list', '--objects', '--full-history', '--all', '--stdin'],
    Buffer.from(`${asked}\n`, 'latin1'),
  );
  const wanted = new Set(paths);
  return linesOf(stdout).flatMap((line) => {
    const blank = line.indexOf(' ');
    const path = line.slice(blank + 1);
    return blank > 0 && wanted.has(path) ? [{ blob: line.slice(0, blank), path }] : [];
  });
}

/** What the commits took away or changed: a secret that stood there has been moved. */
async function replacedBy(commits: readonly string[], { repository }: KnownRequest): Promise<Version[]> {
  const asked = [...new Set(commits)].slice(0, MOST_COMMITS).join('\n');
  const { stdout } = await runGit(
    repository.place,
    ['diff-tree', '--stdin', '-r', '-m', '-z', '--raw', '--no-abbrev', '--no-renames', '--diff-filter=DMT'],
    `${asked}\n`,
  );
  const versions: Version[] = [];
  let commit = '';
  // A commit, or modes and names, and then the path.
  const fields = stdout.toString('latin1').split('\0');
  for (let place = 0; place < fields.length; place++) {
    const field = fields[place] ?? '';
    const [, blob] = /^:\d+ \d+ ([0-9a-f]+) /.exec(field) ?? [];
    if (blob === undefined) commit = field.trim();
    else versions.push({ blob, path: fields[++place] ?? '', commit });
  }
  return versions;
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

/** By blob. */
async function secretsIn(
  versions: readonly Version[],
  request: KnownRequest,
): Promise<ReadonlyMap<string, Held>> {
  const blobs = [...new Set(versions.map(({ blob }) => blob))].slice(0, MOST_VERSIONS);
  return heldIn(request.repository.place, await smallEnough(blobs, request), request.plan);
}

/** What cannot be read only means that more counts as new. */
const ignored = (): void => undefined;

async function smallEnough(blobs: readonly string[], { repository }: KnownRequest): Promise<string[]> {
  const sizes = await sizesOf(repository.place, blobs, ignored);
  let left = MOST_BYTES;
  return blobs.filter((blob) => {
    const size = sizes.get(blob) ?? Infinity;
    if (size > left) return false;
    left -= size;
    return true;
  });
}
