/** Which commits a remote lacks, of those that are pushed to it. */
import { complaintOf, type GitPlace, runGit } from '../../git/git-process.ts';
import type { Selection } from '../../git/selection.ts';
import { isObjectName } from '../../core/object-name.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { PushedRef } from './pushed-refs.ts';

/** A remote as git names it to the hook: where it has no name, the address is both. */
export interface PushTarget {
  readonly name: string;
  readonly address: string;
}

/**
 * Every object that the pushed refs reach, less what the remote has: its refs that are pushed over, and what was last fetched from it. What it
 * has and this repository never saw cannot be left out, so it costs time and hides nothing.
 */
export async function newFor(
  target: PushTarget,
  pushed: readonly PushedRef[],
  place: GitPlace,
): Promise<Selection> {
  const remote = await trackedName(target, place);
  const excluded = pushed.flatMap(({ before }) => (before === null ? [] : [`^${before}`]));
  return {
    // Lines come first: what stands behind --not is left out. A commit of the remote that is not here is no mistake.
    revisions: ['--ignore-missing', '--stdin', ...(remote === null ? [] : ['--not', `--remotes=${remote}`])],
    input: [...new Set([...pushed.map(({ oid }) => oid), ...excluded])],
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

/**
 * Of the objects that the remote has at refs that are pushed over, those that are not here: it has moved since the last fetch.
 * @throws {ScannerError} `revision` where what is pushed is not here: nothing of it could be scanned
 */
export async function unknownHere(pushed: readonly PushedRef[], place: GitPlace): Promise<PushedRef[]> {
  const asked = pushed.flatMap(({ oid, before }) => (before === null ? [oid] : [oid, before]));
  const { stdout } = await runGit(place, ['cat-file', '--batch-check'], `${asked.join('\n')}\n`);
  const missing = new Set(
    stdout
      .toString('latin1')
      .split('\n')
      .flatMap((line) => (line.endsWith(' missing') ? [line.slice(0, -' missing'.length)] : [])),
  );
  const lost = pushed.find(({ oid }) => missing.has(oid));
  if (lost) throw new ScannerError('revision', `what is pushed is not in this repository: ${lost.oid}`);
  return pushed.filter(({ before }) => before !== null && missing.has(before));
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
