/** What the index holds that HEAD does not: changed files with their blobs on both sides. */
import { complaintOf, type GitOutcome, type GitPlace, runGit } from '../git/git-process.ts';
import { ScannerError } from '../core/scanner-error.ts';

export interface StagedChange {
  /** latin1 bytes. */
  readonly path: string;
  readonly blob: string;
  /** The blobs that the parents of the next commit have at this path, or at the path it was renamed from. */
  readonly before: readonly string[];
}

const SUBMODULE = '160000';

/**
 * Additions, changes, renames and copies; not deletions, not submodules. Works on an unborn branch too.
 * @throws {ScannerError} `git-failed`
 */
export async function listStaged(place: GitPlace): Promise<StagedChange[]> {
  const { stdout, stderr, exitCode } = await indexAgainstHead(place);
  if (exitCode !== 0)
    throw new ScannerError('git-failed', `the index cannot be read: ${complaintOf(stderr)}`);
  return parseRaw(stdout.toString('latin1'));
}

/**
 * The same of a merge in progress: what one of its parents has just so is not new.
 * @param changes against HEAD
 * @param merged the further parents. @throws {ScannerError} `git-failed`
 */
export async function newInMerge(
  place: GitPlace,
  changes: readonly StagedChange[],
  merged: readonly string[],
): Promise<readonly StagedChange[]> {
  const others = await Promise.all(merged.map((parent) => changedSince(parent, place)));
  return changes.flatMap((change) => {
    const same = others.map((other) => other.get(change.path));
    if (same.some((other) => other?.blob !== change.blob)) return [];
    return [{ ...change, before: [...change.before, ...same.flatMap((other) => other?.before ?? [])] }];
  });
}

/** By path. */
async function changedSince(parent: string, place: GitPlace): Promise<Map<string, StagedChange>> {
  const { stdout, stderr, exitCode } = await indexAgainst(parent, place);
  if (exitCode !== 0)
    throw new ScannerError('git-failed', `the index cannot be read: ${complaintOf(stderr)}`);
  return new Map(parseRaw(stdout.toString('latin1')).map((change) => [change.path, change]));
}

/** Nearly every repository has a HEAD, so that is asked for only where git fails. */
async function indexAgainstHead(place: GitPlace): Promise<GitOutcome> {
  const outcome = await indexAgainst('HEAD', place);
  if (outcome.exitCode === 0) return outcome;
  const head = await runGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  return head.exitCode === 0 ? outcome : indexAgainst(await emptyTree(place), place);
}

/** Where contents are missing (a partial clone), renames cannot be told from new files: then more counts as new. */
async function indexAgainst(base: string, place: GitPlace): Promise<GitOutcome> {
  const outcome = await diffIndex(base, '-M', place);
  return outcome.exitCode === 0 ? outcome : diffIndex(base, '--no-renames', place);
}

function diffIndex(base: string, renames: string, place: GitPlace): Promise<GitOutcome> {
  const args = [
    'diff-index',
    '--cached',
    '--raw',
    '-z',
    renames,
    '--no-relative',
    '--no-abbrev',
    '--no-ext-diff',
    '--diff-filter=ACMRT',
    base,
    '--',
  ];
  return runGit(place, args);
}

/** `:100644 100644 <old> <new> M\0path\0`; for renames and copies the old path stands before the new one. */
const RECORD = /:\d+ (\d+) ([0-9a-f]+) ([0-9a-f]+) (?:[RC]\d*\0[^\0]*|[A-Z]\d*)\0([^\0]*)\0/g;

function parseRaw(raw: string): StagedChange[] {
  return Array.from(raw.matchAll(RECORD)).flatMap(([, mode, before = '', blob = '', path = '']) =>
    mode === SUBMODULE ? [] : [{ path, blob, before: /^0+$/.test(before) ? [] : [before] }],
  );
}

async function emptyTree(place: GitPlace): Promise<string> {
  const { stdout } = await runGit(place, ['hash-object', '-t', 'tree', '--stdin'], '');
  return stdout.toString('latin1').trim();
}
