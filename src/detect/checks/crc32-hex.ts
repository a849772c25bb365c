/**
 * Checks a CRC-32 written as eight hexadecimal digits at the end of a token: `{ name = "crc32-hex" }` as Private Packagist does,
 * over all that stands before; `{ name = "crc32-hex", order = "little", separator = 1 }` as Grafana does, low byte first, and
 * with one character between that does not count; `{ name = "crc32-hex", prefix = 5, separator = 1 }` as Zuplo does, whose first
 * five do not count either.
 * https://packagist.com/docs/composer-authentication
 * https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go
 * https://zuplo.com/docs/articles/api-key-leak-detection
 */
import type { CheckSpec } from '../../catalogue/detector.ts';
import { crc32 } from '../../core/crc32.ts';
import { type Check, numberOption } from '../check.ts';

const SUM_LENGTH = 8;

export const crc32HexCheck: Check = {
  asks: 'The CRC-32 at its end (hexadecimal) must be right.',
  accepts: ({ token }, spec) => sumOf(token, spec) === token.slice(-SUM_LENGTH).toLowerCase(),
  repair: (token, spec) => token.slice(0, -SUM_LENGTH) + sumOf(token, spec),
};

function sumOf(token: string, spec: CheckSpec): string {
  const bytes = Buffer.alloc(4);
  const from = numberOption(spec, 'prefix', 0);
  const sum = crc32(token.slice(from, -SUM_LENGTH - numberOption(spec, 'separator', 0)));
  if (spec['order'] === 'little') bytes.writeUInt32LE(sum);
  else bytes.writeUInt32BE(sum);
  return bytes.toString('hex');
}
