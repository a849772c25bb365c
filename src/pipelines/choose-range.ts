/** Which commits a build answers for: those of a pull request, those of a branch that the main branch lacks, or a whole branch. */
import type { Problem } from '../core/problem.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { runGit } from '../git/git-process.ts';
import type { Repository } from '../git/open-repository.ts';
import { fillIn } from './fill-in.ts';
import { findBase } from './find-base.ts';
import { firstCommit, type RangeRequest } from './range-request.ts';

export interface ChosenRange {
  /** What it is called in a log: `pull request 7 into main`. */
  readonly name: string;
  /** Whole name of the newest commit: reports are about it. */
  readonly head: string;
  /** What leads there: the head itself, or the tag that was built, which has a message of its own. */
  readonly tip: string;
  /** Whole name of a commit; what it leads to is known. null: everything that leads to the head counts. */
  readonly base: string | null;
  readonly commits: number;
  /** What was decided, and why, for the log. */
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** @throws {ScannerError} `revision` where there is no commit to scan */
export async function chooseRange(request: RangeRequest): Promise<ChosenRange> {
  const { repository, facts } = request;
  const { head, notes: aboutHead } = await findHead(request);
  const { name, base, notes: aboutBase } = await findBase({ ...request, head });
  const filled = await fillIn({ ...request, head, base, destination: facts.destinationBranch });
  return {
    name,
    head,
    tip: await tipOf(request, head),
    base,
    commits: await count(repository, head, base),
    notes: [...aboutHead, ...aboutBase, ...filled.notes],
    problems: filled.problems,
  };
}

/** On a pull request HEAD may be a merge that only this checkout has: what was pushed comes first. */
async function findHead(request: RangeRequest): Promise<{ head: string; notes: string[] }> {
  const { repository, facts, isCommitAsked } = request;
  const asked = facts.commit ?? (facts.tag === null ? 'HEAD' : `refs/tags/${facts.tag}`);
  const head = await findCommit(request, asked);
  if (head !== undefined) return { head, notes: [] };
  // What somebody wrote down is not replaced by something else.
  const instead = isCommitAsked ? undefined : await firstCommit(repository, ['HEAD']);
  if (instead !== undefined)
    return { head: instead, notes: [`Commit ${asked} is not in this checkout: HEAD is scanned instead.`] };
  throw new ScannerError('revision', `there is no commit "${asked}" in this repository`, {
    hint: 'Check it out before, or fetch it.',
  });
}

/** Fetched where it is not here: a commit with its branch. */
async function findCommit(
  { repository, origin, facts, isCommitAsked }: RangeRequest,
  asked: string,
): Promise<string | undefined> {
  const names = isCommitAsked ? [asked, `refs/remotes/origin/${asked}`] : [asked];
  const there = await firstCommit(repository, names);
  const branch = isCommitAsked ? asked : facts.branch;
  if (there !== undefined || branch === null) return there;
  await origin.bring([branch]);
  return firstCommit(repository, names);
}

async function tipOf({ repository, facts }: RangeRequest, head: string): Promise<string> {
  if (facts.tag === null) return head;
  const name = `refs/tags/${facts.tag}`;
  return (await firstCommit(repository, [name])) === head ? name : head;
}

async function count({ place }: Repository, head: string, base: string | null): Promise<number> {
  const revisions = base === null ? [head] : [head, `^${base}`];
  const { stdout } = await runGit(place, ['rev-list', '--count', ...revisions, '--']);
  return Number(stdout.toString('latin1').trim());
}
