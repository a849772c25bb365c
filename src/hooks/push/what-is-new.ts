/** Which commits a remote lacks, of those that are pushed to it. */
import { complaintOf, type GitPlace, runGit } from '../../git/git-process.ts';
import { OidTable } from '../../git/oid-table.ts';
import { beginWalk } from '../../git/reach.ts';
import type { Selection, Walk } from '../../git/selection.ts';
import { storedNames } from '../../git/stored-names.ts';
import { isObjectName } from '../../core/object-name.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { PushedRef } from './pushed-refs.ts';

/** A remote as git names it to the hook: where it has no name, the address is both. */
export interface PushTarget {
  readonly name: string;
  readonly address: string;
}

/** git has begun to list it. */
export type PushedPart = Selection & { readonly walk: Walk };

/**
 * Every object that the pushed refs reach, less what the remote has: its refs that are pushed over, and what was last fetched from it. What it
 * has and this repository never saw cannot be left out, so it costs time and hides nothing.
 */
export async function newFor(
  target: PushTarget,
  pushed: readonly PushedRef[],
  place: GitPlace,
): Promise<PushedPart> {
  const remote = await trackedName(target, place);
  const excluded = pushed.flatMap(({ before }) => (before === null ? [] : [`^${before}`]));
  const part = {
    // Lines come first: what stands behind --not is left out. A commit of the remote that is not here is no mistake.
    revisions: ['--ignore-missing', '--stdin', ...(remote === null ? [] : ['--not', `--remotes=${remote}`])],
    input: [...new Set([...pushed.map(({ oid }) => oid), ...excluded])],
  };
  return {
    ...part,
    walk: beginWalk(place, part, new OidTable((pushed[0]?.oid.length ?? 0) / 2)),
    refs: pushed.map(({ local, oid }) => ({ name: local, oid })),
    unreachable: false,
    isWhole: false,
  };
}

/** The remote whose branches `refs/remotes/` follows: another one's would say nothing of this one. Null where there is none. */
async function trackedName({ name, address }: PushTarget, place: GitPlace): Promise<string | null> {
  if (name !== address) return isPlain(name) ? name : null;
  // Pushed to an address: it may be that of a remote.
  const { stdout } = await runGit(place, [
    'config',
    '-z',
    '--get-regexp',
    String.raw`^remote\..*\.(push)?url$`,
  ]);
  for (const entry of stdout.toString('utf8').split('\0')) {
    const [key = '', value] = entry.split('\n');
    const own = /^remote\.(.+)\.(?:push)?url$/.exec(key)?.[1];
    if (value === address && own !== undefined && isPlain(own)) return own;
  }
  return null;
}

/** No ref has a name with such characters, so no remote that is followed has; `--remotes=` would take them for a pattern. */
function isPlain(name: string): boolean {
  return name !== '' && !/[*?[\\\s]/.test(name);
}

/** Of the objects that the remote has at refs that are pushed over, those that are not here: it has moved since the last fetch. */
export async function unknownHere(pushed: readonly PushedRef[], place: GitPlace): Promise<PushedRef[]> {
  const missing = await missingOf(
    pushed.flatMap(({ before }) => before ?? []),
    place,
  );
  return pushed.filter(({ before }) => before !== null && missing.has(before));
}

/**
 * git passes over a name that it does not know, and then lists nothing of it.
 * @throws {ScannerError} `revision` where what is pushed is not here: nothing of it could be scanned
 */
export async function refuseLost(
  pushed: readonly PushedRef[],
  { walk: { oids, complaint } }: PushedPart,
  place: GitPlace,
): Promise<void> {
  await complaint;
  const unlisted = pushed.map(({ oid }) => oid).filter((oid) => oids.findHex(oid) < 0);
  // The remote has the others already.
  const [lost] = await missingOf(unlisted, place);
  if (lost !== undefined)
    throw new ScannerError('revision', `what is pushed is not in this repository: ${lost}`);
}

/** What git does not say counts as missing. */
async function missingOf(oids: readonly string[], place: GitPlace): Promise<ReadonlySet<string>> {
  const there = await storedNames({ place }, oids);
  const missing = new Set(oids);
  for (const oid of there ?? []) missing.delete(oid);
  return missing;
}

/** Full names of what the framework pre-commit says is pushed. @throws {ScannerError} `revision` */
export async function resolved(
  { to, from, local, remote }: { to: string; from: string | null; local: string; remote: string },
  place: GitPlace,
): Promise<PushedRef> {
  const asked = [to, ...(from === null ? [] : [from])];
  const args = ['rev-parse', '--end-of-options', ...asked];
  const { stdout, stderr, exitCode } = await runGit(place, args);
  const [oid, before] = stdout.toString('latin1').split('\n').filter(isObjectName);
  if (exitCode !== 0 || oid === undefined)
    throw new ScannerError('revision', `what is pushed cannot be found: ${complaintOf(stderr)}`);
  return { local, oid, remote, before: before ?? null };
}
