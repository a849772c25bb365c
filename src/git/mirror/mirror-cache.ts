/** A folder of mirrors: brings a repository up to date from its server, lends it, and takes away what was not used for longest. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { askOverHttp, type Get } from './ask-over-http.ts';
import { checkAddress, type AllowedAddresses, type CloneAddress } from './clone-address.ts';
import { FamilyFolder } from './family-folder.ts';
import { takeAway, withLock } from './family-lock.ts';
import { fetchArguments } from './fetch-arguments.ts';
import { takeLock } from './folder-lock.ts';
import { accessEnvironment, type GitAccess, headerOf, withoutAccess } from './git-access.ts';
import { askRefs, type RemoteRefs } from './remote-refs.ts';
import { lend, type Mirror } from './mirror.ts';
import { type CommitsBrought, nameCommits, refspecsFor, type SingleCommit } from './single-commits.ts';
import { runTransfer, type TransferLimits } from './run-transfer.ts';
import { arePacksSound } from './sound-packs.ts';
import { failureFrom, failureOf, type TransferFailure } from './transfer-failure.ts';

export interface MirrorCacheOptions {
  readonly folder: string;
  readonly allowed: AllowedAddresses;
  readonly limits: TransferLimits;
  /** Of all mirrors together. What is in use stays, even where that is more. */
  readonly maxBytes: number;
  /** How long to wait for another process that works on the same family. */
  readonly waitMs: number;
  /** Asks a server for its refs without git; left out: git asks. */
  readonly get?: Get;
}

export interface MirrorRequest {
  /** The forge, and what it calls the repository and its family. */
  readonly forge: string;
  readonly id: string;
  readonly family: string;
  readonly url: string;
  readonly access: GitAccess;
  readonly mainBranch: string | null;
  /** What is there was found to be damaged: everything is fetched anew. */
  readonly isDistrusted?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (bytes: number) => void;
}

interface Task {
  readonly request: MirrorRequest;
  readonly address: CloneAddress;
  readonly family: FamilyFolder;
  /** Of the repository, in its family. */
  readonly name: string;
}

export class MirrorCache {
  readonly #options: MirrorCacheOptions;
  /** Of all mirrors, as far as this process knows; undefined until it has looked. */
  #bytes: number | undefined;

