/** A configuration that is written once, and never over another unless somebody says so. */
import { ScannerError } from '../../core/scanner-error.ts';
import { writeWhole } from '../../core/write-whole.ts';

/**
 * @param mayReplace takes the place of what has that name; of a symbolic link, not of what it leads to
 * @throws {ScannerError} `config` when it is there already, or cannot be written
 */
export function writeConfig(path: string, text: string, mayReplace: boolean): void {
  try {
    writeWhole(path, text, { isNew: !mayReplace });
  } catch (cause) {
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
