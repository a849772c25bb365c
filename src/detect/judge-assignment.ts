/** Judges one keyword hit of an assignment detector: reads the assignment, then runs the checks on its value. */
import { readAssignment } from './assignment.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import type { KeywordHit } from './judge-token.ts';

const CHECK_CONTEXT_AFTER = 64;

/** The verdict depends on at most ASSIGNMENT_REACH bytes on either side of the keyword. */
export function judgeAssignment(
  bytes: Buffer,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const assigned = readAssignment(bytes, hit.offset, hit.length);
  const detector = set.detectors[index];
  if (!assigned || !detector) return undefined;
  const { nameStart, start, end } = assigned;
  const input = {
    token: bytes.toString('latin1', start, end),
    before: bytes.toString('latin1', nameStart, start),
    after: bytes.toString('latin1', end, Math.min(bytes.length, end + CHECK_CONTEXT_AFTER)),
  };
  const passes = set
    .checks(index)
    .every((check, at) => check.accepts(input, detector.checks[at] ?? { name: '' }));
  return passes ? { detector: index, start, end } : undefined;
}
