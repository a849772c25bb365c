// AssemblyScript. Finds blocks of base64 or hexadecimal characters, over lines too, that decode to text or to a compressed stream.
// The plain twin is src/engine/plain/encoded-blocks.ts, the contract src/engine/kernel.ts.
import { BLANK, classOf } from './byte-class';
import { formOf, NO_FORM } from './encoded-form';
import { endOfRun, isInRun, nextBlockOfRun, NOWHERE, startOfRun } from './run-blocks';

/** Two full steps of the search lie in the shortest run, wherever it begins. */
const SHORTEST: usize = 24;
const MOST_INDENT: usize = 40;
/** ENCODED_REACH in src/engine/kernel.ts. */
const REACH: usize = 72;
const RUN_BYTES: usize = 12;
const BLOCK_BYTES: usize = 16;

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

/** The first run of the shortest length or more that begins in [from, to). */
function nextRun(from: usize, to: usize): usize {
  let at = from;
  const limit = min(textEnd, to + SHORTEST);
  while (at < to) {
    at = nextBlockOfRun(at, limit);
    if (at == NOWHERE) return NOWHERE;
    const start = startOfRun(at, from);
    if (start >= to) return NOWHERE;
    const end = endOfRun(at, textEnd);
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
    blockEnd = endOfRun(start, textEnd);
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
