/** The findings that a fingerprint, or its beginning, names. */
import type { Finding } from '../../core/finding.ts';
import { ScannerError } from '../../core/scanner-error.ts';

/** Fewer digits name too much. */
const FEWEST_DIGITS = 8;
const FINGERPRINT = /^[0-9a-f]{8,32}$/;

/** @throws {ScannerError} `usage` */
export function checkFingerprint(given: string | undefined): string {
  const hint = `A report gives it: bitsieve scan -f json. ${FEWEST_DIGITS} of its digits are enough.`;
  if (given === undefined) throw new ScannerError('usage', 'a fingerprint is missing', { hint });
  const folded = given.toLowerCase();
  if (!FINGERPRINT.test(folded))
    throw new ScannerError('usage', `"${given.slice(0, 60)}" is no fingerprint`, { hint });
  return folded;
}

/** @returns every place of the one secret that is meant. @throws {ScannerError} `usage` when none or several are */
export function findByFingerprint(findings: readonly Finding[], asked: string): [Finding, ...Finding[]] {
  const meant = findings.filter(({ fingerprint }) => fingerprint.startsWith(asked));
  const names = [...new Set(meant.map(({ fingerprint }) => fingerprint))];
  if (names.length > 1) {
    throw new ScannerError('usage', `${asked} is the beginning of ${names.length} fingerprints`, {
      hint: `Give more digits: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`,
    });
  }
  const [first, ...rest] = meant;
  if (!first) {
    throw new ScannerError('usage', `no finding here has the fingerprint ${asked}`, {
      hint: 'Give the place and the options of the scan that reported it; where BITSIEVE_KEY was set for that scan, set it again.',
    });
  }
  return [first, ...rest];
}
