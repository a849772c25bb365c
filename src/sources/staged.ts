/** What the index holds that HEAD does not: changed files with their blobs on both sides. */
import { complaintOf, runGit } from '../git/git-process.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { Repository } from '../git/open-repository.ts';

export interface StagedChange {
  /** latin1 bytes. */
  readonly path: string;
  readonly blob: string;
  /** The blob that HEAD has at this path, or at the path it was renamed from. */
  readonly before: string | null;
}

const SUBMODULE = '160000';

/** Additions, changes, renames and copies; not deletions, not submodules. Works on an unborn branch too. */
export async function listStaged(repository: Repository): Promise<StagedChange[]> {
  const head = await runGit(repository.place, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const base = head.exitCode === 0 ? 'HEAD' : await emptyTree(repository);
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
  const { stdout, stderr, exitCode } = await runGit(repository.place, args);
  if (exitCode !== 0)
    throw new ScannerError('git-failed', `the index cannot be read: ${complaintOf(stderr)}`);
  return parseRaw(stdout.toString('latin1'));
}

/** `:100644 100644 <old> <new> M\0path\0`; for renames and copies the old path stands before the new one. */
const RECORD = /:\d+ (\d+) ([0-9a-f]+) ([0-9a-f]+) (?:[RC]\d*\0[^\0]*|[A-Z]\d*)\0([^\0]*)\0/g;

function parseRaw(raw: string): StagedChange[] {
  return Array.from(raw.matchAll(RECORD)).flatMap(([, mode, before = '', blob = '', path = '']) =>
    mode === SUBMODULE ? [] : [{ path, blob, before: /^0+$/.test(before) ? null : before }],
  );
}

async function emptyTree(repository: Repository): Promise<string> {
  const { stdout } = await runGit(repository.place, ['hash-object', '-t', 'tree', '--stdin'], '');
  return stdout.toString('latin1').trim();
}
