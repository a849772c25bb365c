/**
 * Checks the last character of a crates.io trusted publishing token: all random characters XORed, as an index into the alphabet.
 * https://github.com/rust-lang/crates.io/blob/main/crates/crates_io_trustpub/src/access_token.rs
 */
import type { Check } from '../check.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PREFIX = 'cio_tp_';

export const cratesIoSumCheck: Check = {
  asks: 'Its last character must be the checksum of those before it.',
  accepts: ({ token }) => token.endsWith(sumOf(token)),
  repair: (token) => token.slice(0, -1) + sumOf(token),
};

function sumOf(token: string): string {
  let sum = 0;
  for (let index = PREFIX.length; index < token.length - 1; index++) sum ^= token.charCodeAt(index);
  return ALPHABET.charAt(sum % ALPHABET.length);
}
