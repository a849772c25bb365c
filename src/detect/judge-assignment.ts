/** Judges one keyword hit of an assignment detector: reads the assignment, then runs the checks on its value. */
import { readAssignment } from './assignment.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import type { KeywordHit } from './judge-token.ts';

const CHECK_CONTEXT = 64;
/** Nothing shorter is a secret; most values of keyword hits end here, before any text is made of them. */
const SHORTEST = 4;

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
  const { nameStart, nameEnd, start, end, quoted } = assigned;
  if (end - start < SHORTEST) return undefined;
  const lineStart = bytes.subarray(Math.max(0, nameStart - CHECK_CONTEXT), nameStart);
  const name = bytes.toString('latin1', nameStart, nameEnd);
  const link = bytes.toString('latin1', nameEnd, start);
  const input = {
    token: bytes.toString('latin1', start, end),
    before: name + link,
    after: bytes.toString('latin1', end, Math.min(bytes.length, end + CHECK_CONTEXT)),
    assigned: { lead: lastLineOf(lineStart), name, link, quoted },
  };
  const passes = set
    .checks(index)
    .every((check, at) => check.accepts(input, detector.checks[at] ?? { name: '' }));
  return passes ? { detector: index, start, end } : undefined;
}

function lastLineOf(bytes: Buffer): string {
  return bytes.toString('latin1', bytes.lastIndexOf(0x0a) + 1);
}
