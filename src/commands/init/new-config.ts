/** A configuration that is written once, and never over another unless somebody says so. */
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { ScannerError } from '../../core/scanner-error.ts';

/**
 * @param mayReplace takes the place of what has that name; of a symbolic link, not of what it leads to
 * @throws {ScannerError} `config` when it is there already, or cannot be written
 */
export function writeConfig(path: string, text: string, mayReplace: boolean): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    if (!mayReplace) return writeFileSync(path, text, { flag: 'wx' });
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw refusal(path, cause);
  }
}

function refusal(path: string, cause: unknown): ScannerError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'EEXIST') {
    const hint = 'Nothing was written. --stdout prints what would be; --force writes over it.';
    return new ScannerError('config', `${path}: is there already`, { hint, cause });
  }
  return new ScannerError('config', `${path}: cannot be written (${code})`, {
    hint: '--stdout prints it.',
    cause,
  });
}
