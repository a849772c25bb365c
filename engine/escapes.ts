// AssemblyScript. Finds stretches with characters that stand for others: percent-encoding, escapes of strings, entities of HTML,
// quoted-printable, and strings that go on in the next line. The plain twin is src/engine/plain/escapes.ts, the contract
// src/engine/kernel.ts.
import { BLANK, classOf, RUN } from './byte-class';

/** Kinds, a bit each. */
const PERCENT: u32 = 1;
const ESCAPE: u32 = 2;
const ENTITY: u32 = 4;
const QUOTED: u32 = 8;
const JOIN: u32 = 16;

/** Escapes that stand nearer to each other, on one line, are one stretch. */
const GAP: usize = 128;
/** ESCAPE_REACH, BEFORE_LINE and BEHIND_LINE in src/engine/kernel.ts. */
const REACH: usize = 320;
const BEFORE_LINE: usize = 72;
const BEHIND_LINE: usize = 52;
const BLOCK: usize = 16;
const NOWHERE: usize = 0;
const RUN_BYTES: usize = 12;
const STRETCH_BYTES: usize = 12;
const MOST_BLANKS: usize = 8;
const MOST_INDENT: usize = 40;
/** A soft line break ends a line of about this length. */
const QUOTED_LINE: usize = 70;

let textStart: usize = 0;
let textEnd: usize = 0;
let stretchEnd: usize = 0;
let kinds: u32 = 0;

/** Kernel.findEscapes. */
export function findEscapes(
  text: usize,
  textLength: u32,
  runs: usize,
  runCount: u32,
  from: u32,
  out: usize,
  capacity: u32,
): u32 {
  textStart = text;
  textEnd = text + textLength;
  let done = text + from;
  let count: u32 = 0;
  let gapFrom = textStart;
  for (let index: u32 = 0; index <= runCount; index++) {
    const run = runs + <usize>index * RUN_BYTES;
    const gapTo = index < runCount ? text + load<u32>(run) : textEnd;
    const to = endOfSearch(gapTo);
    const nearest = max(done, startOfSearch(gapFrom));
    let at = stretchAround(nearest, done);
    while (count < capacity) {
      const start = nextEscape(at, to);
      if (start == NOWHERE) break;
      readStretch(start);
      at = stretchEnd;
      done = stretchEnd;
      if (stretchEnd <= nearest) continue;
      const record = out + <usize>count * STRETCH_BYTES;
      store<u32>(record, <u32>(start - textStart));
      store<u32>(record, <u32>(stretchEnd - textStart), 4);
      store<u32>(record, kinds, 8);
      count++;
    }
    if (count == capacity) return count;
    done = max(done, to);
    if (index < runCount) gapFrom = gapTo + load<u32>(run, 8);
  }
  return count;
}

/** What ends before this ends on a line that is not near enough to the gap, or is too far from it. */
function startOfSearch(gapFrom: usize): usize {
  const farthest = gapFrom - min(REACH, gapFrom - textStart);
  let at = gapFrom - min(BEHIND_LINE, gapFrom - textStart);
  // What is stepped over begins behind the farthest byte.
  for (; at - farthest >= BLOCK; at -= BLOCK) {
    const newlines = newlinesAt(at - BLOCK + 1);
    if (newlines != 0) return at - BLOCK + 32 - <usize>clz(newlines);
  }
  while (at > farthest && load<u8>(at) != 0x0a) at--;
  return at;
}

/** The same of what begins at this or behind it. */
function endOfSearch(gapTo: usize): usize {
  const farthest = min(textEnd, gapTo + REACH);
  for (let at = gapTo + BEFORE_LINE; at < farthest; at += BLOCK) {
    const newlines = newlinesAt(at);
    if (newlines != 0) return min(farthest, at + <usize>ctz(newlines) + 1);
  }
  return farthest;
}

/** A bit for each newline in a block. */
// @ts-ignore: decorator
@inline
function newlinesAt(at: usize): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x0a)));
}

