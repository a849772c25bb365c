/** Brings one repository: its address, its credential, its share of the budget, and another try where that may help. */
import type { Budget } from '../bitbucket/budget.ts';
import type { Clock } from '../bitbucket/clock.ts';
import type { Credential } from '../bitbucket/credential/credential.ts';
import type { ForgeRepository } from '../bitbucket/forge.ts';
import { limitedDelayMs } from '../bitbucket/web/retry.ts';
import type { GitAccess } from '../git/mirror/git-access.ts';
import type { MirrorCache, MirrorRequest } from '../git/mirror/mirror-cache.ts';
import type { Mirror } from '../git/mirror/mirror.ts';
import type { CommitsBrought, SingleCommit } from '../git/mirror/single-commits.ts';
import type { RemoteRefs } from '../git/mirror/remote-refs.ts';
import type { TransferFailure } from '../git/mirror/transfer-failure.ts';

export interface FetchMeans {
  readonly mirrors: MirrorCache;
  readonly credential: Credential | null;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly protocol: 'https' | 'ssh';
  /** As the store names it. */
  readonly forgeName: string;
  readonly signal: AbortSignal;
  /** Bytes that have come for a repository so far. */
  readonly onFetching: (id: string, bytes: number) => void;
}

const TRIES = 4;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** The hour that Cloud counts has to end in it. */
const MAX_LIMITED_MS = 3_900_000;

/** @param wanted `isDistrusted`: what is there of its family is damaged */
export function bringRepository(
  repository: ForgeRepository,
  wanted: Pick<MirrorRequest, 'mainBranch'> & { readonly isDistrusted: boolean },
  means: FetchMeans,
): Promise<Mirror | TransferFailure> {
  const { mirrors, forgeName: forge, signal, onFetching } = means;
  const { id, family } = repository;
  const onProgress = (bytes: number): void => onFetching(id, bytes);
  return asking(repository, means, async (url, access) => {
    const request = { ...wanted, forge, id, family, url, access, signal, onProgress };
    const brought = await mirrors.bring(request);
    // What is not being read can be had again; without room nothing can.
    return brought.kind === 'disk' && mirrors.makeRoom(0) > 0 ? mirrors.bring(request) : brought;
  });
}

/** Commits by their ids, into the mirror that was brought. */
export function bringCommits(
  wanted: {
    readonly repository: ForgeRepository;
    readonly mainBranch: string | null;
    readonly commits: readonly SingleCommit[];
  },
  means: FetchMeans,
): Promise<CommitsBrought | TransferFailure> {
  const { mirrors, forgeName: forge, signal } = means;
  const { repository, mainBranch, commits } = wanted;
  const { id, family } = repository;
  return asking(repository, means, (url, access) =>
    mirrors.bringCommits({ forge, id, family, url, access, mainBranch, signal }, commits),
  );
}

export function askRepository(
  repository: ForgeRepository,
  means: FetchMeans,
): Promise<RemoteRefs | TransferFailure> {
  const { mirrors, signal } = means;
  return asking(repository, means, (url, access) => mirrors.ask({ url, access, signal }));
}

async function asking<Answer extends { readonly kind: string }>(
  { clone }: ForgeRepository,
  means: FetchMeans,
  ask: (url: string, access: GitAccess) => Promise<Answer | TransferFailure>,
): Promise<Answer | TransferFailure> {
  const url = clone[means.protocol];
  if (url === null) {
    const message = `the forge names no address for ${means.protocol} on its own host`;
    return { kind: 'refused', message, isPassing: false };
  }
  const { budget, signal } = means;
  const pauses = new Pauses(means);
  for (;;) {
    await budget.take('git', signal);
    // A credential that is renewed is another one each time.
    const answer = await ask(url, await accessFor(means));
    if (!isPassing(answer) || signal.aborted || !(await pauses.take(answer.kind))) return answer;
  }
}

/** What lies between the tries. */
class Pauses {
  readonly #means: FetchMeans;
  #tries = 1;
  #limits = 0;
  #limitedMs = 0;

  constructor(means: FetchMeans) {
    this.#means = means;
  }

  /** @returns false when there were enough of them */
  async take(kind: string): Promise<boolean> {
    const { budget, clock, random, signal } = this.#means;
    if (kind === 'rate-limited') {
      // Git does not tell how long to wait; everybody waits, for the limit is the credential's.
      const delayMs = limitedDelayMs(this.#limits++, null, clock.now(), random());
      this.#limitedMs += delayMs;
      if (this.#limitedMs > MAX_LIMITED_MS) return false;
      budget.block('git', clock.now() + delayMs);
      return true;
    }
    if (this.#tries === TRIES) return false;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** (this.#tries++ - 1));
    await clock.sleep(pauseMs * (0.5 + random()), signal);
    return true;
  }
}

function isPassing(answer: { readonly kind: string; readonly isPassing?: boolean }): boolean {
  return answer.isPassing === true;
}

/** ssh has keys of its own. */
async function accessFor({ credential, protocol }: FetchMeans): Promise<GitAccess> {
  if (!credential || protocol === 'ssh') return { kind: 'none' };
  return credential.gitLogin();
}
