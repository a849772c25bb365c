/** Hooks on disk: what is at a path, and the few things that are done to it. */
import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import { writeWhole } from '../../core/write-whole.ts';

/** What is at a path. */
export interface HookEntry {
  readonly path: string;
  readonly kind: 'missing' | 'file' | 'link' | 'other';
  /** Its bytes, one a character; behind a link those of the target. Empty where it is larger than a script. */
  readonly text: string;
  /** Whether git would start it. */
  readonly isExecutable: boolean;
}

export type Step =
  | { readonly does: 'write'; readonly path: string; readonly text: string; readonly mode: number }
  | { readonly does: 'move'; readonly from: string; readonly to: string }
  | { readonly does: 'remove'; readonly path: string };

const MAX_SCRIPT_BYTES = 1024 * 1024;

/** @throws {ScannerError} `hook` when it cannot be read */
export function readEntry(path: string): HookEntry {
  return told(path, () => {
    const own = lstatSync(path, { throwIfNoEntry: false });
    if (!own) return { path, kind: 'missing', text: '', isExecutable: false };
    const target = statSync(path, { throwIfNoEntry: false });
    const isScript = target?.isFile() === true && target.size <= MAX_SCRIPT_BYTES;
    return {
      path,
      kind: own.isSymbolicLink() ? 'link' : own.isFile() ? 'file' : 'other',
      text: isScript ? readFileSync(path, 'latin1') : '',
      isExecutable: target?.isFile() === true && mayExecute(path),
    };
  });
}

function mayExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where links lead to; the part that is not there yet stays as it is. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

export function namesInFolder(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** In their order; whatever stops one of them, nothing that was there is lost. @throws {ScannerError} `hook` */
export function perform(steps: readonly Step[]): void {
  for (const step of steps) {
    told('path' in step ? step.path : step.to, () => {
      if (step.does === 'write') write(step);
      else if (step.does === 'move') renameSync(step.from, step.to);
      else rmSync(step.path);
    });
  }
}

/** Removes a folder that holds nothing any more. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has something there.
  }
}

/** Appears whole or not at all. What is there keeps its mode. */
function write({ path, text, mode }: Step & { does: 'write' }): void {
  makeFolder(dirname(path));
  const old = lstatSync(path, { throwIfNoEntry: false });
  writeWhole(path, Buffer.from(text, 'latin1'), old ? { exactMode: old.mode } : { mode });
}

/** Not node's own `recursive`: where a file system says that there is no parent which there is (/proc), that never ends. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}

function told<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ScannerError('hook', `${path}: ${reason}`, {
      hint: 'Nothing that was there is lost. May this folder be written, and is it one?',
      cause,
    });
  }
}
