/** The key of the fingerprints in reports: the same for one person or team, so that reports can be compared. */
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configHome } from '../core/config-home.ts';
import { readTextFile } from '../core/read-text-file.ts';

export interface FingerprintKey {
  readonly key: Buffer;
  /** `random`: of this run alone; its fingerprints compare with no other report's. */
  readonly origin: 'environment' | 'file' | 'random';
  /** Why it had to be random; null otherwise. */
  readonly reason: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const KEY_BYTES = 32;
const KEY_TEXT = /^[0-9a-f]{64}\s*$/;

/**
 * BITSIEVE_KEY, else the key file of the user (made on first use, readable by them alone), else a random key. Never fails:
 * a scan must not stop because a home folder cannot be written.
 */
export function readFingerprintKey(env: Environment): FingerprintKey {
  const given = env['BITSIEVE_KEY'];
  // Hashed, so that any text will do, of any length.
  if (given) return { key: createHash('sha256').update(given).digest(), origin: 'environment', reason: null };
  const path = join(configHome(env), 'key');
  try {
    return { key: readKey(path) ?? makeKey(path), origin: 'file', reason: null };
  } catch (error) {
    const reason = `${path}: ${error instanceof Error ? error.message : String(error)}`;
    return { key: randomBytes(KEY_BYTES), origin: 'random', reason };
  }
}

function readKey(path: string): Buffer | undefined {
  const text = readTextFile(path, 'internal');
  if (text === undefined) return undefined;
  if (!KEY_TEXT.test(text)) throw new Error('does not hold a key of 64 hexadecimal digits');
  return Buffer.from(text.trim(), 'hex');
}

/**
 * Two processes may come here at once. Each writes a file of its own, whole, and then links it to the name: a link is made
 * only where there is none, so one of them wins, and nobody can read a key that is half written.
 */
function makeKey(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const text = randomBytes(KEY_BYTES).toString('hex');
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, `${text}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(draft, path);
  } catch (error) {
    const winner = readKey(path);
    if (winner) return winner;
    if (!hasNoLinks(error)) throw error;
    writeFileSync(path, `${text}\n`, { flag: 'wx', mode: 0o600 });
  } finally {
    rmSync(draft, { force: true });
  }
  return Buffer.from(text, 'hex');
}

/** Some file systems cannot link; there the moment in which the file is half written is a risk worth taking. */
function hasNoLinks(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS';
}
