/** Makes up a token that a detector accepts, so that the repository holds nothing that looks like a secret. */
import fc from 'fast-check';
import type { Detector } from '../../src/catalogue/detector.ts';
import type { PatternDetector } from '../../src/catalogue/pattern-file.ts';
import { CHECKS } from '../../src/detect/checks/table.ts';

const TRIES = 400;

/** The same id gives the same token. @throws {Error} when no generated token passes the checks of the pattern itself */
export function generateToken(pattern: PatternDetector, detector: Detector, salt = 0): string {
  const whole = new RegExp(`^(?:${pattern.token})$`, pattern.ignoreCase ? 'i' : '');
  const arbitrary = fc.stringMatching(whole);
  const candidates = fc.sample(arbitrary, { seed: seedOf(pattern.id) + salt, numRuns: TRIES });
  for (const candidate of candidates) {
    const token = repair(candidate, detector);
    const passes = detector.checks.every((spec) =>
      CHECKS[spec.name]?.accepts({ token, before: '', after: '' }, spec),
    );
    if (passes && whole.test(token)) return token;
  }
  throw new Error(`${pattern.id}: none of ${TRIES} generated tokens passes its own checks`);
}

function repair(token: string, detector: Detector): string {
  return detector.checks.reduce(
    (repaired, spec) => CHECKS[spec.name]?.repair?.(repaired, spec) ?? repaired,
    token,
  );
}

function seedOf(id: string): number {
  return Array.from(id).reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7);
}
