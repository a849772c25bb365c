/** What the index holds that HEAD does not: changed files with their blobs on both sides. */
import { complaintOf, type GitOutcome, type GitPlace, runGit } from '../git/git-process.ts';
import { ScannerError } from '../core/scanner-error.ts';

export interface StagedChange {
  /** latin1 bytes. */
  readonly path: string;
  readonly blob: string;
  /** The blob that HEAD has at this path, or at the path it was renamed from. */
  readonly before: string | null;
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

/** Nearly every repository has a HEAD, so that is asked for only where git fails. */
async function indexAgainstHead(place: GitPlace): Promise<GitOutcome> {
  const outcome = await indexAgainst('HEAD', place);
  if (outcome.exitCode === 0) return outcome;
  const head = await runGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  return head.exitCode === 0 ? outcome : indexAgainst(await emptyTree(place), place);
}

function indexAgainst(base: string, place: GitPlace): Promise<GitOutcome> {
  const args = [
    'diff-index',
    '--cached',
    '--raw',
    '-z',
    '-M',
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
    mode === SUBMODULE ? [] : [{ path, blob, before: /^0+$/.test(before) ? null : before }],
  );
}

async function emptyTree(place: GitPlace): Promise<string> {
  const { stdout } = await runGit(place, ['hash-object', '-t', 'tree', '--stdin'], '');
  return stdout.toString('latin1').trim();
}
