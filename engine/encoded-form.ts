// AssemblyScript. What a run of base64 or hexadecimal characters decodes to, judged by its first bytes: part of the search whose plain
// twin is src/engine/plain/encoded-blocks.ts; that of this is src/engine/plain/encoded-form.ts.

/** Decoded bytes that are looked at. */
const SAMPLED: u32 = 12;
const SAMPLED_BITS: u32 = 0xfff;
const FEWEST_LETTERS: u32 = 3;
const SKIPS: usize = 4;
const HEX: u32 = 16;
export const NO_FORM: u32 = 0xff;

/** What the run decodes from to text: hexadecimal behind so many characters, or base64. It has 24 characters or more. */
export function formOf(start: usize, end: usize): u32 {
  const length = end - start;
  if (isHexText(start, length)) return HEX;
  if (load<u16>(start) == 0x7830 && isHexText(start + 2, length - 2)) return HEX + 2;
  const bytes = decoded(start);
  if (isStream(at(bytes, 0), at(bytes, 1), at(bytes, 2)) || isText(bytes)) return 0;
  for (let skip: usize = 1; skip < SKIPS; skip++) if (isText(decoded(start + skip))) return <u32>skip;
  return NO_FORM;
}

/** A byte of three. */
// @ts-ignore: decorator
@inline
function at(bytes: v128, index: u32): u32 {
  return (<u32>i32x4.extract_lane(bytes, 0) >> (index << 3)) & 0xff;
}

/** What sixteen characters of base64 or base64url stand for: twelve bytes, then zeros. */
// @ts-ignore: decorator
@inline
function decoded(start: usize): v128 {
  const characters = v128.load(start);
  // By the high half of a character, what makes it its number; then the four that their neighbours do not agree with.
  const distance = i8x16(0, 0, 16, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const row = v128.and(i16x8.shr_u(characters, 4), i8x16.splat(15));
  const plus = v128.and(i8x16.eq(characters, i8x16.splat(0x2b)), i8x16.splat(3));
  const minus = v128.and(i8x16.eq(characters, i8x16.splat(0x2d)), i8x16.splat(1));
  const line = v128.and(i8x16.eq(characters, i8x16.splat(0x5f)), i8x16.splat(33));
  const odd = v128.or(plus, v128.or(minus, line));
  const sixes = i8x16.add(i8x16.add(characters, i8x16.swizzle(distance, row)), odd);
  const twelves = v128.or(i16x8.shl(v128.and(sixes, i16x8.splat(0xff)), 6), i16x8.shr_u(sixes, 8));
  const wholes = v128.or(i32x4.shl(v128.and(twelves, i32x4.splat(0xffff)), 12), i32x4.shr_u(twelves, 16));
  return i8x16.swizzle(wholes, i8x16(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 16, 16, 16, 16));
}

/** Of twelve bytes, those behind a mark. */
function isText(bytes: v128): bool {
  const looked = SAMPLED_BITS << markBytes(at(bytes, 0), at(bytes, 1), at(bytes, 2));
  // By the halves of a byte: 1 NUL, tab, newline, return; 2 what is no control, but for the column of DEL; 4 that, without DEL.
  const low = i8x16(3, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 2, 2, 3, 2, 4);
  const high = i8x16(1, 0, 6, 6, 6, 6, 6, 2, 0, 0, 0, 0, 0, 0, 0, 0);
  const nibble = i8x16.splat(15);
  const rows = i8x16.swizzle(high, v128.and(i16x8.shr_u(bytes, 4), nibble));
  const known = v128.and(i8x16.swizzle(low, v128.and(bytes, nibble)), rows);
  const none = i8x16.splat(0);
  if ((<u32>i8x16.bitmask(i8x16.eq(known, none)) & looked & SAMPLED_BITS) != 0) return false;
  return <u32>popcnt(<u32>i8x16.bitmask(i8x16.ne(bytes, none)) & looked & SAMPLED_BITS) >= FEWEST_LETTERS;
}

/** gzip, or zlib with one of its usual heads. */
function isStream(first: u32, second: u32, third: u32): bool {
  if (first == 0x1f) return second == 0x8b && third == 0x08;
  return first == 0x78 && (second == 0x01 || second == 0x9c || second == 0xda);
}

function isHexText(start: usize, length: usize): bool {
  let letters: u32 = 0;
  const first = hexByteAt(start, 0);
  if (first > 0xff) return false;
  const second = hexByteAt(start, 1);
  const third = hexByteAt(start, 2);
  const samples = min(SAMPLED, <u32>length >>> 1);
  const isPacked = isStream(first, second, third);
  const mark = markBytes(first, second, third);
  for (let index: u32 = isPacked ? 0 : mark; index < samples; index++) {
    const byte = hexByteAt(start, index);
    if (isPacked ? byte > 0xff : !isLetter(byte)) return false;
    if (byte != 0) letters++;
  }
  return letters >= FEWEST_LETTERS;
}

/** Bytes of a mark that says which Unicode it is. */
function markBytes(first: u32, second: u32, third: u32): u32 {
  if (first == 0xef) return second == 0xbb && third == 0xbf ? 3 : 0;
  return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff) ? 2 : 0;
}

/** Zeros stand in UTF-16 and UTF-32. */
function isLetter(byte: u32): bool {
  return (byte >= 0x20 && byte < 0x7f) || byte == 0 || byte == 0x09 || byte == 0x0a || byte == 0x0d;
}

/** More than a byte where no hexadecimal digits stand. */
function hexByteAt(start: usize, index: u32): u32 {
  const place = start + (<usize>index << 1);
  return (hexDigit(load<u8>(place)) << 4) | hexDigit(load<u8>(place + 1));
}

function hexDigit(byte: u32): u32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x66 ? folded - 87 : 0x100;
}
