/** Reads a small file that somebody else may have written: bounded, regular files only, UTF-8 with or without a mark. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { MAX_CONFIG_BYTES } from './limits.ts';
import { type ErrorCode, ScannerError } from './scanner-error.ts';

/**
 * @param code error code to refuse with
 * @param maxBytes a larger file is refused
 * @returns the text, or undefined when there is no such file
 * @throws {ScannerError} when it cannot be read, is no regular file or is too large
 */
export function readTextFile(
  path: string,
  code: ErrorCode,
  maxBytes: number = MAX_CONFIG_BYTES,
): string | undefined {
  let file: number;
  try {
    // Not blocking: opening a named pipe would otherwise wait for a writer for ever.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new ScannerError(code, `${path}: cannot be read`, { hint: 'Check its permissions.', cause });
  }
  try {
    return readOpen(file, { path, code, maxBytes });
  } finally {
    closeSync(file);
  }
}

interface Request {
  readonly path: string;
  readonly code: ErrorCode;
  readonly maxBytes: number;
}

function readOpen(file: number, { path, code, maxBytes }: Request): string {
  const { size, isRegular } = statOf(file);
  if (!isRegular) throw new ScannerError(code, `${path}: is not a regular file`);
  if (size > maxBytes) {
    const limit = `${maxBytes / 1024 / 1024} MB`;
    throw new ScannerError(code, `${path}: is larger than ${limit}`, { hint: 'Is it the file you meant?' });
  }
  // Not readFileSync: the file may grow between the check and the reading.
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const read = readSync(file, bytes, filled, size - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return bytes.toString('utf8', 0, filled).replace(/^\uFEFF/, '');
}

function statOf(file: number): { size: number; isRegular: boolean } {
  const stat = fstatSync(file);
  return { size: stat.size, isRegular: stat.isFile() };
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}
