/**
 * Finds long runs of base64, base64url or hexadecimal characters that stand as a value of their own (quoted or assigned). The
 * plain twin of engine/entropy-runs.ts.
 */
import { BLANK, isOf, QUOTE, RUN } from './byte-class.ts';

const SHORTEST = 32;
const LONGEST = 256;
/** base32 has six at most. A bound, so that the answer depends on no more than ENTROPY_REACH_AFTER bytes. */
const MAX_PADDING = 6;
/** How far from a run it is decided whether it stands as a value: `= "`, and `======"`. */
export const ENTROPY_REACH_BEFORE = 2;
export const ENTROPY_REACH_AFTER = MAX_PADDING + 1;

const EQUALS = 0x3d;
const COLON = 0x3a;

interface EntropyRun {
  readonly start: number;
  readonly end: number;
}

/** Kernel.findEntropyRuns. */
export function plainFindEntropyRuns(
  memory: Buffer,
  text: number,
  textLength: number,
  from: number,
  to: number,
  out: number,
  capacity: number,
): number {
  const bytes = memory.subarray(text, text + textLength);
  let at = from;
  for (let count = 0; count < capacity; count++) {
    const run = nextEntropyRun(bytes, at, to);
    if (!run) return count;
    memory.writeUInt32LE(run.start, out + count * 8);
    memory.writeUInt32LE(run.end, out + count * 8 + 4);
    at = run.end;
  }
  return capacity;
}

/** The first run that stands as a value and shares a byte with [from, to). */
function nextEntropyRun(bytes: Uint8Array, from: number, to: number): EntropyRun | undefined {
  if (from >= to) return undefined;
  // A run that begins with the last byte of the range is met by a sample behind it.
  const samplesEnd = Math.min(bytes.length, to + SHORTEST - 1);
  let at = from;
  // Touches only every 32nd byte until one lies in a run, so that ordinary text costs next to nothing.
  while (at < samplesEnd) {
    if (!isInRun(bytes, at)) {
      at += SHORTEST;
      continue;
    }
    const start = runStart(bytes, at);
    const end = runEnd(bytes, at, samplesEnd);
    if (start >= to) return undefined;
    if (isWholeRun(start, end) && isValue(bytes, start, end)) return { start, end };
    at = end + SHORTEST;
  }
  return undefined;
}

function isInRun(bytes: Uint8Array, at: number): boolean {
  return isOf(bytes[at] ?? 0, RUN);
}

/** Of a run that is too long no more than that is looked at. */
function runStart(bytes: Uint8Array, at: number): number {
  const limit = Math.max(0, at - LONGEST);
  let start = at;
  while (start > limit && isInRun(bytes, start - 1)) start--;
  return start;
}

/** To the end of the run, however long it is; but not far beyond the range, where it is too long anyway. */
function runEnd(bytes: Uint8Array, at: number, samplesEnd: number): number {
  const limit = Math.min(bytes.length, Math.max(at + LONGEST + 1, samplesEnd));
  let end = at + 1;
  while (end < limit && isInRun(bytes, end)) end++;
  return end;
}

function isWholeRun(start: number, end: number): boolean {
  return end - start >= SHORTEST && end - start <= LONGEST;
}

/** Quoted, or assigned: quotes, `=`, `:` and blanks may stand directly before a value. */
function isValue(bytes: Uint8Array, start: number, end: number): boolean {
  const opener = bytes[start - 1] ?? 0;
  if (isOf(opener, QUOTE)) return bytes[overPadding(bytes, end)] === opener;
  return isAssigning(opener) || (isOf(opener, BLANK) && isAssigning(bytes[start - 2]));
}

function isAssigning(byte: number | undefined): boolean {
  return byte === EQUALS || byte === COLON;
}

function overPadding(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at < end + MAX_PADDING && bytes[at] === EQUALS) at++;
  return at;
}
