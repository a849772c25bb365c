/** Finds blocks of base64 or hexadecimal characters that decode to text or to a compressed stream: the twin of engine/encoded-blocks.ts. */
import { ENCODED_REACH } from '../kernel.ts';
import { BLANK, isOf, RUN } from './byte-class.ts';
import { formOf, NO_FORM } from './encoded-form.ts';

const SHORTEST = 24;
const MOST_INDENT = 40;
const RUN_BYTES = 12;
const BLOCK_BYTES = 16;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

interface Block {
  readonly end: number;
  readonly encodedFrom: number;
  readonly form: number;
}

/** Kernel.findEncodedBlocks. */
export function plainFindEncodedBlocks(
  memory: Buffer,
  text: number,
  textLength: number,
  runs: number,
  runCount: number,
  from: number,
  out: number,
  capacity: number,
): number {
  const bytes = memory.subarray(text, text + textLength);
  let done = from;
  let count = 0;
  for (const gap of gapsOf(memory, { runs, runCount, textLength })) {
    const to = Math.min(textLength, gap.to + ENCODED_REACH);
    let at = blockAround(bytes, Math.max(done, gap.from - ENCODED_REACH), done);
    while (count < capacity) {
      const start = nextRun(bytes, at, to);
      if (start < 0) break;
      const block = readBlock(bytes, start);
      at = block.end;
      done = block.end;
      if (block.form !== NO_FORM) write(memory, out + count++ * BLOCK_BYTES, { ...block, start });
    }
    if (count === capacity) return count;
    done = Math.max(done, to);
  }
  return count;
}

/** What was not copied, and the places where two copied runs meet. */
export function* gapsOf(
  memory: Buffer,
  { runs, runCount, textLength }: { runs: number; runCount: number; textLength: number },
): Generator<{ from: number; to: number }> {
  let from = 0;
  for (let run = runs; run < runs + runCount * RUN_BYTES; run += RUN_BYTES) {
    const to = memory.readUInt32LE(run);
    yield { from, to };
    from = to + memory.readUInt32LE(run + 8);
  }
  yield { from, to: textLength };
}

function write(
  memory: Buffer,
  at: number,
  { start, encodedFrom, end, form }: Block & { start: number },
): void {
  for (const [index, value] of [start, encodedFrom, end, form].entries())
    memory.writeUInt32LE(value, at + index * 4);
}

function isInRun(bytes: Uint8Array, at: number): boolean {
  return isOf(bytes[at] ?? 0, RUN);
}

function isBlank(bytes: Uint8Array, at: number): boolean {
  return isOf(bytes[at] ?? 0, BLANK);
}

/** Where the block begins that `at` may stand in, or somewhere before `at` where none stands; not before `limit`. */
function blockAround(bytes: Uint8Array, at: number, limit: number): number {
  let start = at;
  for (let steps = MOST_INDENT + 2; steps > 0 && start > limit && isBetweenLines(bytes, start - 1); steps--)
    start--;
  start = startOfRun(bytes, start, limit);
  for (let before = start; before >= 0; before = runBefore(bytes, start, limit)) start = before;
  return start;
}

function isBetweenLines(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === NEWLINE || bytes[at] === RETURN || isBlank(bytes, at);
}

/** Where the long run on the line before begins; -1 when there is none. */
function runBefore(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at > Math.max(limit, start - MOST_INDENT) && isBlank(bytes, at - 1)) at--;
  if (at === limit || bytes[at - 1] !== NEWLINE) return -1;
  at--;
  if (at > limit && bytes[at - 1] === RETURN) at--;
  const before = startOfRun(bytes, at, limit);
  return at - before >= SHORTEST ? before : -1;
}

function startOfRun(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  while (at > limit && isInRun(bytes, at - 1)) at--;
  return at;
}

function endOfRun(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isInRun(bytes, at)) at++;
  return at;
}

/** The first run of the shortest length or more that begins in [from, to); -1 when there is none. */
function nextRun(bytes: Uint8Array, from: number, to: number): number {
  // Touches only every 24th byte until one lies in a run, so that ordinary text costs next to nothing.
  for (let at = from; at < Math.min(bytes.length, to + SHORTEST); at += SHORTEST) {
    if (!isInRun(bytes, at)) continue;
    const start = startOfRun(bytes, at, from);
    if (start >= to) return -1;
    const end = endOfRun(bytes, at);
    if (end - start >= SHORTEST) return start;
    at = end - SHORTEST + 1;
  }
  return -1;
}

/** Reads on while a run stands on the next line; one that is too short is the last. */
function readBlock(bytes: Buffer, from: number): Block {
  let encodedFrom = from;
  let form = NO_FORM;
  let end = from;
  for (let start = from; start >= 0; start = runBehind(bytes, end)) {
    end = endOfRun(bytes, start);
    if (end - start < SHORTEST) break;
    if (form !== NO_FORM) continue;
    form = formOf(bytes.subarray(start, end));
    encodedFrom = start;
  }
  return { end, encodedFrom, form };
}

/** Where the run on the next line begins; -1 when none does. */
function runBehind(bytes: Uint8Array, end: number): number {
  const newline = bytes[end] === RETURN ? end + 1 : end;
  if (bytes[newline] !== NEWLINE) return -1;
  let at = newline + 1;
  while (at < newline + 1 + MOST_INDENT && isBlank(bytes, at)) at++;
  return isInRun(bytes, at) ? at : -1;
}
