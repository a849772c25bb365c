/** Pull requests of a repository of a Data Center, of all states, with their latest commits. */
import type { ForgeRepository } from '../forge.ts';
import type { PullRequest } from '../../core/pull-request.ts';
import { readShape } from '../read-shape.ts';
import { isoTime } from '../text-from-outside.ts';
import type { DataCenterClient } from './client.ts';
import { type PullRequestAnswer, pullRequestShape } from './shapes.ts';

const STATES = { OPEN: 'open', MERGED: 'merged', DECLINED: 'declined' } as const;
/** They come with all their reviewers: a page of a thousand is megabytes. */
const PULL_REQUEST_PAGE = 100;

export async function* dataCenterPullRequests(
  client: DataCenterClient,
  { workspace, slug }: ForgeRepository,
): AsyncGenerator<PullRequest> {
  const path = ['projects', workspace, 'repos', slug, 'pull-requests'];
  for await (const value of client.list('api', path, { state: 'ALL', limit: PULL_REQUEST_PAGE })) {
    yield pullRequestOf(readShape(pullRequestShape, value, 'a pull request'));
  }
}

function pullRequestOf({ id, state, author, fromRef, toRef, ...dates }: PullRequestAnswer): PullRequest {
  const [source, target] = [endOf(fromRef), endOf(toRef)];
  return {
    id,
    state: STATES[state],
    author: author ?? null,
    sourceRepository: repositoryIn(fromRef),
    sourceBranch: source.branch,
    sourceCommit: source.commit,
    targetBranch: target.branch,
    targetCommit: target.commit,
    createdAt: isoTime(dates.createdDate),
    updatedAt: isoTime(dates.updatedDate),
  };
}

function endOf(ref: PullRequestAnswer['fromRef']): { branch: string | null; commit: string | null } {
  return { branch: ref?.displayId ?? null, commit: ref?.latestCommit ?? null };
}

function repositoryIn(ref: PullRequestAnswer['fromRef']): string | null {
  const repository = ref?.repository;
  return repository ? `${repository.project.key}/${repository.slug}` : null;
}
