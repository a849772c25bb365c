/** A token in a file of its own, as a service manager or a secret store leaves one. */
import { statSync } from 'node:fs';
import { readTextFile } from '../../core/read-text-file.ts';
import { ScannerError } from '../../core/scanner-error.ts';

const MAX_BYTES = 64 * 1024;

/** @returns its first line. @throws {ScannerError} `credential` when it is not there, or others may read it */
export function readTokenFile(path: string): string {
  const text = readTextFile(path, 'credential', MAX_BYTES);
  if (text === undefined) {
    throw new ScannerError('credential', `${path}: there is no such file`, {
      hint: 'The configuration names it.',
    });
  }
  if (isOpenToOthers(path)) {
    throw new ScannerError('credential', `${path}: others may read it`, { hint: `Try: chmod 600 ${path}` });
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** Windows has no such bits. */
function isOpenToOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
}
