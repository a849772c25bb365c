/** Keyed hashes that stand for a secret in reports and baselines: equal for equal secrets, useless without the key. */
import { createHmac } from 'node:crypto';
import type { SecretValue } from './secret-value.ts';

/** 128 of the 256 bits: two among a billion secrets collide with a chance below 1 in 10^20, and lines stay readable. */
const HEX_DIGITS = 32;

/** Hash of detector and value: the same finding has the same one at every path, in every commit and in every clone. */
export function fingerprint(value: SecretValue, key: Buffer, detector: string): string {
  return hash(key, detector, value);
}

/** Hash of the value alone: shows that two detectors, or two repositories, hold the same secret. */
export function secretId(value: SecretValue, key: Buffer): string {
  // No detector has an empty id, so the two kinds of hash never meet.
  return hash(key, '', value);
}

function hash(key: Buffer, detector: string, value: SecretValue): string {
  return createHmac('sha256', key)
    .update(`${detector}\0`, 'utf8')
    .update(value.unwrapBytes(), 'latin1')
    .digest('hex')
    .slice(0, HEX_DIGITS);
}
