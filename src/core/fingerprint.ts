/** Keyed hashes of secrets: they tell that two are the same without telling what they are. */
import { createHmac } from 'node:crypto';
import type { SecretValue } from './secret-value.ts';

const HEX_DIGITS = 32;

/** Hash of detector and value, 128 bits in hexadecimal. Stable across rebases, renames and clones for the same key. */
export function fingerprint(value: SecretValue, key: Buffer, detector: string): string {
  return hash(key, `${detector}\0${value.unwrapBytes()}`);
}

/** Hash of the value alone: the same secret, whatever found it. */
export function secretId(value: SecretValue, key: Buffer): string {
  return hash(key, value.unwrapBytes());
}

function hash(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'latin1').digest('hex').slice(0, HEX_DIGITS);
}