  constructor(options: MirrorCacheOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** Clones or updates. Never throws for what server, network or disk do. */
  bring(request: MirrorRequest): Promise<Mirror | TransferFailure> {
    return this.#locked(request, (task) => this.#bringInto(task));
  }

  /**
   * One fetch of commits by their ids, where that is allowed, into a mirror that was brought; the next `bring` takes their refs away.
   * Never throws for what server, network or disk do.
   */
  bringCommits(
    request: MirrorRequest,
    commits: readonly SingleCommit[],
  ): Promise<CommitsBrought | TransferFailure> {
    return this.#locked(request, (task) => this.#bringCommitsInto(task, commits));
  }

  async #locked<Answer>(
    request: MirrorRequest,
    work: (task: Task) => Promise<Answer>,
  ): Promise<Answer | TransferFailure> {
    const address = checkAddress(request.url, this.#options.allowed);
    if ('refused' in address) return { kind: 'refused', message: address.refused, isPassing: false };
    const family = new FamilyFolder(join(this.#options.folder, nameOf(request.forge, request.family)));
    try {
      const name = nameOf(request.forge, request.id);
      return await this.#whileLocked({ request, address, family, name }, work);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return failureFrom(said, withoutAccess(said, request.access));
    }
  }

  /** The refs of a repository as its server has them now; nothing is fetched. Never throws for what server and network do. */
  async ask(
    request: Pick<MirrorRequest, 'url' | 'access' | 'signal'>,
  ): Promise<RemoteRefs | TransferFailure> {
    const { allowed, folder, limits } = this.#options;
    const address = checkAddress(request.url, allowed);
    if ('refused' in address) return { kind: 'refused', message: address.refused, isPassing: false };
    const known = await this.#askOverHttp(address, request);
    if (known) return known;
    const env = accessEnvironment(request.access, address.origin);
    const answer = await askRefs({
      place: { folder, protocol: address.protocol, env },
      url: address.url,
      timeoutMs: limits.stallMs,
      signal: request.signal,
    });
    return 'kind' in answer ? answer : failureOf(answer, request.access);
  }

  /** Clears away what processes that were killed left in families that nobody works on now. */
  sweep(): void {
    for (const family of this.#families().filter(({ hasTraces }) => hasTraces)) {
      withLock(family, () => family.clearRemains());
    }
  }

  async #askOverHttp(
    { protocol, url }: CloneAddress,
    { access, signal }: Pick<MirrorRequest, 'access' | 'signal'>,
  ): Promise<RemoteRefs | undefined> {
    const { get, limits } = this.#options;
    if (!get || !/^https?$/.test(protocol)) return undefined;
    return askOverHttp({ get, url, authorization: headerOf(access), timeoutMs: limits.stallMs, signal });
  }

  /** Takes mirrors away, the longest unused first, until all together are within bounds. @returns how many went */
  makeRoom(maxBytes: number = this.#options.maxBytes): number {
    // Looking at each of thousands of folders, after each that was fetched, would take longer than the fetching.
    if (this.#bytes !== undefined && this.#bytes <= maxBytes) return 0;
    const families = this.#families().toSorted((a, b) => a.usedAtMs - b.usedAtMs);
    let total = families.reduce((sum, { bytes }) => sum + bytes, 0);
    let gone = 0;
    for (const family of families) {
      if (total <= maxBytes) break;
      const { bytes } = family;
      if (bytes === 0 || !takeAway(family)) continue;
      total -= bytes;
      gone++;
    }
    this.#bytes = total;
    return gone;
  }

  async #whileLocked<Answer>(
    task: Task,
    work: (task: Task) => Promise<Answer>,
  ): Promise<Answer | TransferFailure> {
    const { family, request } = task;
    mkdirSync(family.folder, { recursive: true, mode: 0o700 });
    const { waitMs } = this.#options;
    const lock = await takeLock(family.lockFile, { waitMs, signal: request.signal });
    if (!lock) return { kind: 'busy', message: 'another process is working on it', isPassing: true };
    try {
      return await work(task);
    } finally {
      lock.release();
    }
  }

  async #bringInto(task: Task): Promise<Mirror | TransferFailure> {
    const { family, request, name } = task;
    const isNew = await family.prepare();
    if (request.isDistrusted === true || !arePacksSound(family.packs)) {
      if (family.isLeased()) return inUse(request);
      family.empty();
      await family.prepare();
    }
    const before = family.bytes;
    const failure = isNew ? await this.#transfer(task) : await this.#transferTwice(task);
    if (failure) return failure;
    const receivedBytes = Math.max(0, family.bytes - before);
    if (this.#bytes !== undefined) this.#bytes += receivedBytes;
    await family.tidy();
    const folder = await family.show({ name, mainBranch: request.mainBranch });
    return lend(family, folder, receivedBytes);
  }

  async #bringCommitsInto(
    task: Task,
    commits: readonly SingleCommit[],
  ): Promise<CommitsBrought | TransferFailure> {
    const { family, name, request } = task;
    const away = await nameCommits(family, name, commits);
    const failure = away.length === 0 ? undefined : await this.#transfer(task, refspecsFor(name, away), []);
    await family.show({ name, mainBranch: request.mainBranch });
    return failure ?? { kind: 'brought' };
  }

  /** A complaint about damage may be about either side. Ours can be had anew. */
  async #transferTwice(task: Task): Promise<TransferFailure | undefined> {
    const failure = await this.#transfer(task);
    const { family } = task;
    if (failure?.kind !== 'damaged') return failure;
    if (family.isLeased()) return inUse(task.request);
    family.empty();
    await family.prepare();
    return this.#transfer(task);
  }

  async #transfer(
    { request, address, family, name }: Task,
    what: readonly string[] = [`+refs/*:refs/forks/${name}/*`],
    options: readonly string[] = ['--prune'],
  ): Promise<TransferFailure | undefined> {
    const { limits } = this.#options;
    const env = accessEnvironment(request.access, address.origin);
    const { end, said } = await runTransfer({
      place: { folder: family.objects, protocol: address.protocol, env },
      args: [...fetchArguments(limits), ...options, '--', address.url, ...what],
      limits,
      packs: family.packs,
      signal: request.signal,
      onProgress: request.onProgress ?? (() => undefined),
    });
    return end === 'done' ? undefined : failureOf({ end, said }, request.access);
  }

  #families(): FamilyFolder[] {
    const names = readdirSync(this.#options.folder).filter((name) => /^[0-9a-f]{24}$/.test(name));
    return names.map((name) => new FamilyFolder(join(this.#options.folder, name)));
  }
}

/** Who asks for it anew has given back what they had of it: others will too. */
function inUse({ isDistrusted }: MirrorRequest): TransferFailure {
  return { kind: 'in-use', message: 'is damaged, and still in use', isPassing: isDistrusted === true };
}

/** As a name of a folder and of a ref; what a forge calls its repositories may hold anything. */
function nameOf(forge: string, id: string): string {
  return createHash('sha256').update(`${forge}\0${id}`).digest('hex').slice(0, 24);
}
