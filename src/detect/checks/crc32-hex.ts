/**
 * Checks the CRC-32 that Grafana puts at the end of a token: eight hex digits, low byte first, over all that stands before `_`.
 * https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
 */
import { crc32 } from '../../core/crc32.ts';
import type { Check } from '../check.ts';

const SUM_LENGTH = 8;

export const crc32HexCheck: Check = {
  accepts: ({ token }) => sumOf(token) === token.slice(-SUM_LENGTH),
  repair: (token) => token.slice(0, -SUM_LENGTH) + sumOf(token),
};

function sumOf(token: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(token.slice(0, -SUM_LENGTH - 1)));
  return bytes.toString('hex');
}
