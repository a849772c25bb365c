/** What the issuer of a secret said when it was asked whether the secret still works (`--verify`). */

/** `unknown`: not asked, or the answer proves neither. */
export type VerifyResult = 'active' | 'inactive' | 'unknown';

/** Why a result is what it is. docs/verify.md explains each. */
export const VERIFY_REASONS = [
  'accepted',
  'refused',
  'not-known-there',
  'unexpected-answer',
  'rate-limited',
  'no-answer',
  'too-slow',
  'no-trust',
  'address-refused',
  'no-address',
  'no-pair',
  'cannot-be-sent',
  'not-sure-enough',
  'left-alone',
  'out-of-time',
  'interrupted',
] as const;

export type VerifyReason = (typeof VERIFY_REASONS)[number];

export interface Verification {
  readonly result: VerifyResult;
  readonly reason: VerifyReason;
  /** When it was asked, or decided not to be; ISO 8601, UTC. */
  readonly at: string;
  /** The only host that was, or would have been, asked. */
  readonly host: string;
}
