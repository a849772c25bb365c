/**
 * What the cases that tests draw depend on: by default on what is committed, so a commit that passed gives the same cases again elsewhere, and the next
 * one searches elsewhere. `BITSIEVE_SEED` names a number, or `random`.
 */
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, randomInt } from 'node:crypto';

export const SEED_VARIABLE = 'BITSIEVE_SEED';
const BELOW = 2 ** 31;

/**
 * Rounds (`BITSIEVE_ROUNDS`) are asked for to see what no run saw before, so they are random too.
 *
 * @param tree name of the tree of HEAD, null where there is none
 * @throws {Error} when the variable holds neither a number nor `random`
 */
export function chooseSeed(env: NodeJS.ProcessEnv, tree: string | null): number {
  const asked = env[SEED_VARIABLE] ?? '';
  if (/^\d{1,10}$/.test(asked) && Number(asked) < BELOW) return Number(asked);
  if (asked !== '' && asked !== 'random')
    throw new Error(`${SEED_VARIABLE} is "${asked}": a whole number below 2^31, or "random"`);
  if (asked === 'random' || env['BITSIEVE_ROUNDS'] || tree === null) return randomInt(BELOW);
  return createHash('sha256').update(tree).digest().readUInt32BE() % BELOW;
}

/** Null outside of a work tree, and before the first commit. */
export function treeOf(folder: string): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD^{tree}'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

/** Of this run; null where vitest did not start it. */
export function currentSeed(): number | null {
  const seed = process.env[SEED_VARIABLE];
  return seed ? Number(seed) : null;
}

/** Bytes that no compression makes shorter, the same for the same seed and `salt`. */
export function seededBytes(length: number, salt = ''): Buffer {
  const key = createHash('sha256')
    .update(`${currentSeed() ?? 0} ${salt}`)
    .digest()
    .subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
