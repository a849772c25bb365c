/** Makes up a token that a detector accepts, so that the repository holds nothing that looks like a secret. */
import type { Detector } from '../../src/catalogue/detector.ts';
import type { PatternDetector } from '../../src/catalogue/pattern-file.ts';
import { CHECKS } from '../../src/detect/checks/table.ts';
import { fc, stringMatching } from './property.ts';

/** Most tokens pass at once, so few are drawn at a time: drawing is what costs. */
const DRAWS = [1, 8, 40, 400];

/** The same id gives the same token. @throws {Error} when no generated token passes the checks of the pattern itself */
export function generateToken(pattern: PatternDetector, detector: Detector, salt = 0): string {
  // fast-check takes no flag i, and what matches with regard to case matches without.
  const whole = new RegExp(`^(?:${pattern.token})$`);
  const arbitrary = stringMatching(whole);
  for (const [round, numRuns] of DRAWS.entries()) {
    const candidates = fc.sample(arbitrary, { seed: seedOf(pattern.id) + salt + 97 * round, numRuns });
    const token = candidates
      .map((candidate) => repair(candidate, detector))
      .find((repaired) => passes(repaired, detector) && whole.test(repaired));
    if (token !== undefined) return token;
  }
  throw new Error(`${pattern.id}: no generated token passes its own checks`);
}

function passes(token: string, detector: Detector): boolean {
  return detector.checks.every((spec) => CHECKS[spec.name]?.accepts({ token, before: '', after: '' }, spec));
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
