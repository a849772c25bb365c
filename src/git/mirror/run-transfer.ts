/** Runs one git that fetches, and ends it when it stalls, takes too long, brings too much, or is not wanted any more. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { complaintOf, endGroup, spawnTransfer, type TransferPlace } from '../git-process.ts';

export interface TransferLimits {
  /** Nothing came for so long. */
  readonly stallMs: number;
  readonly totalMs: number;
  /** Of one fetch, as packed by the server. */
  readonly maxBytes: number;
}

export interface Transfer {
  readonly place: TransferPlace;
  readonly args: readonly string[];
  readonly limits: TransferLimits;
  /** Where git writes what comes in. */
  readonly packs: string;
  readonly signal: AbortSignal;
  /** Bytes so far, about twice a second. */
  readonly onProgress: (bytes: number) => void;
}

export type TransferEnd =
  | 'done'
  | 'failed'
  | 'killed'
  | 'stalled'
  | 'timed-out'
  | 'too-large'
  | 'interrupted';

const LOOK_EVERY_MS = 500;
/** Between asking and forcing. */
const GRACE_MS = 2000;
const MOST_OUTPUT = 64 * 1024;
/** Git works on what has come, alone and in silence. */
const LOCAL_WORK = /Resolving deltas|Checking connectivity/;

/** @returns how it ended, and what git said last */
export function runTransfer(transfer: Transfer): Promise<{ end: TransferEnd; said: string }> {
  const { limits, signal } = transfer;
  const child = spawnTransfer(transfer.place, transfer.args);
  const watch = new Watch(transfer, child.pid);
  const onAbort = (): void => watch.stop('interrupted');
  const looking = setInterval(() => watch.look(), Math.min(LOOK_EVERY_MS, limits.stallMs / 2));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => watch.hear(chunk));
  return new Promise((done) => {
    const finish = (code: number | null): void => {
      clearInterval(looking);
      signal.removeEventListener('abort', onAbort);
      done({ end: watch.finish() ?? endBy(code), said: watch.said });
    };
    child.once('error', (error) => {
      watch.hear(Buffer.from(error.message));
      finish(1);
    });
    child.once('close', finish);
  });
}

/** @param code null when a signal ended it */
function endBy(code: number | null): TransferEnd {
  if (code === null) return 'killed';
  return code === 0 ? 'done' : 'failed';
}

/** What is known of a git while it runs, and the end that was put to it. */
class Watch {
  said = '';
  readonly #transfer: Transfer;
  readonly #pid: number | undefined;
  readonly #startedAt = performance.now();
  #movedAt = performance.now();
  #bytes = 0;
  #end: TransferEnd | undefined;
  #force: NodeJS.Timeout | undefined;

  constructor(transfer: Transfer, pid: number | undefined) {
    this.#transfer = transfer;
    this.#pid = pid;
  }

  hear(chunk: Buffer): void {
    this.said = (this.said + chunk.toString('latin1')).slice(-MOST_OUTPUT);
    this.#movedAt = performance.now();
  }

  look(): void {
    const bytes = bytesComing(this.#transfer.packs);
    if (bytes !== this.#bytes) this.#movedAt = performance.now();
    this.#bytes = bytes;
    this.#transfer.onProgress(bytes);
    const reason = this.#reasonToStop();
    if (reason) this.stop(reason);
  }

  stop(reason: TransferEnd): void {
    if (this.#end) return;
    this.#end = reason;
    endGroup(this.#pid, 'SIGTERM');
    this.#force = setTimeout(() => endGroup(this.#pid, 'SIGKILL'), GRACE_MS);
  }

  /** @returns how it was ended; undefined when it ended by itself */
  finish(): TransferEnd | undefined {
    clearTimeout(this.#force);
    // The helpers of one that was stopped may not have heard of it.
    if (this.#end) endGroup(this.#pid, 'SIGKILL');
    return this.#end;
  }

  #reasonToStop(): TransferEnd | undefined {
    const { stallMs, totalMs, maxBytes } = this.#transfer.limits;
    const now = performance.now();
    if (this.#bytes > maxBytes) return 'too-large';
    if (now - this.#startedAt > totalMs) return 'timed-out';
    if (now - this.#movedAt > stallMs && !LOCAL_WORK.test(this.said)) return 'stalled';
    return undefined;
  }
}

/** What a fetch has received lies in files of this name until it is whole. */
function bytesComing(packs: string): number {
  try {
    const names = readdirSync(packs).filter((name) => name.startsWith('tmp_pack_'));
    return names.reduce(
      (sum, name) => sum + (statSync(join(packs, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  } catch {
    return 0;
  }
}

/** The line in which git gives its reason, among its progress and what the server says. */
export function reasonIn(said: string): string {
  const lines = said.split(/[\r\n]+/);
  const reason =
    lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines.findLast((line) => line !== '');
  return complaintOf(reason ?? '');
}
