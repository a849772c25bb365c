// AssemblyScript. Finds blocks of base64 or hexadecimal characters, over lines too, that decode to text or to a compressed stream.
// The plain twin is src/engine/plain/encoded-blocks.ts, the contract src/engine/kernel.ts.
import { BLANK, classOf, RUN } from './byte-class';
import { nextBlockOfRun, NOWHERE } from './run-blocks';

/** Two full steps of the search lie in the shortest run, wherever it begins. */
const SHORTEST: usize = 24;
const MOST_INDENT: usize = 40;
/** ENCODED_REACH in src/engine/kernel.ts. */
const REACH: usize = 72;
const RUN_BYTES: usize = 12;
const BLOCK_BYTES: usize = 16;
/** Decoded bytes that are looked at. */
const SAMPLED: u32 = 12;
const FEWEST_LETTERS: u32 = 3;
const SKIPS: u32 = 4;
const HEX: u32 = 16;
const NO_FORM: u32 = 0xff;

let textStart: usize = 0;
let textEnd: usize = 0;
/** The block that was read last: its end, and the first run in it that decodes to something, if there is one. */
let blockEnd: usize = 0;
let encodedFrom: usize = 0;
let encodedForm: u32 = NO_FORM;

/** Kernel.findEncodedBlocks. */
export function findEncodedBlocks(
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
    const to = min(textEnd, gapTo + REACH);
    let at = blockAround(max(done, gapFrom - min(REACH, gapFrom - textStart)), done);
    while (count < capacity) {
      const start = nextRun(at, to);
      if (start == NOWHERE) break;
      readBlock(start);
      at = blockEnd;
      done = blockEnd;
      if (encodedForm == NO_FORM) continue;
      write(out + <usize>count * BLOCK_BYTES, start);
      count++;
    }
    if (count == capacity) return count;
    done = max(done, to);
    if (index < runCount) gapFrom = gapTo + load<u32>(run, 8);
  }
  return count;
}

function write(record: usize, start: usize): void {
  store<u32>(record, <u32>(start - textStart));
  store<u32>(record, <u32>(encodedFrom - textStart), 4);
  store<u32>(record, <u32>(blockEnd - textStart), 8);
  store<u32>(record, encodedForm, 12);
}

// @ts-ignore: decorator
@inline
function isInRun(at: usize): bool {
  return (classOf(load<u8>(at)) & RUN) != 0;
}

// @ts-ignore: decorator
@inline
function isBlank(at: usize): bool {
  return (classOf(load<u8>(at)) & BLANK) != 0;
}

/** Where the block begins that `at` may stand in, or somewhere before `at` where none stands; not before `limit`. */
function blockAround(at: usize, limit: usize): usize {
  let start = at;
  for (let steps = MOST_INDENT + 2; steps > 0 && start > limit && isBetweenLines(start - 1); steps--) start--;
  start = startOfRun(start, limit);
  while (true) {
    const before = runBefore(start, limit);
    if (before == NOWHERE) return start;
    start = before;
  }
}

function isBetweenLines(at: usize): bool {
  const byte = <u32>load<u8>(at);
  return byte == 0x0a || byte == 0x0d || isBlank(at);
}

/** Where the long run on the line before begins. */
function runBefore(start: usize, limit: usize): usize {
  let at = start;
  const farthest = at - min(MOST_INDENT, at - limit);
  while (at > farthest && isBlank(at - 1)) at--;
  if (at == limit || load<u8>(at - 1) != 0x0a) return NOWHERE;
  at--;
  if (at > limit && load<u8>(at - 1) == 0x0d) at--;
  const before = startOfRun(at, limit);
  return at - before >= SHORTEST ? before : NOWHERE;
}

function startOfRun(from: usize, limit: usize): usize {
  let at = from;
  while (at > limit && isInRun(at - 1)) at--;
  return at;
}

function endOfRun(from: usize): usize {
  let at = from;
  while (at < textEnd && isInRun(at)) at++;
  return at;
}

