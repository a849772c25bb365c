/** What git tells a pre-push hook on standard input: https://git-scm.com/docs/githooks#_pre_push */
import { nameOrNull } from '../../core/object-name.ts';
import { ScannerError } from '../../core/scanner-error.ts';

/** A ref that is to be made or moved. */
export interface PushedRef {
  /** `refs/heads/main`, or what was typed in its place (`HEAD~2`). latin1 bytes, as all names here. */
  readonly local: string;
  readonly oid: string;
  readonly remote: string;
  /** What the remote has there; null: nothing. */
  readonly before: string | null;
}

/** What was typed for the local one may hold blanks (`HEAD^{/some words}`); the others cannot. */
const LINE = /^(.+) ([0-9a-f]{40}|[0-9a-f]{64}) (\S+) ([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Deleted refs bring nothing, and are left out. @throws {ScannerError} `usage` for what is no such line: who knows what it is about */
export function parsePushed(input: string): PushedRef[] {
  return input.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const [, local, oid, remote, before] = LINE.exec(line) ?? [];
    if (local === undefined || oid === undefined || remote === undefined || before === undefined)
      throw new ScannerError('usage', 'hook pre-push: standard input does not hold what git writes there', {
        hint: 'Each line is: LOCAL-REF LOCAL-OBJECT REMOTE-REF REMOTE-OBJECT. A hook must pass its standard input on.',
      });
    return nameOrNull(oid) === null ? [] : [{ local, oid, remote, before: nameOrNull(before) }];
  });
}

/**
 * The framework pre-commit reads standard input itself and hands on the first ref that brings something, in variables:
 * https://pre-commit.com/#pre-push. Where even a root commit is new it names no commits, only the branch.
 *
 * @returns undefined when these variables are not there
 */
export function pushedByFramework(
  env: Readonly<Record<string, string | undefined>>,
):
  | { readonly to: string; readonly from: string | null; readonly local: string; readonly remote: string }
  | undefined {
  const { PRE_COMMIT_TO_REF, PRE_COMMIT_FROM_REF, PRE_COMMIT_LOCAL_BRANCH, PRE_COMMIT_REMOTE_BRANCH } = env;
  const to = PRE_COMMIT_TO_REF || PRE_COMMIT_LOCAL_BRANCH;
  if (!to) return undefined;
  return {
    to,
    from: PRE_COMMIT_FROM_REF || null,
    local: PRE_COMMIT_LOCAL_BRANCH || to,
    remote: PRE_COMMIT_REMOTE_BRANCH || 'HEAD',
  };
}
