/** A string written in parts on one line: `"abc" + "def"`, `'abc' . 'def'`, `"abc" "def"`. Those over several lines are left to the decoders. */
import type { Decoded } from './decode/decoder.ts';
import { replaceParts } from './decode/replaced.ts';

/** Bytes behind the first part in which the rest has to stand. */
export const JOINED_REACH = 1024;

/** What joins strings: Java, JavaScript, Python, Go, C#, Kotlin, Swift, Rust: +. PHP, Perl: one dot, Lua two. VB: &. SQL: ||. */
const OPERATOR = String.raw`(?:\+\+?|\.\.?|&|\|\||\^|<>|~)`;
const PART = String.raw`"[^"\\\r\n]{0,256}"|'[^'\\\r\n]{0,256}'`;
/** Behind a closing quote: more parts. Without an operator, as in C, Python and Ruby, nothing but the end of a statement may follow. */
const MORE = new RegExp(
  String.raw`[ \t]{0,8}${OPERATOR}[ \t]{0,8}(${PART})|[ \t]{1,8}(${PART})(?=(?:[ \t]{1,8}(?:${PART})){0,32}[ \t]{0,8}(?:[;,)\]}\r\n]|$))`,
  'y',
);
const MOST_PARTS = 64;
const JOINT = /(["'])[\t ]{0,8}(?:\+\+?|\.\.?|&|\|\|)[\t ]{0,8}["']/g;
/** From the first letters of a token on: not more than nine parts, for a row without end is none. */
const BROKEN =
  /(?:[^"'\s]{1,80}["'][ \t]{0,8}(?:[+&]|\.\.?|\|\|)[ \t]{0,8}["']){1,8}[^"'\s]{1,80}["'](?![ \t]{0,8}(?:[+&]|\.\.?|\|\|)[ \t]{0,8}["'])/y;
/** Bytes from its beginning on that a token in parts may take. */
const LONGEST_BROKEN = 288;
const SIGNS = new Set(Buffer.from('+.&|^<~ \t'));

export interface JoinedValue {
  /** One char code per byte. */
  readonly value: string;
  /** Behind its last byte, before the quote. */
  readonly end: number;
}

/** Cheap: may something be joined to the quoted value that ends there? */
export function mayGoOn(bytes: Buffer, end: number): boolean {
  return SIGNS.has(bytes[end + 1] ?? 0);
}

/** @returns undefined where nothing is joined to the quoted value between the offsets. At most JOINED_REACH bytes behind it are looked at */
export function joinedAt(
  bytes: Buffer,
  { start, end }: { start: number; end: number },
): JoinedValue | undefined {
  const text = bytes.toString('latin1', end + 1, Math.min(bytes.length, end + JOINED_REACH));
  const parts: string[] = [];
  MORE.lastIndex = 0;
  let behind = 0;
  for (let more = MORE.exec(text); more && parts.length < MOST_PARTS; more = MORE.exec(text)) {
    behind = MORE.lastIndex;
    parts.push((more[1] ?? more[2] ?? '').slice(1, -1));
  }
  if (parts.length === 0) return undefined;
  return { value: bytes.toString('latin1', start, end) + parts.join(''), end: end + behind };
}

/**
 * A token that is broken up: the window without what joins its parts, from the token's first letters on. Undefined where it is not.
 *
 * @param at where the token begins
 */
export function withoutJoints(window: string, at: number): (Decoded & { readonly text: string }) | undefined {
  BROKEN.lastIndex = at;
  if (!BROKEN.test(window)) return undefined;
  const most = Buffer.from(window.slice(0, at + LONGEST_BROKEN), 'latin1');
  const joined = replaceParts(most, JOINT, ({ index = 0 }) => (index < at ? undefined : ''));
  return { ...joined, text: joined.bytes.toString('latin1') };
}
