/**
 * One process at a time in a folder. The lock is a file that names its holder; a file whose holder has died is in nobody's
 * way. Two who find the same dead holder cannot both clear it away: the right to do so is a lock itself.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Holder, holderIn, isAlive, ownHolder, textOf, TOUCH_EVERY_MS } from './holder.ts';

export interface FolderLock {
  readonly release: () => void;
}

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/** @returns undefined when the time is over, or the signal was given */
export async function takeLock(
  file: string,
  { waitMs, signal }: { waitMs: number; signal?: AbortSignal },
): Promise<FolderLock | undefined> {
  const until = performance.now() + waitMs;
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const lock = tryLock(file);
    if (lock || performance.now() >= until || signal?.aborted) return lock;
    await pause(pauseMs);
  }
}

export function tryLock(file: string): FolderLock | undefined {
  const holder = ownHolder();
  // Twice: after a dead one was cleared away.
  return take(file, holder) || take(file, holder) ? heldBy(file, holder) : undefined;
}

function heldBy(file: string, { nonce }: Holder): FolderLock {
  const touching = setInterval(() => touch(file), TOUCH_EVERY_MS).unref();
  return {
    release: () => {
      clearInterval(touching);
      if (holderIn(file)?.nonce === nonce) rmSync(file, { force: true });
    },
  };
}

function take(file: string, holder: Holder): boolean {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  // Written whole and then linked: nobody reads half of one, and only one can be first.
  writeFileSync(draft, textOf(holder), { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (!isThere(error)) throw error;
    clearDead(file);
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function clearDead(file: string): void {
  const dead = holderIn(file);
  if (!dead || isAlive(dead, file)) return;
  const right = `${file}.${dead.nonce}`;
  if (!take(right, ownHolder())) return;
  try {
    // Whoever had the right before may have cleared it, and somebody taken it anew.
    if (holderIn(file)?.nonce === dead.nonce) rmSync(file, { force: true });
  } finally {
    rmSync(right, { force: true });
  }
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Gone with its folder.
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
