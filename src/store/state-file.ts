/** Where a state lies: a file that only its owner may read, and that is replaced whole or not at all. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { MAX_STATE_BYTES } from '../core/limits.ts';
import { writeWhole } from '../core/write-whole.ts';

/** Somewhere to keep the bytes of a state. */
export interface StateBytes {
  /** For messages. */
  readonly name: string;
  /** @returns undefined when there is nothing yet @throws when it cannot be read */
  readonly read: () => Buffer | undefined;
  /** Two who write at once both succeed, and one of the two states stays, whole. @throws when it cannot be written */
  readonly write: (bytes: Buffer) => void;
}

export function stateFile(path: string): StateBytes {
  return { name: path, read: () => readWhole(path), write: (bytes) => replace(path, bytes) };
}

function readWhole(path: string): Buffer | undefined {
  let file: number;
  try {
    // Not blocking: opening a named pipe would otherwise wait for a writer for ever.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new Error('is not a regular file');
    if (stat.size > MAX_STATE_BYTES) throw new Error(`is larger than ${MAX_STATE_BYTES} bytes`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function replace(path: string, bytes: Buffer): void {
  writeWhole(replaced(path), bytes, { mode: 0o600 });
}

/** Through a symbolic link the file is replaced, not the link; a device or folder never is. */
function replaced(path: string): string {
  try {
    const target = realpathSync(path);
    if (!statSync(target).isFile()) throw new Error('is not a regular file');
    return target;
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
