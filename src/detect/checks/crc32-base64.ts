/**
 * Checks a CRC-32 that stands at the end of a token as six characters of base64 (four bytes, least significant first).
 * `{ name = "crc32-base64", prefix = 4 }`: so many characters at the front are not part of the sum. Confluent Cloud:
 * https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html
 */
import { crc32 } from '../../core/crc32.ts';
import { type Check, numberOption } from '../check.ts';

const SUM_LENGTH = 6;

export const crc32Base64Check: Check = {
  asks: 'The CRC-32 at its end (base64) must be right.',
  accepts: ({ token }, spec) =>
    sumOf(token.slice(numberOption(spec, 'prefix', 0), -SUM_LENGTH)) === token.slice(-SUM_LENGTH),
  repair: (token, spec) =>
    token.slice(0, -SUM_LENGTH) + sumOf(token.slice(numberOption(spec, 'prefix', 0), -SUM_LENGTH)),
};

function sumOf(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(text));
  return bytes.toString('base64').slice(0, SUM_LENGTH);
}
