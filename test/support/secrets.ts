/** Secrets for tests, made up at run time: the repository itself holds nothing that looks like one. */
import { crc32Base62Check } from '../../src/detect/checks/crc32-base62.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A GitHub token with a valid checksum; the same seed gives the same token. */
export function githubToken(seed: number): string {
  let state = seed * 2_654_435_761 + 97;
  const body = Array.from({ length: 36 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ALPHABET[(state >>> 8) % ALPHABET.length];
  }).join('');
  const spec = { name: 'crc32-base62', prefix: 4 };
  return crc32Base62Check.repair?.(['ghp', body].join('_'), spec) ?? '';
}