/** Where the stretch begins that `at` may stand in, or `at`. */
function stretchAround(at: usize, limit: usize): usize {
  // Nothing goes on behind the end of a line that is no escape.
  if (load<u8>(at) == 0x0a && kindAt(at) == 0) return at;
  let start = at;
  let place = at;
  while (place > limit && start - place < GAP) {
    place--;
    if (kindAt(place) != 0) start = place;
    else if (load<u8>(place) == 0x0a) break;
  }
  return start;
}

// @ts-ignore: decorator
@inline
function lookUp(low: v128, high: v128, bytes: v128): v128 {
  const nibble = i8x16.splat(15);
  const byLow = i8x16.swizzle(low, v128.and(bytes, nibble));
  return v128.and(byLow, i8x16.swizzle(high, v128.and(i16x8.shr_u(bytes, 4), nibble)));
}

/**
 * The first escape that begins in [from, to). Of ordinary text hardly a byte is looked at alone.
 *
 * Tables by the low and the high half of a byte; what both say is so. Of a byte: 1 `%`, 2 backslash, 4 `&`, 8 `=`; the upper four
 * bits: what can go before a newline. Of the one behind it: what can go on after these four, and a few others; all upper bits: a
 * newline. Without a branch in between: one newline in some blocks and none in others is what no processor can foresee.
 */
function nextEscape(from: usize, to: usize): usize {
  const low = i8x16(32, 0, 32, 0, 0, 1, 36, 32, 0, 16, 0, 32, -126, 88, 32, 0);
  const high = i8x16(16, 0, 37, 72, 0, -126, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const nextLow = i8x16(0, 4, 1, 13, 1, 3, 1, 1, 2, 0, -16, 0, 0, 0, 0, 2);
  const nextHigh = i8x16(-16, 0, 6, 9, 0, 0, 4, 6, 0, 0, 0, 0, 0, 0, 0, 0);
  // From the byte before on: the first may be a newline.
  for (let at = from - 1; at < to; at += BLOCK) {
    const any = v128.and(lookUp(low, high, v128.load(at)), lookUp(nextLow, nextHigh, v128.load(at + 1)));
    if (!v128.any_true(any)) continue;
    for (let mask = <u32>i8x16.bitmask(i8x16.ne(any, i8x16.splat(0))); mask != 0; mask &= mask - 1) {
      const place = at + <usize>ctz(mask);
      if (place >= to) return NOWHERE;
      if (place >= from && kindAt(place) != 0) return place;
      if (place + 1 < to && load<u8>(place + 1) == 0x0a && joinAt(place + 1) != 0) return place + 1;
    }
  }
  return NOWHERE;
}

function readStretch(from: usize): void {
  kinds = 0;
  stretchEnd = from;
  for (let at = from; at < textEnd && at < stretchEnd + GAP; at++) {
    const kind = kindAt(at);
    if (kind != 0) {
      kinds |= kind;
      stretchEnd = at + 1;
    } else if (load<u8>(at) == 0x0a) return;
  }
}

/** Which kind of escape begins at this byte; 0 for none. */
function kindAt(at: usize): u32 {
  const byte = <u32>load<u8>(at);
  if (byte == 0x25) return isLetter(hexAt(at + 1)) ? PERCENT : 0;
  if (byte == 0x5c) return isEscape(at + 1) ? ESCAPE : 0;
  if (byte == 0x26) return isEntity(at + 1) ? ENTITY : 0;
  if (byte == 0x3d) return byteAt(at + 1) == 0x33 && byteAt(at + 2) == 0x44 ? QUOTED : 0;
  return byte == 0x0a ? joinAt(at) : 0;
}

// @ts-ignore: decorator
@inline
function byteAt(at: usize): u32 {
  return at < textEnd ? <u32>load<u8>(at) : 0;
}

// @ts-ignore: decorator
@inline
function isLetter(code: u32): bool {
  return code >= 0x20 && code < 0x7f;
}

/** Of two hexadecimal digits; 0 where none stand. */
function hexAt(at: usize): u32 {
  const high = digitOf(byteAt(at));
  const low = digitOf(byteAt(at + 1));
  return high > 15 || low > 15 ? 0 : (high << 4) | low;
}

function digitOf(byte: u32): u32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x66 ? folded - 87 : 16;
}

