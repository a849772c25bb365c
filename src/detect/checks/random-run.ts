/** Accepts a long run only when it looks generated and nothing beside it says that it is a digest, an id or encoded data. */
import { entropy } from '../../core/entropy.ts';
import type { Check } from '../check.ts';
import { profileOf, strangeLetters } from '../values/profile.ts';

/** What public random text is called. */
const PUBLIC =
  /sha-?\d|md5|hash|digest|checksum|integrity|commit|revision|etag|fingerprint|public|pubkey|cert|uuid|guid|nonce|thumbprint|signature|image|font|data:|base64,|chunk|cursor|\brev\b|[?&/][\w.-]*$/i;
const HEX = /^[0-9a-f]+$/i;
/** Digests in hexadecimal: MD5, SHA-1, SHA-256, SHA-512. A key of the same length has a telling name. */
const DIGEST_LENGTHS = new Set([32, 40, 64, 128]);
const BASE64_BITS = 4.2;
const HEX_BITS = 3;
/** So much of it no word of code covers. */
const MOSTLY = 0.7;

export const randomRunCheck: Check = {
  asks: 'It must look generated, and nothing beside it may say that it is a digest, an id or encoded data.',
  accepts: ({ token, before }) => {
    const line = before.slice(before.lastIndexOf('\n') + 1);
    if (PUBLIC.test(line) || /^(?:sha\d+-|eyJ)/.test(token)) return false;
    if (HEX.test(token))
      return !DIGEST_LENGTHS.has(token.length) && entropy(token) >= HEX_BITS && /\d/.test(token);
    const { digits, turns, length } = profileOf(token);
    if (digits < 2 || turns < length / 5 || entropy(token) < BASE64_BITS) return false;
    return strangeLetters(token) + digits >= length * MOSTLY;
  },
};
