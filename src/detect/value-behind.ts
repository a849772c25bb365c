/**
 * A value behind its name in a form that the reader of assignments leaves alone: a block of YAML (`password: |`), an element with
 * attributes (`<wsse:Password Type="x">`), a string in parentheses, a pair in braces (`{password, "x"}`).
 */
import { type KeywordHit, type Look, lookAt } from './look.ts';

/** Offsets in the text. */
export interface ValueBehind {
  readonly start: number;
  readonly end: number;
}

interface Form {
  /** The first bytes, without blanks, say cheaply whether it can be this one. */
  readonly opens: (bytes: Buffer, name: Name) => boolean;
  /** What stands before the name, at its end. */
  readonly before: RegExp;
  /** What stands behind it. */
  readonly behind: RegExp;
}

interface Name {
  readonly nameStart: number;
  readonly nameEnd: number;
}

const REACH_BEFORE = 24;
const REACH_BEHIND = 512;
const MOST_BLANKS = 4;
const [BLANK, TAB, NEWLINE, RETURN, QUOTE, APOSTROPHE] = [0x20, 0x09, 0x0a, 0x0d, 0x22, 0x27];
const [TAG_START, COLON, EQUALS, COMMA, OPEN, BRACE, PIPE, FOLD] = [
  0x3c, 0x3a, 0x3d, 0x2c, 0x28, 0x7b, 0x7c, 0x3e,
];

const FORMS: readonly Form[] = [
  {
    opens: (bytes, { nameEnd }) => [PIPE, FOLD].includes(assignedByte(bytes, nameEnd)),
    before: /(?:^|[\s"'-])$/,
    behind:
      /^["']?:[ \t]{0,4}[|>][-+1-9]{0,2}[ \t]{0,4}\r?\n[ \t]{1,64}([^\s#][^\s]{3,255})[ \t]{0,4}(?:\r?\n(?![ \t]{2,64}[^\s:]{8,512}[ \t]{0,4}\r?\n)|$)/d,
  },
  {
    opens: (bytes, { nameEnd }) => assignedByte(bytes, nameEnd) === OPEN,
    before: /[\s"'.:[{(,$@]$|^$/,
    behind:
      /^["']?[ \t]{0,4}:?=?[ \t]{0,4}\(\s{0,64}[bru]?(?:"([^"\\\s]{4,256})"|'([^'\\\s]{4,256})')\s{0,64}\)/d,
  },
  {
    opens: (bytes, { nameStart, nameEnd }) =>
      isSpace(bytes[nameEnd]) && [TAG_START, COLON].includes(bytes[nameStart - 1] ?? 0),
    before: /<(?:[\w.-]{1,20}:)?$/,
    behind: /^\s[^<>]{1,200}(?<!\/)>\s{0,32}([^\s<>&]{4,256})\s{0,32}<\//d,
  },
  {
    opens: (bytes, { nameStart, nameEnd }) => bytes[nameEnd] === COMMA && bytes[nameStart - 1] === BRACE,
    before: /\{$/,
    behind: /^, ?(?:<<)?"([^"\\\s]{4,256})"(?:>>)?\s{0,4}\}/d,
  },
];

/** Cheap for nearly every name: a few bytes say that it is none of them. What it depends on is noted. */
export function valueBehind(
  { bytes, look }: { bytes: Buffer; look: Look },
  name: Name,
  hit: KeywordHit,
): ValueBehind | undefined {
  const { nameStart, nameEnd } = name;
  lookAt(look, hit.offset - nameStart + 1, nameEnd + 2 * MOST_BLANKS + 4 - hit.offset);
  const form = FORMS.find(({ opens }) => opens(bytes, name));
  if (!form) return undefined;
  lookAt(look, hit.offset - nameStart + REACH_BEFORE, nameEnd + REACH_BEHIND - hit.offset);
  if (!form.before.test(bytes.toString('latin1', Math.max(0, nameStart - REACH_BEFORE), nameStart)))
    return undefined;
  const behind = bytes.toString('latin1', nameEnd, Math.min(bytes.length, nameEnd + REACH_BEHIND));
  const found = form.behind.exec(behind)?.indices?.slice(1).find(Boolean);
  return found && { start: nameEnd + found[0], end: nameEnd + found[1] };
}

/** The first byte behind `:`, `=` or `:=`, or 0. */
function assignedByte(bytes: Buffer, nameEnd: number): number {
  const isQuoted = bytes[nameEnd] === QUOTE || bytes[nameEnd] === APOSTROPHE;
  let at = pastBlanks(bytes, nameEnd + (isQuoted ? 1 : 0));
  const from = at;
  if (bytes[at] === COLON) at++;
  if (bytes[at] === EQUALS) at++;
  return at === from ? 0 : (bytes[pastBlanks(bytes, at)] ?? 0);
}

function pastBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (at - from < MOST_BLANKS && (bytes[at] === BLANK || bytes[at] === TAB)) at++;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === BLANK || byte === TAB || byte === NEWLINE || byte === RETURN;
}
