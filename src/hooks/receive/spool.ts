/** What was let through unscanned, remembered in a folder until somebody scans it: one file a push, without names and secrets. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectName } from '../../core/object-name.ts';
import { randomName } from '../../core/random-name.ts';
import { readTextFile } from '../../core/read-text-file.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { writeWhole } from '../../core/write-whole.ts';

export interface SpoolEntry {
  readonly format: 1;
  readonly time: string;
  /** Folder of the repository. */
  readonly repository: string;
  /** What the refs lead to since then. */
  readonly tips: readonly string[];
  /** What refs led to before; what these lead to had been scanned or was there before the hook. */
  readonly known: readonly string[];
}

/** A spool that nobody works off does not fill the disk. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;
/** With more names in it an entry would be too large. */
export const MOST_NAMES = 20_000;
export const MOST_TIPS = 70_000;

const ENTRY = /^\d{13}-[0-9a-f]{12}\.json$/;

/** There whole or not at all, also after a crash. @returns the file's name. @throws when it cannot be kept */
export function keepEntry(folder: string, entry: SpoolEntry): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (entriesIn(folder).length >= MOST_ENTRIES) throw new Error(`it holds ${MOST_ENTRIES} entries already`);
  const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
  if (bytes.length > MOST_BYTES) throw new Error('the push is of too many refs');
  const name = `${Date.parse(entry.time)}-${randomName()}.json`;
  writeWhole(join(folder, name), bytes, { isLasting: true, mode: 0o600 });
  return name;
}

/** Oldest first. @throws when the folder cannot be read */
export function entriesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => ENTRY.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/**
 * @returns `gone`: somebody else has worked it off meanwhile
 * @throws {ScannerError} `not-found` when it cannot be read, or is no entry
 */
export function readEntry(path: string): SpoolEntry | 'gone' {
  const text = readTextFile(path, 'not-found', MOST_BYTES);
  if (text === undefined) return 'gone';
  const read = parsed(text);
  if (isEntry(read)) return read;
  throw new ScannerError('not-found', `${path}: is no entry of a spool`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** After its report was written. */
export function dropEntry(path: string): void {
  rmSync(path, { force: true });
}

function isEntry(read: unknown): read is SpoolEntry {
  if (typeof read !== 'object' || read === null) return false;
  const { format, time, repository, tips, known } = { ...read } as Record<string, unknown>;
  return (
    format === 1 &&
    typeof time === 'string' &&
    typeof repository === 'string' &&
    isNames(tips) &&
    isNames(known)
  );
}

function isNames(read: unknown): read is readonly string[] {
  return Array.isArray(read) && read.every((name) => typeof name === 'string' && isObjectName(name));
}
