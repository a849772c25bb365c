/** Judges one keyword hit of an assignment detector: reads the assignment, then runs the checks on its value. */
import { readAssignment } from './assigned.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import { kubernetesSecretAt } from './kubernetes-secret.ts';
import { type KeywordHit, type Look, lookAt } from './look.ts';
import type { PlacedText } from './placed-text.ts';

const CHECK_CONTEXT = 64;
/** Nothing shorter is a secret; most values of keyword hits end here, before any text is made of them. */
const SHORTEST = 4;

/** Bytes before the name that its reader looks at. */
const NAME_REACH = 65;

/** The text, the same as bytes, and what is noted of the bytes that were looked at. */
export interface JudgedText {
  readonly text: PlacedText;
  readonly bytes: Buffer;
  readonly look: Look;
}

export function judgeAssignment(
  { text, bytes, look }: JudgedText,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const assigned = readAssignment(set.space, text, hit);
  lookAt(look, NAME_REACH, assigned.looked - hit.offset);
  if (!assigned.isValue) return undefined;
  lookAt(look, NAME_REACH + CHECK_CONTEXT, assigned.end + CHECK_CONTEXT - hit.offset);
  const detector = set.detectors[index];
  if (!detector) return undefined;
  const { nameStart, nameEnd, start, end, quoted } = assigned;
  if (end - start < SHORTEST) return undefined;
  const lineStart = bytes.subarray(Math.max(0, nameStart - CHECK_CONTEXT), nameStart);
  const name = bytes.toString('latin1', nameStart, nameEnd);
  const link = bytes.toString('latin1', nameEnd, start);
  const decoded = set.decodeDepth > 0 ? kubernetesSecretAt({ bytes, look }, hit, assigned) : undefined;
  const input = {
    token: decoded ?? bytes.toString('latin1', start, end),
    before: name + link,
    after: bytes.toString('latin1', end, Math.min(bytes.length, end + CHECK_CONTEXT)),
    assigned: { lead: lastLineOf(lineStart), name, link, quoted: quoted || decoded !== undefined },
  };
  const passes = set
    .checks(index)
    .every((check, at) => check.accepts(input, detector.checks[at] ?? { name: '' }));
  if (!passes) return undefined;
  const place = { detector: index, start, end };
  return decoded === undefined ? place : { ...place, encoding: ['base64'], value: decoded };
}

function lastLineOf(bytes: Buffer): string {
  return bytes.toString('latin1', bytes.lastIndexOf(0x0a) + 1);
}
