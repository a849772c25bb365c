/** Reads a `.gitleaks.toml` and the files that it extends. */
import { dirname, resolve } from 'node:path';
import { parseToml } from '../catalogue/parse-toml.ts';
import type { Problem } from '../core/problem.ts';
import { MAX_TOML_BYTES } from '../core/limits.ts';
import { readTextFile } from '../core/read-text-file.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { type GitleaksConfig, translateGitleaksConfig } from './gitleaks-config.ts';
import { checkGitleaksFile, type GitleaksFile, type Warn } from './gitleaks-file.ts';

/** As deep as gitleaks itself follows. */
const MAX_EXTENDED = 2;
/** Nobody reads more warnings than this. */
const MAX_PROBLEMS = 200;

export interface GitleaksConfigRead extends Omit<GitleaksConfig, 'useDefault'> {
  readonly problems: readonly Problem[];
}

/**
 * @param builtIn ids of the catalogue's detectors
 * @throws {ScannerError} `config` when the file cannot be read or is no TOML; everything less is a problem in the result
 */
export function readGitleaksConfig(path: string, builtIn: readonly string[]): GitleaksConfigRead {
  const messages: string[] = [];
  let count = 0;
  const warn: Warn = (message) => {
    if (count++ < MAX_PROBLEMS) messages.push(message);
  };
  const chain = [readFile(path, warn)];
  let file = path;
  for (let extended = chain[0]?.extend; extended?.path; extended = chain.at(-1)?.extend) {
    if (chain.length > MAX_EXTENDED) {
      warn(`extend: ${extended.path} is not read: files may extend each other ${MAX_EXTENDED} deep`);
      break;
    }
    // Relative to the file that names it, so that it does not matter where the scan was started.
    file = resolve(dirname(file), extended.path);
    chain.push(readFile(file, warn));
  }
  if (chain.some(({ extend }) => extend.url !== ''))
    warn('extend: url is not supported, nothing was fetched');
  const { useDefault, ...config } = translateGitleaksConfig(chain, builtIn, warn);
  if (!useDefault && config.detectors.length > 0) {
    warn('its rules are added to the built-in detectors, not put in their place (--enable-detector narrows)');
  }
  return { ...config, problems: problemsOf(messages, count, path) };
}

function readFile(path: string, warn: Warn): GitleaksFile {
  const text = readTextFile(path, 'config', MAX_TOML_BYTES);
  if (text === undefined) throw new ScannerError('config', `${path}: there is no such file`);
  return checkGitleaksFile(parseToml(text, path), warn);
}

function problemsOf(messages: readonly string[], count: number, file: string): Problem[] {
  const rest = count - messages.length;
  const shown = rest === 0 ? messages : [...messages, `${rest} more warnings are left out`];
  return shown.map((message) => ({
    code: 'config-ignored',
    severity: 'warning',
    message: `${file}: ${message}`,
    path: file,
  }));
}
