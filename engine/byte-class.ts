// AssemblyScript. Classes of bytes, and walks over the text that the assignment reader was given, which note how far they looked.
// The plain TypeScript twin is src/engine/plain/byte-class.ts.
import { CLASSES } from './layout';

export const NAME: u32 = 1;
export const BLANK: u32 = 2;
export const QUOTE: u32 = 4;
export const BARE_END: u32 = 8;
export const CALLEE: u32 = 16;
export const BREAK: u32 = 32;
export const RUN: u32 = 64;
export const PREFIX: u32 = 128;

/** What stands before the text and behind it. */
export const NO_BYTE: u32 = 0x100;

/** The text, by addresses. Nothing outside of it is read. */
let textStart: usize = 0;
let textEnd: usize = 0;
/** The last address that was looked at; textEnd when the text was seen to end there. */
let lastSeen: usize = 0;

fillClasses();

function fillClasses(): void {
  for (let byte: u32 = 0; byte < 0x100; byte++) {
    const word = isWord(byte);
    let mask: u32 = 0;
    if (word || byte == 0x2e || byte == 0x2d) mask |= NAME;
    if (word || byte == 0x2e || byte == 0x3a || byte == 0x24) mask |= CALLEE;
    if (word || byte == 0x2b || byte == 0x2f || byte == 0x2d) mask |= RUN;
    if (byte == 0x20 || byte == 0x09) mask |= BLANK;
    if (byte == 0x0a || byte == 0x0d) mask |= BREAK;
    if (byte == 0x22 || byte == 0x27 || byte == 0x60) mask |= QUOTE;
    if (endsBare(byte)) mask |= BARE_END;
    if (isPrefix(byte)) mask |= PREFIX;
    store<u8>(CLASSES + byte, <u8>mask);
  }
}

function isWord(byte: u32): bool {
  const folded = byte | 0x20;
  return (folded >= 0x61 && folded <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5f;
}

/** White space as Latin-1 has it, the ends of what a value may stand in, and NUL. */
function endsBare(byte: u32): bool {
  if (byte == 0 || byte == 0x20 || byte == 0xa0 || (byte >= 0x09 && byte <= 0x0d)) return true;
  if (byte == 0x22 || byte == 0x27 || byte == 0x60) return true;
  if (byte == 0x2c || byte == 0x3b || byte == 0x29 || byte == 0x5d) return true;
  return byte == 0x7d || byte == 0x3c || byte == 0x3e || byte == 0x7c;
}

function isPrefix(byte: u32): bool {
  const folded = byte | 0x20;
  if (byte == 0x40 || byte == 0x24) return true;
  if (byte < 0x41) return false;
  return folded == 0x62 || folded == 0x66 || folded == 0x72 || folded == 0x75 || folded == 0x6e;
}

/** Sets the text that the walks below go over; the first `known` bytes count as looked at. */
export function watch(start: usize, length: u32, known: u32): void {
  textStart = start;
  textEnd = start + length;
  lastSeen = start + min(known, length + 1) - 1;
}

/** The offset of the end of what was looked at: length + 1 when the text was seen to end. */
export function lookedUpTo(): u32 {
  return <u32>(lastSeen + 1 - textStart);
}

// @ts-ignore: decorator
@inline
export function see(at: usize): void {
  if (at > lastSeen) lastSeen = min(at, textEnd);
}

// @ts-ignore: decorator
@inline
export function classOf(byte: u32): u32 {
  return load<u8>(CLASSES + byte);
}

/** What was seen anyway: does not note it. */
// @ts-ignore: decorator
@inline
export function peek(at: usize): u32 {
  return at < textEnd ? <u32>load<u8>(at) : NO_BYTE;
}

/** The byte before this one, seen anyway; there is none before the text. */
export function byteBefore(at: usize): u32 {
  return at > textStart ? <u32>load<u8>(at - 1) : NO_BYTE;
}

// @ts-ignore: decorator
@inline
export function byteAt(at: usize): u32 {
  see(at);
  return peek(at);
}

// @ts-ignore: decorator
@inline
export function isOf(byte: u32, mask: u32): bool {
  return byte != NO_BYTE && (classOf(byte) & mask) != 0;
}

export function is(at: usize, mask: u32): bool {
  return isOf(byteAt(at), mask);
}

/** Walks forth while the class holds, at most `most` bytes. */
export function over(from: usize, most: u32, mask: u32): usize {
  const limit = from + most;
  const end = min(limit, textEnd);
  let at = from;
  while (at < end && (classOf(load<u8>(at)) & mask) != 0) at++;
  see(at < limit ? at : at - 1);
  return at;
}

/** Walks back while the class holds, at most `most` bytes, and all of it in the text. */
export function backOver(from: usize, most: u32, mask: u32): usize {
  const end = from - textStart > most ? from - most : textStart;
  let at = from;
  while (at > end && (classOf(load<u8>(at - 1)) & mask) != 0) at--;
  return at;
}

/** Does `word` (lower case) stand at `at`, in any ASCII case? */
export function standsAt(at: usize, word: string): bool {
  const characters = changetype<usize>(word);
  const length = <usize>word.length;
  for (let index: usize = 0; index < length; index++) {
    const byte = peek(at + index);
    const folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (folded == load<u16>(characters + (index << 1))) continue;
    see(at + index);
    return false;
  }
  see(at + length - 1);
  return true;
}

/** The length of the word when it stands at `at`, else 0. */
export function lengthAt(at: usize, word: string): u32 {
  return standsAt(at, word) ? word.length : 0;
}
