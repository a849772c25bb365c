/** Finds and reads the ignore file of a scan. */
import { join } from 'node:path';
import { statSync } from 'node:fs';
import { readTextFile } from '../core/read-text-file.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { type GitleaksIgnore, parseGitleaksIgnore } from './gitleaks-ignore.ts';

const NAME = '.gitleaksignore';

/**
 * @param asked file or folder from `--gitleaks-ignore-path`; null: the file in the scanned folder, if there is one
 * @param target null: that folder is not looked into
 * @throws {ScannerError} `config` when the file that was asked for is not there or cannot be read
 */
export function readGitleaksIgnore(asked: string | null, target: string | null): GitleaksIgnore {
  const place = asked ?? target;
  if (place === null) return parseGitleaksIgnore('', NAME);
  const file = asked === null || isFolder(place) ? join(place, NAME) : place;
  const text = readTextFile(file, 'config');
  if (text === undefined && asked !== null) {
    throw new ScannerError('config', `${file}: there is no such file`, {
      hint: 'Check --gitleaks-ignore-path.',
    });
  }
  return parseGitleaksIgnore(text ?? '', file);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
