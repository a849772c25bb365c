/**
 * Checks the six checksum characters of a Bech32 string (BIP 173), in either case: age's secret keys end in one.
 * https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki, https://age-encryption.org/v1
 */
import type { Check } from '../check.ts';

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const SUM_LENGTH = 6;

export const bech32Check: Check = {
  asks: 'The checksum at its end (Bech32) must be right.',
  accepts: ({ token }) => {
    const { prefix, data } = partsOf(token);
    return data.length > SUM_LENGTH && polymod([...expand(prefix), ...data]) === 1;
  },
  repair: (token) => {
    const { prefix, data } = partsOf(token);
    const kept = data.slice(0, -SUM_LENGTH);
    const sum = polymod([...expand(prefix), ...kept, 0, 0, 0, 0, 0, 0]) ^ 1;
    const letters = Array.from({ length: SUM_LENGTH }, (_, at) =>
      ALPHABET.charAt((sum >>> (5 * (SUM_LENGTH - 1 - at))) & 31),
    ).join('');
    const isUpper = token === token.toUpperCase();
    return token.slice(0, -SUM_LENGTH) + (isUpper ? letters.toUpperCase() : letters);
  },
};

/** The last `1` parts the readable prefix from the data. */
function partsOf(token: string): { prefix: string; data: number[] } {
  const lower = token.toLowerCase();
  const at = lower.lastIndexOf('1');
  return {
    prefix: lower.slice(0, at),
    data: Array.from(lower.slice(at + 1), (char) => ALPHABET.indexOf(char)),
  };
}

function expand(prefix: string): number[] {
  const codes = Array.from(prefix, (char) => char.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of GENERATOR.entries()) if ((top >>> bit) & 1) sum ^= generator;
  }
  return sum;
}
