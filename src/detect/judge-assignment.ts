/** Judges one keyword hit of an assignment detector: reads the assignment, then runs the checks on its value. */
import { type Assignment, readAssignment } from './assigned.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import { JOINED_REACH, joinedAt, mayGoOn } from './joined-parts.ts';
import { kubernetesSecretAt } from './kubernetes-secret.ts';
import { type KeywordHit, type Look, lookAt } from './look.ts';
import type { PlacedText } from './placed-text.ts';
import { attributeBefore, isStep } from './terraform-attribute.ts';
import { valueBeside } from './value-beside.ts';

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

/** Of the assignment that begins with the name; where it is none, or no secret, of a value beside the name. */
export function judgeAssignment(
  seen: JudgedText,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  return judgeBehind(seen, hit, index, set) ?? judgeBeside(seen, hit, index, set);
}

function judgeBehind(
  { text, bytes, look }: JudgedText,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const assigned = readAssignment(set.space, text, hit);
  lookAt(look, NAME_REACH, assigned.looked - hit.offset);
  if (!assigned.isValue) return undefined;
  lookAt(look, NAME_REACH + CHECK_CONTEXT, assigned.end + CHECK_CONTEXT - hit.offset);
  const { nameStart, nameEnd, start, end } = assigned;
  if (end - start < SHORTEST) return undefined;
  const name = bytes.toString('latin1', nameStart, nameEnd);
  if (isStep(name)) return judgeAttribute({ text, bytes, look }, hit, { index, set, assigned });
  const made = madeOf({ bytes, look }, hit, assigned, set);
  const link = bytes.toString('latin1', nameEnd, start);
  return accepted(
    { bytes, index, set },
    { start, ...made, name, link, lead: lastLineOf(leadOf(bytes, nameStart)) },
  );
}

/** The value as it stands there, or what it stands for. */
function madeOf(
  seen: { bytes: Buffer; look: Look },
  hit: KeywordHit,
  assigned: Assignment,
  { decodeDepth }: DetectorSet,
): Pick<Judged, 'end' | 'quoted' | 'decoded' | 'encoding'> {
  const { end, quoted } = assigned;
  if (decodeDepth === 0) return { end, quoted };
  const secret = kubernetesSecretAt(seen, hit, assigned);
  if (secret !== undefined) return { end, quoted: true, decoded: secret, encoding: 'base64' };
  if (!quoted || !mayGoOn(seen.bytes, end)) return { end, quoted };
  lookAt(seen.look, 0, end + JOINED_REACH + CHECK_CONTEXT - hit.offset);
  const joined = joinedAt(seen.bytes, assigned);
  if (!joined) return { end, quoted };
  return { end: joined.end, quoted, decoded: joined.value, encoding: 'joined-strings' };
}

function judgeBeside(
  seen: JudgedText,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const { bytes, look } = seen;
  const found = valueBeside({ bytes, look }, hit);
  if (!found) return undefined;
  const { nameStart, nameEnd, start, end, quoted } = found;
  lookAt(look, 0, end + CHECK_CONTEXT - hit.offset);
  const name = bytes.toString('latin1', nameStart, nameEnd);
  return accepted(
    { bytes, index, set },
    { start, end, quoted, name, link: quoted ? '": "' : ': ', lead: '' },
  );
}

/** Of a state of Terraform: the value that stands under the name which was read. */
function judgeAttribute(
  seen: JudgedText,
  hit: KeywordHit,
  { index, set, assigned }: { index: number; set: DetectorSet; assigned: Assignment },
): Candidate | undefined {
  const { bytes } = seen;
  const name = bytes.toString('latin1', assigned.start, assigned.end);
  const found = attributeBefore(seen, hit, name);
  return found && accepted({ bytes, index, set }, { ...found, quoted: true, name, link: '": "', lead: '"' });
}

interface Judged {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** What the bytes between the offsets stand for, where it is not they themselves. */
  readonly decoded?: string;
  readonly encoding?: string;
  readonly lead: string;
  readonly name: string;
  readonly link: string;
}

function accepted(
  { bytes, index, set }: { bytes: Buffer; index: number; set: DetectorSet },
  { start, end, quoted, decoded, encoding, lead, name, link }: Judged,
): Candidate | undefined {
  const detector = set.whole(index);
  if (!detector) return undefined;
  const input = {
    token: decoded ?? bytes.toString('latin1', start, end),
    before: name + link,
    after: bytes.toString('latin1', end, Math.min(bytes.length, end + CHECK_CONTEXT)),
    assigned: { lead, name, link, quoted },
  };
  const passes = set
    .checks(index)
    .every((check, at) => check.accepts(input, detector.checks[at] ?? { name: '' }));
  if (!passes) return undefined;
  const place = { detector: index, start, end };
  return encoding === undefined ? place : { ...place, encoding: [encoding], value: input.token };
}

function leadOf(bytes: Buffer, nameStart: number): Buffer {
  return bytes.subarray(Math.max(0, nameStart - CHECK_CONTEXT), nameStart);
}

function lastLineOf(bytes: Buffer): string {
  return bytes.toString('latin1', bytes.lastIndexOf(0x0a) + 1);
}