/** Behind the backslash: xHH, u00HH, u{HH}, a slash, or a line end that something follows. */
function isEscape(at: usize): bool {
  const byte = byteAt(at);
  if (byte == 0x78) return isLetter(hexAt(at + 1));
  if (byte == 0x75 && byteAt(at + 1) == 0x7b) return byteAt(at + 4) == 0x7d && isLetter(hexAt(at + 2));
  if (byte == 0x75) return byteAt(at + 1) == 0x30 && byteAt(at + 2) == 0x30 && isLetter(hexAt(at + 3));
  return byte == 0x2f && byteAt(at + 1) == 0x5c && byteAt(at + 2) == 0x2f;
}

/** Behind the ampersand: a number, or the name of a quote. */
function isEntity(at: usize): bool {
  const byte = byteAt(at);
  if (byte == 0x71) return byteAt(at + 1) == 0x75 && byteAt(at + 2) == 0x6f && byteAt(at + 3) == 0x74 && byteAt(at + 4) == 0x3b;
  if (byte == 0x61) return byteAt(at + 1) == 0x70 && byteAt(at + 2) == 0x6f && byteAt(at + 3) == 0x73 && byteAt(at + 4) == 0x3b;
  if (byte != 0x23) return false;
  if ((byteAt(at + 1) | 0x20) == 0x78) return byteAt(at + 4) == 0x3b && isLetter(hexAt(at + 2));
  let code: u32 = 0;
  let place = at + 1;
  for (; place < at + 4 && byteAt(place) >= 0x30 && byteAt(place) <= 0x39; place++)
    code = code * 10 + byteAt(place) - 0x30;
  return byteAt(place) == 0x3b && isLetter(code);
}

/** At a newline: does what stands before it go on behind it? */
function joinAt(newline: usize): u32 {
  const end = newline > textStart && load<u8>(newline - 1) == 0x0d ? newline - 1 : newline;
  if (end <= textStart + 1) return 0;
  const last = <u32>load<u8>(end - 1);
  if (last == 0x3d) return isLongLine(end) && (classOf(load<u8>(end - 2)) & BLANK) == 0 ? QUOTED : 0;
  if (last == 0x5c && (classOf(load<u8>(end - 2)) & RUN) != 0)
    return newline + 1 < textEnd && (classOf(load<u8>(newline + 1)) & RUN) != 0 ? JOIN : 0;
  const quote = quoteBefore(end);
  return quote != 0 && quote == quoteBehind(newline + 1) ? JOIN : 0;
}

function isLongLine(end: usize): bool {
  if (end - textStart < QUOTED_LINE) return false;
  for (let at = end - QUOTED_LINE; at < end; at++) if (load<u8>(at) == 0x0a) return false;
  return true;
}

/** The quote that ends a string at the end of a line, before an operator or none; 0 for none. */
function quoteBefore(end: usize): u32 {
  let at = blanksBefore(end);
  if (at > textStart && isOperator(load<u8>(at - 1))) at = blanksBefore(at - 1);
  return at > textStart ? quoteOf(load<u8>(at - 1)) : 0;
}

function blanksBefore(end: usize): usize {
  let at = end;
  const limit = end - min(MOST_BLANKS, end - textStart);
  while (at > limit && (classOf(load<u8>(at - 1)) & BLANK) != 0) at--;
  return at;
}

function quoteBehind(start: usize): u32 {
  let at = blanksBehind(start, MOST_INDENT);
  if (at < textEnd && isOperator(load<u8>(at))) at = blanksBehind(at + 1, MOST_BLANKS);
  return at < textEnd ? quoteOf(load<u8>(at)) : 0;
}

function blanksBehind(start: usize, most: usize): usize {
  let at = start;
  const limit = min(textEnd, start + most);
  while (at < limit && (classOf(load<u8>(at)) & BLANK) != 0) at++;
  return at;
}

/** `+`, `.`, `&` join strings; a backslash goes on with the line. */
function isOperator(byte: u32): bool {
  return byte == 0x2b || byte == 0x2e || byte == 0x26 || byte == 0x5c;
}

function quoteOf(byte: u32): u32 {
  return byte == 0x22 || byte == 0x27 ? byte : 0;
}