/** The first run of the shortest length or more that begins in [from, to). */
function nextRun(from: usize, to: usize): usize {
  let at = from;
  const limit = min(textEnd, to + SHORTEST);
  while (at < to) {
    at = nextBlockOfRun(at, limit);
    if (at == NOWHERE) return NOWHERE;
    const start = startOfRun(at, from);
    if (start >= to) return NOWHERE;
    const end = endOfRun(at);
    if (end - start >= SHORTEST) return start;
    at = end;
  }
  return NOWHERE;
}

/** Reads on while a run stands on the next line; one that is too short is the last. */
function readBlock(from: usize): void {
  encodedForm = NO_FORM;
  let start = from;
  while (true) {
    blockEnd = endOfRun(start);
    if (blockEnd - start < SHORTEST) return;
    if (encodedForm == NO_FORM) {
      encodedForm = formOf(start, blockEnd);
      encodedFrom = start;
    }
    start = runBehind(blockEnd);
    if (start == NOWHERE) return;
  }
}

/** Where the run on the next line begins. */
function runBehind(end: usize): usize {
  let at = end;
  if (at < textEnd && load<u8>(at) == 0x0d) at++;
  if (at >= textEnd || load<u8>(at) != 0x0a) return NOWHERE;
  at++;
  const limit = min(textEnd, at + MOST_INDENT);
  while (at < limit && isBlank(at)) at++;
  return at < textEnd && isInRun(at) ? at : NOWHERE;
}

/** What the run decodes from to text: hexadecimal behind so many characters, or base64. */
function formOf(start: usize, end: usize): u32 {
  const length = end - start;
  if (isHexText(start, length)) return HEX;
  if (load<u16>(start) == 0x7830 && isHexText(start + 2, length - 2)) return HEX + 2;
  if (isStream(byteAt(start, 0), byteAt(start, 1), byteAt(start, 2))) return 0;
  for (let skip: u32 = 0; skip < SKIPS; skip++) if (isBase64Text(start + skip)) return skip;
  return NO_FORM;
}

/** gzip, or zlib with one of its usual heads. */
function isStream(first: u32, second: u32, third: u32): bool {
  if (first == 0x1f) return second == 0x8b && third == 0x08;
  return first == 0x78 && (second == 0x01 || second == 0x9c || second == 0xda);
}

function isBase64Text(start: usize): bool {
  let letters: u32 = 0;
  for (let index = markBytes(byteAt(start, 0), byteAt(start, 1), byteAt(start, 2)); index < SAMPLED; index++) {
    const byte = byteAt(start, index);
    if (!isText(byte)) return false;
    if (byte != 0) letters++;
  }
  return letters >= FEWEST_LETTERS;
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
    if (isPacked ? byte > 0xff : !isText(byte)) return false;
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
function isText(byte: u32): bool {
  return (byte >= 0x20 && byte < 0x7f) || byte == 0 || byte == 0x09 || byte == 0x0a || byte == 0x0d;
}

function byteAt(start: usize, index: u32): u32 {
  const rest = index % 3;
  const at = start + <usize>(index + index / 3);
  return ((sextet(load<u8>(at)) << (2 + 2 * rest)) | (sextet(load<u8>(at + 1)) >> (4 - 2 * rest))) & 0xff;
}

/** Of base64 or base64url. */
function sextet(byte: u32): u32 {
  if (byte >= 0x61) return byte - 71;
  if (byte == 0x5f || byte == 0x2f) return 63;
  if (byte >= 0x41) return byte - 65;
  return byte >= 0x30 ? byte + 4 : 62;
}

/** More than a byte where no hexadecimal digits stand. */
function hexByteAt(start: usize, index: u32): u32 {
  const at = start + (<usize>index << 1);
  return (hexDigit(load<u8>(at)) << 4) | hexDigit(load<u8>(at + 1));
}

function hexDigit(byte: u32): u32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x66 ? folded - 87 : 0x100;
}
