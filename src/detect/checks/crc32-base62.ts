/**
 * Checks the CRC-32 that GitHub and npm put at the end of a token, as base-62 digits padded to six.
 * `{ name = "crc32-base62", prefix = 4 }`: so many characters at the front are not part of the sum.
 * https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
import { crc32 } from '../../core/crc32.ts';
import { type Check, numberOption } from '../check.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUM_LENGTH = 6;

export const crc32Base62Check: Check = {
  asks: 'The CRC-32 at its end (base 62) must be right.',
  accepts: ({ token }, spec) =>
    sumOf(token.slice(numberOption(spec, 'prefix', 0), -SUM_LENGTH)) === token.slice(-SUM_LENGTH),
  repair: (token, spec) =>
    token.slice(0, -SUM_LENGTH) + sumOf(token.slice(numberOption(spec, 'prefix', 0), -SUM_LENGTH)),
};

function sumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  while (rest > 0) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits.padStart(SUM_LENGTH, '0');
}
