/**
 * Checks the four bytes at the end of a Base58Check text, a double SHA-256 of what stands before them. `version` is what the
 * bytes must begin with, in hex, and `bytes` how many there may be without the sum: `{ name = "base58check", version = "80", bytes = [33, 34] }`.
 * https://en.bitcoin.it/wiki/Base58Check_encoding
 */
import { createHash } from 'node:crypto';
import type { CheckSpec } from '../../catalogue/detector.ts';
import type { Check } from '../check.ts';

const DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const SUM_BYTES = 4;

export const base58Check: Check = {
  asks: 'The double SHA-256 at its end (Base58Check) must be right, and version and length those of such a key.',
  accepts: ({ token }, spec) => {
    const bytes = decode(token);
    const payload = bytes.subarray(0, -SUM_BYTES);
    return (
      payload.toString('hex').startsWith(versionOf(spec)) &&
      lengthsOf(spec).includes(payload.length) &&
      sumOf(payload).equals(bytes.subarray(-SUM_BYTES))
    );
  },
  repair: (token, spec) => {
    const version = Buffer.from(versionOf(spec), 'hex');
    const length = lengthsOf(spec).at(-1) ?? 0;
    const noise = createHash('sha512').update(token).digest();
    const payload = Buffer.concat([version, noise, noise]).subarray(0, length);
    return encode(Buffer.concat([payload, sumOf(payload)]));
  },
};

function versionOf(spec: CheckSpec): string {
  return String(spec['version']);
}

function lengthsOf(spec: CheckSpec): number[] {
  return Array.isArray(spec['bytes']) ? spec['bytes'].map(Number) : [];
}

function sumOf(payload: Buffer): Buffer {
  const once = createHash('sha256').update(payload).digest();
  return createHash('sha256').update(once).digest().subarray(0, SUM_BYTES);
}

/** Versions that begin with a zero byte are not needed here, so leading ones are not kept. */
function decode(text: string): Buffer {
  let value = 0n;
  for (const char of text) value = value * 58n + BigInt(Math.max(0, DIGITS.indexOf(char)));
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

function encode(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; value > 0n; value /= 58n) text = DIGITS.charAt(Number(value % 58n)) + text;
  return text;
}
