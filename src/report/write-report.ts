/** Brings a report to standard output or into a file; a file appears whole or not at all. */
import { randomBytes } from 'node:crypto';
import { promises } from 'node:fs';
import type { Writable } from 'node:stream';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ScannerError } from '../core/scanner-error.ts';

/** `closed`: the reader at the other end of a pipe went away (`| head`) and needs no more. */
export type WriteOutcome = 'written' | 'closed';

type Write = (bytes: Buffer) => Promise<void>;

/** Formats yield small chunks; one system call for each would be most of the time. */
const BATCH_CHARACTERS = 256 * 1024;

/** Why the system refused, in words, and what to do about it. */
const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['no space is left on the device', 'Free some space or write to another disk.'],
  EDQUOT: ['the disk quota is used up', 'Free some space or write to another disk.'],
  ENOENT: ['the folder does not exist', 'Make the folder first or choose another path.'],
  ENOTDIR: ['a part of the path is not a folder', 'Choose another path.'],
  EISDIR: ['it is a folder', 'Name a file inside the folder.'],
  EACCES: ['permission denied', 'Choose a path that you may write to.'],
  EFBIG: ['it would be larger than the system allows', 'Raise the limit, or write to another disk.'],
  EPERM: ['permission denied', 'Choose a path that you may write to.'],
  EROFS: ['the file system is read-only', 'Choose a path that you may write to.'],
};

/**
 * Writes all chunks, the next one only when the last is gone.
 *
 * @param target a path, or `-` for standard output
 * @throws ScannerError `report` when the bytes cannot be written; a regular file is then as it was before
 */
export async function writeReport(
  chunks: Iterable<string>,
  target: string,
  stdout: Writable = process.stdout,
): Promise<WriteOutcome> {
  if (target === '-' || target === '/dev/stdout') return writeToStream(chunks, stdout);
  const replaced = await attempt(target, () => replacedFile(target));
  return replaced === null ? writeInPlace(chunks, target) : writeByRename(chunks, target, replaced);
}

function writeToStream(chunks: Iterable<string>, stream: Writable): Promise<WriteOutcome> {
  // The callback of the write tells; this one only keeps node from taking the same error for an uncaught one. It stays,
  // because the event comes after the callback.
  stream.once('error', () => {});
  const write: Write = (bytes) =>
    new Promise((resolve, reject) => {
      stream.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  return writeAll(chunks, 'standard output', write);
}

interface ReplacedFile {
  readonly path: string;
  /** Permissions to keep; null for a new file. */
  readonly mode: number | null;
}

/** The regular file, there or not, that a rename would replace; null where the target is something else. */
async function replacedFile(target: string): Promise<ReplacedFile | null> {
  const resolved = path.resolve(target);
  // /dev/fd/3 may stand for a regular file, which somebody else holds open and goes on writing to.
  if (/^\/(?:dev|proc)\//.test(resolved)) return null;
  try {
    const stats = await promises.stat(resolved);
    // Through a symbolic link the file is replaced, not the link.
    return stats.isFile() ? { path: await promises.realpath(resolved), mode: stats.mode & 0o777 } : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { path: resolved, mode: null };
    throw error;
  }
}

/** Devices, pipes and the like take bytes but cannot be replaced. */
async function writeInPlace(chunks: Iterable<string>, target: string): Promise<WriteOutcome> {
  const handle = await attempt(target, () => promises.open(target, 'w'));
  try {
    return await writeAll(chunks, target, (bytes) => handle.writeFile(bytes));
  } finally {
    await handle.close();
  }
}

async function writeByRename(
  chunks: Iterable<string>,
  target: string,
  file: ReplacedFile,
): Promise<WriteOutcome> {
  const temporary = path.join(path.dirname(file.path), `.bitsieve-${randomBytes(6).toString('hex')}.tmp`);
  const handle = await attempt(target, () => promises.open(temporary, 'wx'));
  try {
    const outcome = await writeAndClose(chunks, target, { handle, mode: file.mode });
    await attempt(target, () => promises.rename(temporary, file.path));
    return outcome;
  } catch (error) {
    await promises.rm(temporary, { force: true });
    throw error;
  }
}

async function writeAndClose(
  chunks: Iterable<string>,
  target: string,
  { handle, mode }: { handle: FileHandle; mode: number | null },
): Promise<WriteOutcome> {
  try {
    if (mode !== null) await attempt(target, () => handle.chmod(mode));
    const outcome = await writeAll(chunks, target, (bytes) => handle.writeFile(bytes));
    // Some file systems tell only now that the disk is full.
    await attempt(target, () => handle.sync());
    return outcome;
  } finally {
    await handle.close();
  }
}

async function writeAll(chunks: Iterable<string>, target: string, write: Write): Promise<WriteOutcome> {
  for (const batch of batches(chunks)) {
    try {
      await write(Buffer.from(batch, 'utf8'));
    } catch (error) {
      if (isReaderGone(error)) return 'closed';
      throw reportError(target, error);
    }
  }
  return 'written';
}

function* batches(chunks: Iterable<string>): Generator<string> {
  let batch = '';
  for (const chunk of chunks) {
    batch += chunk;
    if (batch.length >= BATCH_CHARACTERS) {
      yield batch;
      batch = '';
    }
  }
  if (batch !== '') yield batch;
}

function isReaderGone(error: unknown): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(codeOf(error));
}

async function attempt<T>(target: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw reportError(target, error);
  }
}

/** What the system said, in words. @param what was to be written */
export function reportError(target: string, cause: unknown, what = 'the report'): ScannerError {
  const [reason, hint] = REASONS[codeOf(cause)] ?? [String(cause), 'Choose another path.'];
  return new ScannerError('report', `cannot write ${what} to ${target}: ${reason}`, { hint, cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
