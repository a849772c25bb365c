/** What its issuer said of a secret, in a few words. */
import type { Verification, VerifyReason } from '../../core/verification.ts';

const WHY: Readonly<Record<VerifyReason, string>> = {
  accepted: 'it works',
  refused: 'it does not work any more',
  'not-known-there': 'not known there, but others issue such secrets too',
  'unexpected-answer': 'the answer proves nothing',
  'rate-limited': 'the host would not be asked more often',
  'no-answer': 'the host gave no answer',
  'too-slow': 'the host took too long',
  'no-trust': 'the certificate of the host is not trusted',
  'address-refused': 'the host has an address inside of a network',
  'no-address': 'the name of the host leads nowhere',
  'no-pair': 'the other half of the key pair was not found with it',
  'cannot-be-sent': 'it holds what no request can carry',
  'not-sure-enough': 'not asked: it may be an example',
  'left-alone': 'not asked: the host had failed too often',
  'out-of-time': 'not asked: the time of --verify-timeout was over',
  interrupted: 'not asked: the scan was stopped',
};

/** `active at api.example.com on 2026-11-22 (it works)`; empty where nobody asked. */
export function verifiedWords({ verification }: { readonly verification?: Verification }): string {
  if (!verification) return '';
  const { result, host, at, reason } = verification;
  const subject = result === 'unknown' ? 'whether it works is unknown' : result;
  return `${subject} at ${host} on ${at.slice(0, 10)} (${WHY[reason]})`;
}
