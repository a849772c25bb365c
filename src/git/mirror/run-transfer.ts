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

export type TransferEnd = 'done' | 'failed' | 'stalled' | 'timed-out' | 'too-large' | 'interrupted';

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
  const watch = { said: '', bytes: 0, movedAt: performance.now(), startedAt: performance.now() };
  let end: TransferEnd | undefined;
  let force: NodeJS.Timeout | undefined;
  const stop = (reason: TransferEnd): void => {
    if (end) return;
    end = reason;
    endGroup(child.pid, 'SIGTERM');
    force = setTimeout(() => endGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  const look = (): void => {
    const bytes = bytesComing(transfer.packs);
    if (bytes !== watch.bytes) watch.movedAt = performance.now();
    watch.bytes = bytes;
    transfer.onProgress(bytes);
    const reason = reasonToStop(watch, limits);
    if (reason) stop(reason);
  };
  const onAbort = (): void => stop('interrupted');
  const looking = setInterval(look, Math.min(LOOK_EVERY_MS, limits.stallMs / 2));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => {
    watch.said = (watch.said + chunk.toString('latin1')).slice(-MOST_OUTPUT);
    watch.movedAt = performance.now();
  });
  return new Promise((done) => {
    const finish = (code: number | null, said: string): void => {
      clearInterval(looking);
      clearTimeout(force);
      signal.removeEventListener('abort', onAbort);
      // What it started and left behind.
      endGroup(child.pid, 'SIGKILL');
      done({ end: end ?? (code === 0 ? 'done' : 'failed'), said });
    };
    child.once('error', (error) => finish(1, error.message));
    child.once('close', (code) => finish(code, watch.said));
  });
}

function reasonToStop(
  watch: { said: string; bytes: number; movedAt: number; startedAt: number },
  limits: TransferLimits,
): TransferEnd | undefined {
  const now = performance.now();
  if (watch.bytes > limits.maxBytes) return 'too-large';
  if (now - watch.startedAt > limits.totalMs) return 'timed-out';
  if (now - watch.movedAt > limits.stallMs && !LOCAL_WORK.test(watch.said)) return 'stalled';
  return undefined;
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
