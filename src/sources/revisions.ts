/** `--range`, `--branch`, `--since-commit` -> the part of the history that is meant, with every name resolved first. */
import { ScannerError } from '../core/scanner-error.ts';
import { resolveCommit, resolveObject } from '../git/resolve-object.ts';
import type { Repository } from '../git/open-repository.ts';
import { type Selection, WHOLE_HISTORY } from '../git/selection.ts';

export interface RevisionOptions {
  /** `A..B` or `A...B`: what B has and A has not. */
  readonly range?: string | undefined;
  readonly branch?: string | undefined;
  readonly sinceCommit?: string | undefined;
  readonly unreachable: boolean;
}

/** @throws {ScannerError} `revision` for a name that does not exist, `usage` for a range that is none */
export async function selectRevisions(repository: Repository, options: RevisionOptions): Promise<Selection> {
  const { range, branch, sinceCommit, unreachable } = options;
  if (range === undefined && branch === undefined && sinceCommit === undefined) {
    return { ...WHOLE_HISTORY, unreachable };
  }
  const [from, to] = range === undefined ? [sinceCommit, branch] : endsOf(range);
  const included = to === undefined ? ['--all'] : [await tipNamed(repository, to)];
  const excluded = from === undefined ? [] : [`^${await commitNamed(repository, from)}`];
  return { revisions: [...included, ...excluded], unreachable: false, isWhole: false };
}

function endsOf(range: string): [string, string] {
  const [, from, to] = /^(.*?)\.\.\.?(.*)$/.exec(range) ?? [];
  if (from === undefined || to === undefined) {
    throw new ScannerError('usage', `--range ${range} is not a range`, {
      hint: 'Write it as A..B, e.g. origin/main..HEAD',
    });
  }
  return [from === '' ? 'HEAD' : from, to === '' ? 'HEAD' : to];
}

/** A tag is scanned with its message. */
async function tipNamed(repository: Repository, name: string): Promise<string> {
  const commit = await commitNamed(repository, name);
  return (await resolveObject(repository.place, name)) ?? commit;
}

async function commitNamed(repository: Repository, name: string): Promise<string> {
  const oid = await resolveCommit(repository.place, name);
  if (oid === undefined) {
    throw new ScannerError('revision', `there is no commit "${name}" in this repository`, {
      hint: repository.isShallow
        ? 'This is a shallow clone: the commit may lie beyond its depth.'
        : 'Check the spelling, or fetch it first.',
    });
  }
  return oid;
}
