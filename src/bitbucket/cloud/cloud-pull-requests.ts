/** Pull requests of a repository of Bitbucket Cloud, of all states, with their latest commits. */
import type { ForgeRepository } from '../forge.ts';
import type { PullRequest } from '../../core/pull-request.ts';
import { ForgeError } from '../forge-error.ts';
import { readShape } from '../read-shape.ts';
import { isoTime } from '../text-from-outside.ts';
import type { CloudClient, Endpoint } from './package-client.ts';
import { cloudList } from './pages.ts';
import {
  commitAnswerShape,
  fieldsOf,
  PULL_REQUEST_FIELDS,
  type PullRequestAnswer,
  pullRequestShape,
} from './shapes.ts';

/** Left out, only open ones come. */
const STATES = { OPEN: 'open', MERGED: 'merged', DECLINED: 'declined', SUPERSEDED: 'superseded' } as const;
/** More than these, and the forge says 400. */
const PULL_REQUEST_PAGE = 50;

const listPullRequests: Endpoint = (bitbucket, params) => bitbucket.bitsieve.listPullRequests(params);
const getCommit: Endpoint = (bitbucket, params) => bitbucket.bitsieve.getCommit(params);

export async function* cloudPullRequests(
  client: CloudClient,
  { workspace, slug }: ForgeRepository,
): AsyncGenerator<PullRequest> {
  const params = {
    workspace,
    repo_slug: slug,
    state: Object.keys(STATES),
    pagelen: PULL_REQUEST_PAGE,
    fields: fieldsOf(PULL_REQUEST_FIELDS),
  };
  for await (const value of cloudList(client, listPullRequests, params)) {
    yield pullRequestOf(readShape(pullRequestShape, value, 'a pull request'));
  }
}

function pullRequestOf({ id, state, author, source, destination, ...dates }: PullRequestAnswer): PullRequest {
  return {
    id,
    state: STATES[state],
    author: author?.display_name ?? null,
    ...sourceOf(source),
    targetBranch: destination?.branch?.name ?? null,
    targetCommit: destination?.commit?.hash ?? null,
    createdAt: isoTime(dates.created_on),
    updatedAt: isoTime(dates.updated_on),
  };
}

function sourceOf(
  source: PullRequestAnswer['source'],
): Pick<PullRequest, 'sourceRepository' | 'sourceBranch' | 'sourceCommit'> {
  return {
    sourceRepository: source?.repository?.full_name.join('/') ?? null,
    sourceBranch: source?.branch?.name ?? null,
    sourceCommit: source?.commit?.hash ?? null,
  };
}

/** @throws {ForgeError} */
export async function wholeCommit(
  client: CloudClient,
  { workspace, slug }: ForgeRepository,
  commit: string,
): Promise<string | null> {
  try {
    const params = { workspace, repo_slug: slug, commit, fields: 'hash' };
    const { hash } = readShape(commitAnswerShape, await client.call(getCommit, params), 'a commit');
    return hash?.startsWith(commit) === true ? hash : null;
  } catch (error) {
    if (error instanceof ForgeError && error.kind === 'not-found') return null;
    throw error;
  }
}
