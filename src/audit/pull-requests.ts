/**
 * Pull requests of a run, where they are asked for: their latest commits are scanned though no branch leads there any more. A commit that
 * the mirror lacks is asked for by its id; what the server does not give is said.
 */
import type { Forge, ForgeRepository } from '../bitbucket/forge.ts';
import type { PullRequest } from '../core/pull-request.ts';
import { unseen } from '../bitbucket/unseen.ts';
import type { Problem } from '../core/problem.ts';
import type { Mirror } from '../git/mirror/mirror.ts';
import type {
  AuditReader,
  KeptPullRequest,
  PullRequests,
  RunNumber,
  Visit,
} from '../store/audit/audit-store.ts';
import type { FetchMeans } from './fetch-repository.ts';
import { bringLatestCommits, type LatestCommits, latestOf } from './latest-commits.ts';

export interface PullRequestMeans extends FetchMeans {
  readonly forge: Forge;
  readonly store: AuditReader;
  /** At least one request for each repository. */
  readonly pullRequests: boolean;
}

/** Undefined: they could not be asked for, which may go better next time. */
interface Told {
  readonly list: readonly PullRequest[] | null | undefined;
  readonly known: PullRequests | undefined;
  readonly problems: readonly Problem[];
  commits?: LatestCommits;
}

export class PullRequestWatch {
  readonly #run: RunNumber;
  readonly #means: PullRequestMeans;
  readonly #told = new Map<string, Told>();

  constructor(run: RunNumber, means: PullRequestMeans) {
    this.#run = run;
    this.#means = means;
  }

  /** To be called before anything else is of a repository. A run that is cancelled meanwhile learns nothing. */
  async ask(repository: ForgeRepository): Promise<void> {
    const { forge, forgeName, store, signal, pullRequests } = this.#means;
    if (!pullRequests || signal.aborted) return;
    const { id, fullName } = repository;
    const known = await store.pullRequests(this.#run, { forge: forgeName, id });
    try {
      const list: PullRequest[] = [];
      for await (const one of forge.pullRequests(repository)) list.push(one);
      this.#told.set(id, { list, known, problems: [] });
    } catch (error) {
      if (signal.aborted) return;
      const { why, isRefused } = unseen(error, 'repository', fullName);
      const code = isRefused ? 'not-visible' : 'not-fetched';
      const message = `Pull requests of ${fullName} whose branches are gone are not covered: ${why}`;
      const problems: Problem[] = [{ code, severity: 'error', message }];
      this.#told.set(id, { list: isRefused ? null : undefined, known, problems });
    }
  }

  /** Have they the latest commits that they had when the repository was scanned last? */
  isSame(id: string): boolean {
    if (!this.#means.pullRequests) return true;
    const { list, known } = this.#told.get(id) ?? {};
    if (!list || !known) return list === null && known === null;
    const before = new Map(known.map((one) => [one.id, one]));
    return list.length === known.length && list.every((one) => hasSameCommits(one, before.get(one.id)));
  }

  /** Latest commits that no ref of the mirror leads to get one, by their ids if need be. */
  async bring(repository: ForgeRepository, mirror: Mirror, mainBranch: string | null): Promise<void> {
    const told = this.#told.get(repository.id);
    if (!told?.list) return;
    told.commits = await bringLatestCommits(told.list, {
      repository,
      mirror,
      mainBranch,
      means: this.#means,
    });
  }

  /** What is to be saved: with the pull requests, and without the refs that are ours. */
  complete(id: string, visit: Visit, hide: (texts: readonly string[]) => Hide): Visit {
    const told = this.#told.get(id);
    this.#told.delete(id);
    if (!told || visit.outcome === 'failed') return visit;
    const pullRequests = keptOf(told, hide);
    if (visit.outcome === 'same') return { ...visit, ...(pullRequests !== undefined && { pullRequests }) };
    return {
      ...visit,
      problems: [...visit.problems, ...told.problems, ...(told.commits?.problems ?? [])],
      refs: visit.refs.filter(({ name }) => !told.commits?.named.has(name)),
      ...(pullRequests !== undefined && { pullRequests }),
    };
  }
}

type Hide = (text: string) => string;

function hasSameCommits(now: PullRequest, before: KeptPullRequest | undefined): boolean {
  if (!before) return false;
  return (['sourceCommit', 'targetCommit'] as const).every(
    (end) => now[end] === before[end] || (now[end] !== null && before[end]?.startsWith(now[end]) === true),
  );
}

function keptOf(
  { list, known, commits }: Told,
  hiderOf: (texts: readonly string[]) => Hide,
): PullRequests | undefined {
  if (!list) return list;
  const names = list.flatMap(({ author, sourceBranch, targetBranch }) => [
    author,
    sourceBranch,
    targetBranch,
  ]);
  const hide = hiderOf(names.filter((name) => name !== null));
  const hidden = (name: string | null): string | null => (name === null ? null : hide(name));
  const before = new Map((known ?? []).map((one) => [one.id, one]));
  return list.map((one) => {
    const earlier = before.get(one.id);
    const whole = (end: 'sourceCommit' | 'targetCommit'): string | null =>
      commits ? (commits.whole.get(one[end] ?? '') ?? one[end]) : (earlier?.[end] ?? one[end]);
    return {
      ...one,
      author: hidden(one.author),
      sourceBranch: hidden(one.sourceBranch),
      targetBranch: hidden(one.targetBranch),
      sourceCommit: whole('sourceCommit'),
      targetCommit: whole('targetCommit'),
      isCovered: commits
        ? latestOf(one).every(({ commit }) => commits.whole.has(commit))
        : earlier?.isCovered === true,
    };
  });
}
