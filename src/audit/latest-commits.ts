/** The latest commits of pull requests: which a mirror lacks, and how they are had nevertheless. */
import type { Forge, ForgeRepository } from '../bitbucket/forge.ts';
import type { PullRequest } from '../core/pull-request.ts';
import { ForgeError } from '../bitbucket/forge-error.ts';
import type { Problem } from '../core/problem.ts';
import type { Mirror } from '../git/mirror/mirror-cache.ts';
import {
  isForbidden,
  notThere,
  SINGLE_COMMITS,
  type SingleCommit,
  standingsOf,
} from '../git/mirror/single-commits.ts';
import type { TransferFailure } from '../git/mirror/transfer-failure.ts';
import { bringCommits, type FetchMeans } from './fetch-repository.ts';

export interface LatestCommits {
  /** What the forge said -> its whole id, of all that are in the mirror now. */
  readonly whole: ReadonlyMap<string, string>;
  /** Refs that are ours alone. */
  readonly named: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

export interface LatestRequest {
  readonly repository: ForgeRepository;
  readonly mirror: Mirror;
  readonly mainBranch: string | null;
  readonly means: FetchMeans & { readonly forge: Forge };
}

interface Wanted {
  readonly id: number;
  /** As the name of a ref, and as the forge says it. */
  readonly name: string;
  readonly commit: string;
}

/** Of one repository: each abbreviated id that the mirror lacks costs a request. */
const MOST_RESOLVED = 100;
/** Of a fetch: arguments have a limit. */
const MOST_AT_ONCE = 500;
/** Each fetch learns of one commit at most that the server does not have. */
const MOST_FETCHES = 20;
const MOST_LISTED = 20;
const WHOLE = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Both ends: a branch that was pushed over is the target of those that were merged before. */
export function latestOf({ id, sourceCommit, targetCommit }: PullRequest): Wanted[] {
  const source =
    sourceCommit === null ? [] : [{ id, name: `pull-requests/${id}/from`, commit: sourceCommit }];
  const target = targetCommit === null ? [] : [{ id, name: `pull-requests/${id}/to`, commit: targetCommit }];
  return [...source, ...target];
}

/** Never throws for what forge, server and network do. */
export async function bringLatestCommits(
  list: readonly PullRequest[],
  request: LatestRequest,
): Promise<LatestCommits> {
  // The same commit is the target of many.
  const wanted = [...new Map(list.flatMap(latestOf).map((one) => [one.commit, one])).values()];
  const texts = wanted.map(({ commit }) => commit);
  const { folder } = request.mirror;
  const before = await standingsOf(folder, texts);
  const present = wanted.flatMap(({ name, commit }): SingleCommit[] => {
    const standing = before.get(commit);
    return standing?.kind === 'present' ? [{ name, oid: standing.oid }] : [];
  });
  const search = new Search(request);
  if (present.length > 0) await search.bring(present);
  await search.seek(wanted.filter(({ commit }) => before.get(commit)?.kind === 'missing'));
  const after = await standingsOf(folder, texts);
  const whole = new Map(
    [...after].flatMap(([commit, standing]): [string, string][] =>
      standing.kind === 'reached' ? [[commit, standing.oid]] : [],
    ),
  );
  const named = new Set(wanted.map(({ name }) => `${SINGLE_COMMITS}${name}`));
  return { whole, named, problems: notCovered(list, whole, { request, why: search.why }) };
}

/** Of commits that the mirror lacks. */
class Search {
  /** What was said last of one that was not to be had. */
  why = 'its server does not have them any more';
  readonly #request: LatestRequest;
  #resolved = 0;
  #fetches = 0;

  constructor(request: LatestRequest) {
    this.#request = request;
  }

  /** One at first: where that is not allowed, none is. */
  async seek(missing: readonly Wanted[]): Promise<void> {
    for (let at = 0, size = 1; at < missing.length; at += size, size = MOST_AT_ONCE) {
      const failure = await this.bring(await this.#resolve(missing.slice(at, at + size)));
      if (failure && isForbidden(failure)) return;
    }
  }

  async bring(commits: readonly SingleCommit[]): Promise<TransferFailure | undefined> {
    const { repository, mainBranch, means } = this.#request;
    let waiting = [...commits];
    while (waiting.length > 0 && this.#fetches < MOST_FETCHES && !means.signal.aborted) {
      this.#fetches++;
      const end = await bringCommits({ repository, mainBranch, commits: waiting }, means);
      if (end.kind === 'brought') return undefined;
      this.why = end.message;
      const gone = notThere(end);
      const left = waiting.filter(({ oid }) => oid !== gone);
      if (left.length === waiting.length) return end;
      waiting = left;
    }
    return undefined;
  }

  async #resolve(wanted: readonly Wanted[]): Promise<SingleCommit[]> {
    const commits: SingleCommit[] = [];
    for (const { name, commit } of wanted) {
      const oid = WHOLE.test(commit) ? commit : await this.#wholeOf(commit);
      if (oid !== null && WHOLE.test(oid)) commits.push({ name, oid });
    }
    return commits;
  }

  async #wholeOf(commit: string): Promise<string | null> {
    const { forge, signal } = this.#request.means;
    if (this.#resolved++ >= MOST_RESOLVED || signal.aborted) return null;
    try {
      return await forge.wholeCommit(this.#request.repository, commit);
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      this.why = error.message;
      return null;
    }
  }
}

function notCovered(
  list: readonly PullRequest[],
  whole: ReadonlyMap<string, string>,
  { request, why }: { readonly request: LatestRequest; readonly why: string },
): Problem[] {
  const missing = list.flatMap(latestOf).filter(({ commit }) => !whole.has(commit));
  if (missing.length === 0) return [];
  const commits = shortened([...new Set(missing.map(({ commit }) => commit.slice(0, 12)))]);
  const pulls = shortened([...new Set(missing.map(({ id }) => `#${id}`))]);
  const message = `Latest commits of pull requests of ${request.repository.fullName} are not covered, no ref leads to them: ${commits} of ${pulls} (${why})`;
  return [{ code: 'pull-request-not-fetched', severity: 'error', message }];
}

function shortened(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return `${names.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
