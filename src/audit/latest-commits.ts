/** The latest commits of pull requests: which a mirror lacks, and how they are had nevertheless. */
import type { Forge, ForgeRepository } from '../bitbucket/forge.ts';
import { isObjectName } from '../core/object-name.ts';
import type { PullRequest } from '../core/pull-request.ts';
import { ForgeError } from '../bitbucket/forge-error.ts';
import type { Problem } from '../core/problem.ts';
import type { Mirror } from '../git/mirror/mirror.ts';
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

/** By its id, for a commit that the forge named, abbreviated maybe. */
interface Sought extends SingleCommit {
  readonly commit: string;
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

/** Why one is not to be had; what else goes wrong says so itself. */
const FORBIDDEN = 'its server gives no commits by their ids';
const GONE = 'its server does not have them any more';
const UNKNOWN = 'the forge knows no such commits any more';
const TOO_MANY = `each abbreviated id costs a request, and there are more than ${MOST_RESOLVED}`;

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
  const present = wanted.flatMap(({ name, commit }): Sought[] => {
    const standing = before.get(commit);
    return standing?.kind === 'present' ? [{ name, oid: standing.oid, commit }] : [];
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
  return { whole, named, problems: notCovered(list, whole, { request, search }) };
}

/** Of commits that the mirror lacks. */
class Search {
  readonly #reasons = new Map<string, string>();
  /** Of all that were not asked for one by one. */
  #reason = GONE;
  readonly #request: LatestRequest;
  #resolved = 0;
  #fetches = 0;

  constructor(request: LatestRequest) {
    this.#request = request;
  }

  whyNot(commit: string): string {
    return this.#reasons.get(commit) ?? this.#reason;
  }

  /** One at first: where that is not allowed, none is. */
  async seek(missing: readonly Wanted[]): Promise<void> {
    for (let at = 0, size = 1; at < missing.length; at += size, size = MOST_AT_ONCE) {
      const failure = await this.bring(await this.#resolve(missing.slice(at, at + size)));
      if (failure && isForbidden(failure)) {
        this.#reason = FORBIDDEN;
        return;
      }
    }
  }

  async bring(commits: readonly Sought[]): Promise<TransferFailure | undefined> {
    const { repository, mainBranch, means } = this.#request;
    let waiting = [...commits];
    while (waiting.length > 0 && this.#fetches < MOST_FETCHES && !means.signal.aborted) {
      this.#fetches++;
      const end = await bringCommits({ repository, mainBranch, commits: waiting }, means);
      if (end.kind === 'brought') return undefined;
      const gone = notThere(end);
      const left = waiting.filter(({ oid }) => oid !== gone);
      const given = left.length < waiting.length ? waiting.filter((one) => !left.includes(one)) : waiting;
      for (const { commit } of given) this.#reasons.set(commit, gone === undefined ? reasonOf(end) : GONE);
      if (left.length === waiting.length) return end;
      waiting = left;
    }
    return undefined;
  }

  async #resolve(wanted: readonly Wanted[]): Promise<Sought[]> {
    const commits: Sought[] = [];
    for (const { name, commit } of wanted) {
      const oid = isObjectName(commit) ? commit : await this.#wholeOf(commit);
      if (oid !== null && isObjectName(oid)) commits.push({ name, oid, commit });
    }
    return commits;
  }

  async #wholeOf(commit: string): Promise<string | null> {
    const { forge, signal } = this.#request.means;
    this.#reasons.set(commit, TOO_MANY);
    if (this.#resolved++ >= MOST_RESOLVED || signal.aborted) return null;
    try {
      const whole = await forge.wholeCommit(this.#request.repository, commit);
      if (whole === null) this.#reasons.set(commit, UNKNOWN);
      else this.#reasons.delete(commit);
      return whole;
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      this.#reasons.set(commit, error.message);
      return null;
    }
  }
}

function reasonOf(failure: TransferFailure): string {
  return isForbidden(failure) ? FORBIDDEN : failure.message;
}

/** One for each reason. */
function notCovered(
  list: readonly PullRequest[],
  whole: ReadonlyMap<string, string>,
  { request, search }: { readonly request: LatestRequest; readonly search: Search },
): Problem[] {
  const missing = list.flatMap(latestOf).filter(({ commit }) => !whole.has(commit));
  const reasons = new Set(missing.map(({ commit }) => search.whyNot(commit)));
  return [...reasons].map((why) => {
    const own = missing.filter(({ commit }) => search.whyNot(commit) === why);
    const commits = shortened([...new Set(own.map(({ commit }) => commit.slice(0, 12)))]);
    const pulls = shortened([...new Set(own.map(({ id }) => `#${id}`))]);
    const message = `Latest commits of pull requests of ${request.repository.fullName} are not covered, for ${why}: ${commits} of ${pulls}`;
    return { code: 'pull-request-not-fetched', severity: 'error', message };
  });
}

function shortened(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return `${names.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
