/** Which configuration file is in force? */
import { join } from 'node:path';
import { MAX_TOML_BYTES } from '../core/limits.ts';
import { readTextFile } from '../core/read-text-file.ts';
import { ScannerError } from '../core/scanner-error.ts';

export interface ConfigText {
  readonly path: string;
  readonly text: string;
  /** Somebody named it; else it lay in the scanned folder. */
  readonly isAsked: boolean;
}

const NAMES = ['.scannerrc', '.gitleaks.toml'] as const;

/**
 * `--config`, else BITSIEVE_CONFIG, else `.scannerrc` and then `.gitleaks.toml` in the scanned folder.
 *
 * @param target null: no folder is looked into
 * @throws {ScannerError} `config` when a file that was asked for is not there, or one cannot be read
 */
export function findConfig(
  target: string | null,
  flag: string | null,
  env: Readonly<Record<string, string | undefined>>,
): ConfigText | undefined {
  const asked = flag ?? env['BITSIEVE_CONFIG'];
  if (asked) {
    const text = readTextFile(asked, 'config', MAX_TOML_BYTES);
    if (text !== undefined) return { path: asked, text, isAsked: true };
    const hint = `Check ${flag === null ? 'BITSIEVE_CONFIG' : '--config'}.`;
    throw new ScannerError('config', `${asked}: there is no such file`, { hint });
  }
  if (target === null) return undefined;
  for (const name of NAMES) {
    const path = join(target, name);
    const text = readTextFile(path, 'config', MAX_TOML_BYTES);
    if (text !== undefined) return { path, text, isAsked: false };
  }
  return undefined;
}
