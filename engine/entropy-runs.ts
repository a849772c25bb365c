// AssemblyScript. Finds long runs of base64, base64url or hexadecimal characters that stand as a value of their own (quoted or
// assigned). The plain TypeScript twin is src/engine/plain/entropy-runs.ts.
import { BLANK, classOf, QUOTE, RUN } from './byte-class';
import { BLOCK, isFullBlock, NOWHERE } from './run-blocks';

const SHORTEST: usize = 32;
const LONGEST: usize = 256;
const MAX_PADDING: usize = 6;
const EQUALS: u32 = 0x3d;
const COLON: u32 = 0x3a;

/** The text, by addresses. */
let textStart: usize = 0;
let textEnd: usize = 0;
/** The run that was found last. */
let runStart: usize = 0;
let runEnd: usize = 0;

/** Kernel.findEntropyRuns. */
export function findEntropyRuns(
  text: usize,
  textLength: u32,
  from: u32,
  to: u32,
  out: usize,
  capacity: u32,
): u32 {
  textStart = text;
  textEnd = text + textLength;
  let at = text + from;
  for (let count: u32 = 0; count < capacity; count++) {
    if (!nextRun(at, text + min(to, textLength))) return count;
    const record = out + (<usize>count << 3);
    store<u32>(record, <u32>(runStart - text));
    store<u32>(record, <u32>(runEnd - text), 4);
    at = runEnd;
  }
  return capacity;
}

/** The first run that stands as a value and shares a byte with [from, to). */
function nextRun(from: usize, to: usize): bool {
  if (from >= to) return false;
  let at = from;
  // The first whole block of a run ends with one of its first 31 bytes, and a run may begin with the last byte of the range.
  const limit = min(textEnd, to + SHORTEST - 2);
  // Only this one may begin before the range.
  if (isInRun(from) && isRunAt(from, limit)) return true;
  if (isInRun(from)) at = runEnd;
  while (true) {
    at = nextFullBlock(at, limit);
    if (at == NOWHERE) return false;
    if (isRunAt(at, limit)) return runStart < to;
    at = runEnd;
  }
}

/** Is the run around this byte one to report? Says in either case where it ends. */
function isRunAt(at: usize, limit: usize): bool {
  runStart = startOfRun(at);
  runEnd = endOfRun(at, limit);
  const length = runEnd - runStart;
  return length >= SHORTEST && length <= LONGEST && isValue(runStart, runEnd);
}

/** The first block that lies in a run as a whole. The shortest run holds one, wherever it begins. */
function nextFullBlock(from: usize, limit: usize): usize {
  for (let at = from; at + BLOCK <= limit; at += BLOCK) if (isFullBlock(at)) return at;
  return NOWHERE;
}

// @ts-ignore: decorator
@inline
function isInRun(at: usize): bool {
  return (classOf(load<u8>(at)) & RUN) != 0;
}

/** Of a run that is too long no more than that is looked at. */
function startOfRun(at: usize): usize {
  const limit = at - textStart > LONGEST ? at - LONGEST : textStart;
  let start = at;
  while (start > limit && isInRun(start - 1)) start--;
  return start;
}

/** To the end of the run, however long it is; but not far beyond the range, where it is too long anyway. */
function endOfRun(at: usize, searchEnd: usize): usize {
  const limit = min(textEnd, max(at + LONGEST + 1, searchEnd));
  let end = at + 1;
  while (end < limit && isInRun(end)) end++;
  return end;
}

/** Quoted, or assigned: quotes, `=`, `:` and blanks may stand directly before a value. */
function isValue(start: usize, end: usize): bool {
  if (start == textStart) return false;
  const opener = <u32>load<u8>(start - 1);
  if ((classOf(opener) & QUOTE) != 0) {
    const close = overPadding(end);
    return close < textEnd && load<u8>(close) == opener;
  }
  if (isAssigning(opener)) return true;
  return (classOf(opener) & BLANK) != 0 && start - 1 > textStart && isAssigning(load<u8>(start - 2));
}

function isAssigning(byte: u32): bool {
  return byte == EQUALS || byte == COLON;
}

function overPadding(end: usize): usize {
  const limit = min(textEnd, end + MAX_PADDING);
  let at = end;
  while (at < limit && load<u8>(at) == EQUALS) at++;
  return at;
}
