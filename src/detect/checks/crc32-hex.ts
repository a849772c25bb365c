/**
 * Checks the CRC-32 that Private Packagist writes as eight hexadecimal digits at the end of a token, over all that stands before.
 * https://packagist.com/docs/composer-authentication
 */
import { crc32 } from '../../core/crc32.ts';
import type { Check } from '../check.ts';

const SUM_LENGTH = 8;

export const crc32HexCheck: Check = {
  accepts: ({ token }) => sumOf(token.slice(0, -SUM_LENGTH)) === token.slice(-SUM_LENGTH).toLowerCase(),
  repair: (token) => token.slice(0, -SUM_LENGTH) + sumOf(token.slice(0, -SUM_LENGTH)),
};

function sumOf(text: string): string {
  return crc32(text).toString(16).padStart(SUM_LENGTH, '0');
}
