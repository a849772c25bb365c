/** A label before what it names, told from other text by a few bytes: cheaper by far than a window and an expression. */
import type { Detector } from '../catalogue/detector.ts';
import { type KeywordHit, type Look, lookAt } from './look.ts';

/** More than the gap that the expression allows, also where a longer keyword begins in the same place. */
const FARTHEST = 96;
const [NEWLINE, RETURN, BACKSLASH, PERCENT, UNDERSCORE] = [0x0a, 0x0d, 0x5c, 0x25, 0x5f] as const;
/** n, r, t: tails of escapes. */
const ESCAPES: ReadonlySet<number> = new Set([0x6e, 0x72, 0x74]);

/** Does the keyword open a word: `email` in `user_email`, `userEmail` and behind an escaped line break, not in `gemail`? */
export function opensWord(bytes: Uint8Array, offset: number, look: Look): boolean {
  lookAt(look, 2, 0);
  const before = bytes[offset - 1] ?? NEWLINE;
  if (!isLetter(before) || !isLetter(bytes[offset] ?? 0)) return true;
  const startsHump = isLower(before) && !isLower(bytes[offset] ?? 0);
  return startsHump || (ESCAPES.has(before) && bytes[offset - 2] === BACKSLASH);
}

/**
 * Does a word start here, as expressions of boundary `word` have it: behind nothing of a word, or behind the tail of an escape
 * (`\n`, `%3D`)?
 */
export function startsWord(bytes: Uint8Array, at: number): boolean {
  const before = bytes[at - 1] ?? NEWLINE;
  if (!isWordByte(before)) return true;
  if (ESCAPES.has(before) && bytes[at - 2] === BACKSLASH) return true;
  return bytes[at - 3] === PERCENT && isHex(bytes[at - 2] ?? 0) && isHex(before);
}

/** Does a byte that what is labelled has to have stand behind the keyword, on its line? True where nothing is known of it. */
export function namesAhead(
  bytes: Uint8Array,
  { offset, length }: KeywordHit,
  { opens = '', needs }: Detector,
  look: Look,
): boolean {
  if (opens === '' && needs === undefined) return true;
  const from = offset + length;
  const limit = Math.min(bytes.length, from + FARTHEST);
  let at = from;
  while (at < limit && !endsLine(bytes[at]) && !isSought(bytes[at] ?? 0, opens, needs)) at++;
  // The byte that decided was looked at, or that there is none.
  lookAt(look, 0, at + 1 - offset);
  return at < limit && !endsLine(bytes[at]);
}

function isSought(byte: number, opens: string, needs: number | undefined): boolean {
  return needs === undefined ? opens.includes(String.fromCharCode(byte)) : byte === needs;
}

function endsLine(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === RETURN;
}

function isWordByte(byte: number): boolean {
  return isLetter(byte) || isDigit(byte) || byte === UNDERSCORE;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isLetter(byte: number): boolean {
  return isLower(byte | 0x20);
}

function isLower(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}
