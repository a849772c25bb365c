/**
 * Accepts a JSON Web Token only when its first part decodes to a JSON object with an `alg` (RFC 7519, RFC 7515 section 4.1.1), and its
 * signature is as long as that algorithm makes it: `{ name = "jwt", signed = false }` is for those whose signature is none.
 */
import type { Check } from '../check.ts';

/** Characters of base64url that a signature has (RFC 7518 section 3.1, RFC 8037). Of RSA the key's length tells, 1,024 bits at least. */
const SIGNATURE: ReadonlyArray<readonly [algorithm: RegExp, fewest: number, most: number]> = [
  [/^HS256$/, 43, 43],
  [/^HS384$/, 64, 64],
  [/^HS512$/, 86, 86],
  [/^[RP]S(?:256|384|512)$/, 171, 1366],
  [/^ES256K?$/, 86, 86],
  [/^ES384$/, 128, 128],
  [/^ES512$/, 176, 176],
  [/^none$/i, Infinity, Infinity],
];

export const jwtCheck: Check = {
  asks: ({ signed }) =>
    signed === false
      ? 'Its first part must decode to a JSON object that names an algorithm, and its signature must be none that this algorithm makes.'
      : 'Its first part must decode to a JSON object that names an algorithm, and its signature must be one that this algorithm makes.',
  accepts: ({ token }, { signed }) => {
    const [header = '', , signature = ''] = token.split('.');
    const algorithm = algorithmOf(header);
    return algorithm !== undefined && isSignature(signature, algorithm) === (signed !== false);
  },
  repair: (token, { signed }) => {
    const alg = signed === false ? 'none' : 'EdDSA';
    const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
    return [header, ...token.split('.').slice(1)].join('.');
  },
};

function algorithmOf(header: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    const isNamed = typeof parsed === 'object' && parsed !== null && 'alg' in parsed;
    return isNamed && typeof parsed.alg === 'string' ? parsed.alg : undefined;
  } catch {
    return undefined;
  }
}

/** Of algorithms that are not in the list nothing is known, so they count as signed. */
function isSignature(signature: string, algorithm: string): boolean {
  const [, fewest, most] = SIGNATURE.find(([name]) => name.test(algorithm)) ?? [/^/, 0, Infinity];
  return signature.length >= fewest && signature.length <= most;
}
