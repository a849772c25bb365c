/** Writes a file that others read whole or not at all: beside its place first, and then under its name. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { randomName } from './random-name.ts';

export interface WholeFile {
  /** Less what the process takes from new files (umask). */
  readonly mode?: number;
  /** Instead of `mode`, with nothing taken from it. */
  readonly exactMode?: number;
  /** What has the name already, a symbolic link too, is kept, and the system's EEXIST thrown. Else it is replaced. */
  readonly isNew?: boolean;
  /** There also after a crash of the machine. */
  readonly isLasting?: boolean;
}

/**
 * @param content text becomes UTF-8
 * @throws what the system says; then nothing has changed and nothing is left, unless it is the folder that cannot be made lasting
 */
export function writeWhole(path: string, content: string | Uint8Array, how: WholeFile = {}): void {
  const draft = `${path}.${randomName()}`;
  try {
    writeDraft(draft, content, how);
    if (how.isNew === true) nameOnce(draft, path);
    else renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  if (how.isLasting === true) syncFolder(dirname(path));
}

function writeDraft(draft: string, content: string | Uint8Array, how: WholeFile): void {
  const file = openSync(draft, 'wx', how.mode);
  try {
    writeFileSync(file, content);
    if (how.exactMode !== undefined) fchmodSync(file, how.exactMode);
    if (how.isLasting === true) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Of two at once, one keeps the name. */
function nameOnce(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    // Not every file system has links; there two at once may both succeed.
    if (!hasNoLinks(error) || lstatSync(path, { throwIfNoEntry: false })) throw error;
    renameSync(draft, path);
  }
}

function hasNoLinks(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS';
}

function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
