/**
 * A value that stands where the reader of assignments does not look: in the member before the name (`"value": "x", "name": "DB_PASSWORD"`),
 * or in the cell behind it (`<td>Password</td><td>x</td>`, `<dt>Password</dt><dd>x</dd>`). What else stands behind it: `value-behind.ts`.
 */
import { type KeywordHit, type Look, lookAt } from './look.ts';
import { valueBehind } from './value-behind.ts';

/** Offsets in the text. */
export interface ValueBeside {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
  /** Delimited: not the bare text of YAML. */
  readonly quoted: boolean;
}

const MOST_NAME = 64;
/** Bytes before the name in which the value has to stand, and behind it. */
const REACH_BEFORE = 640;
const REACH_BEHIND = 640;
/** What is called so gives its value's name. */
const NAMING =
  /(?:^|[\s"'{,<\w])(?:name|key|id|variable|parameter|header|field|property)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?$/i;
const NAMING_REACH = 32;
const MEMBER =
  /val(?:ue)?["']?[ \t]{0,4}[:=][ \t]{0,4}(?:"([^"\\\r\n]{4,256})"|'([^'\\\r\n]{4,256})'|([^\s"',;{}[\]<>]{4,256}))\s{0,4}[,;]?\s{0,64}(?:["']?\w{1,16}["']?[ \t]{0,4}[:=][ \t]{0,4}(?:["']\w{0,32}["']|\w{1,32})\s{0,4}[,;]?\s{0,64})?["']?\w{0,16}["']?[ \t]{0,4}[:=][ \t]{0,4}["']?$/diy;
/** The value may hold the word as well. */
const MOST_TRIES = 3;
/** The rest of the cell with the name, and the next one, with the value alone in it. */
const NEXT_CELL =
  /^[:*]?\s{0,8}(?:<\/\w{1,8}>\s{0,64}){0,3}(?<=<\/(?:td|th|dt)>\s{0,64})<(?:td|dd)(?:\s[^<>]{0,120})?>\s{0,32}(?:<(?:code|b|strong|tt|kbd|span|pre|p|em|i|samp)(?:\s[^<>]{0,80})?>\s{0,16}){0,3}([^\s<>&"'`]{4,128})\s{0,32}<\//di;
/** Up to three words before the name, in the same cell. */
const CELL_BEFORE =
  /<(?:td|th|dt)(?:\s[^<>]{0,48})?>\s{0,16}(?:<\w[^<>]{0,24}>\s{0,8}){0,2}(?:[\w.-]{1,16} ){0,3}$/i;

const NAME = flags(/[A-Za-z0-9_.-]/);
const QUOTE = flags(/["']/);
const BLANK = flags(/[ \t]/);
const ASSIGNS = flags(/[:=]/);
const TAG_START = 0x3c;
const SLASH = 0x2f;

function flags(members: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (members.test(String.fromCharCode(byte)) ? 1 : 0));
}

/** Cheap for nearly every keyword: a few bytes say that it is neither. What it depends on is noted. */
export function valueBeside(
  { bytes, look }: { bytes: Buffer; look: Look },
  hit: KeywordHit,
): ValueBeside | undefined {
  const name = nameAround(bytes, hit);
  if (!name) return undefined;
  lookAt(look, hit.offset - name.nameStart + NAMING_REACH, name.nameEnd + 4 - hit.offset);
  if (isBeforeTag(bytes, name.nameEnd)) return inNextCell(bytes, name, { look, hit });
  if (isGivenAsValue(bytes, name)) return inMemberBefore(bytes, name, { look, hit });
  const behind = valueBehind({ bytes, look }, name, hit);
  return behind && { ...name, ...behind, quoted: true };
}

interface Name {
  readonly nameStart: number;
  readonly nameEnd: number;
}

function nameAround(bytes: Buffer, { offset, length }: KeywordHit): Name | undefined {
  let nameEnd = offset + length;
  while (nameEnd > offset && !isOf(bytes, nameEnd - 1, NAME)) nameEnd--;
  let nameStart = nameEnd;
  while (nameEnd - offset < MOST_NAME && isOf(bytes, nameEnd, NAME)) nameEnd++;
  while (offset - nameStart < MOST_NAME && isOf(bytes, nameStart - 1, NAME)) nameStart--;
  return nameStart < nameEnd ? { nameStart, nameEnd } : undefined;
}

function isOf(bytes: Buffer, at: number, members: Uint8Array): boolean {
  return members[bytes[at] ?? 0] === 1;
}

function isBeforeTag(bytes: Buffer, nameEnd: number): boolean {
  const at = nameEnd + (bytes[nameEnd] === 0x3a ? 1 : 0);
  return bytes[at] === TAG_START && bytes[at + 1] === SLASH;
}

/** `: "DB_PASSWORD"`, `= 'x'`, `: DB_PASSWORD` at the end of a line. */
function isGivenAsValue(bytes: Buffer, { nameStart, nameEnd }: Name): boolean {
  const isQuoted = isOf(bytes, nameStart - 1, QUOTE);
  const closes = bytes[nameEnd] ?? 0x0a;
  if (isQuoted ? closes !== bytes[nameStart - 1] : closes !== 0x0a && closes !== 0x0d) return false;
  let at = nameStart - (isQuoted ? 2 : 1);
  for (let blanks = 0; blanks < 4 && isOf(bytes, at, BLANK); blanks++) at--;
  return isOf(bytes, at, ASSIGNS);
}

type Seen = { readonly look: Look; readonly hit: KeywordHit };

function inMemberBefore(bytes: Buffer, name: Name, { look, hit }: Seen): ValueBeside | undefined {
  const { nameStart } = name;
  if (!NAMING.test(bytes.toString('latin1', Math.max(0, nameStart - NAMING_REACH), nameStart)))
    return undefined;
  lookAt(look, hit.offset - nameStart + REACH_BEFORE, 0);
  const from = Math.max(0, nameStart - REACH_BEFORE);
  const found = memberIn(bytes.toString('latin1', from, nameStart));
  return found && { ...name, start: from + found.start, end: from + found.end, quoted: found.quoted };
}

/** The member that the text ends with, and the name of the next. Tried from the end: of a long text most is never looked at. */
function memberIn(text: string): Omit<ValueBeside, 'nameStart' | 'nameEnd'> | undefined {
  const folded = text.toLowerCase();
  let at = text.length;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    at = at > 0 ? folded.lastIndexOf('val', at - 1) : -1;
    if (at < 0) return undefined;
    // `interval` is no value, `ParameterValue` is one.
    if (/^[a-z]v/.test(text.slice(Math.max(0, at - 1), at + 1))) continue;
    MEMBER.lastIndex = at;
    const [, double, single, bare] = MEMBER.exec(text)?.indices ?? [];
    const found = double ?? single ?? bare;
    if (found) return { start: found[0], end: found[1], quoted: bare === undefined };
  }
  return undefined;
}

function inNextCell(bytes: Buffer, name: Name, { look, hit }: Seen): ValueBeside | undefined {
  const { nameStart, nameEnd } = name;
  lookAt(look, hit.offset - nameStart + MOST_NAME * 2, nameEnd - hit.offset + REACH_BEHIND);
  if (!CELL_BEFORE.test(bytes.toString('latin1', Math.max(0, nameStart - MOST_NAME * 2), nameStart)))
    return undefined;
  const behind = bytes.toString('latin1', nameEnd, Math.min(bytes.length, nameEnd + REACH_BEHIND));
  const found = NEXT_CELL.exec(behind)?.indices?.[1];
  return found && { ...name, start: nameEnd + found[0], end: nameEnd + found[1], quoted: true };
}
