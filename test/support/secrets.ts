/** Secrets for tests, made up at run time: the repository itself holds nothing that looks like one. */
import { crc32Base62Check } from '../../src/detect/checks/crc32-base62.ts';
import { pemCheck } from '../../src/detect/checks/pem.ts';

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

/** A password as people make them up, 14 characters. */
export function password(seed: number): string {
  const [token, signs] = [githubToken(seed), '#!%&*+?='];
  const sign = (place: number): string => signs[(seed + place) % signs.length] ?? '';
  return [token.slice(4, 8), sign(1), token.slice(9, 13), sign(3), token.slice(20, 24)].join('');
}

/** A block that says it is an RSA key and begins like one; the rest is noise. */
export function privateKey(seed: number): string {
  const label = ['RSA', 'PRIVATE', 'KEY'].join(' ');
  const noise = Buffer.from(
    Array.from({ length: 5 }, (_, row) => githubToken(seed * 5 + row)).join(''),
  ).toString('base64');
  const start = `-----BEGIN ${label}-----\n${noise}\n-----END ${label}-----`;
  return pemCheck.repair?.(start, { name: 'pem' }) ?? '';
}

/** Both halves of an AWS access key as IAM makes them: base32 behind four letters, forty characters of base64. */
export function awsKeyPair(seed: number): { id: string; secret: string } {
  const body = githubToken(seed)
    .slice(4)
    .toUpperCase()
    .replace(/[0189]/g, 'Q')
    .slice(0, 16);
  const [first, second] = [githubToken(seed + 1).slice(4, 24), githubToken(seed + 2).slice(4, 20)];
  return { id: ['AK', 'IA', body].join(''), secret: `${first}/a7+${second}` };
}
