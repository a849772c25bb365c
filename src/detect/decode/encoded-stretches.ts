/** The stretches of a text that are worth decoding, as the kernel finds them. */
import { BEFORE_LINE, BEHIND_LINE, ENCODED_REACH, ESCAPE_REACH } from '../../engine/kernel.ts';
import { bytesOf, type PlacedText, type Workspace } from '../placed-text.ts';
import { type DecoderName, ESCAPED } from './table.ts';

export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly by: DecoderName;
  /** What all this depends on; it may reach beyond the ends of the text. */
  readonly window: { readonly from: number; readonly to: number };
  /** Bytes at either end of what it decodes to that are not to be trusted: it was cut off in the middle of a line. */
  readonly doubtful: { readonly before: number; readonly behind: number };
}

/** Copied runs: what lies inside of one is known from the base. */
export interface KnownRuns {
  readonly at: number;
  readonly count: number;
}

const MOST_RECORDS = 64;
const BLOCK_BYTES = 16;
const ESCAPED_BYTES = 12;
const HEX = 16;
/** Bytes of the line around escapes that are decoded with them. */
const AROUND = 256;
/** What begins or ends so near to a cut may be a part of something else. */
const DOUBTFUL = 64;
const NEWLINE = 0x0a;
const NO_DOUBT = { before: 0, behind: 0 };

export function* stretchesIn(space: Workspace, text: PlacedText, runs: KnownRuns): Generator<Stretch> {
  const out = space.arena.take(MOST_RECORDS * BLOCK_BYTES);
  if (out < 0) throw new RangeError('no memory for the stretches of a text');
  try {
    yield* blocksIn(space, { text, runs, out });
    if (!text.isBinary) yield* escapedIn(space, { text, runs, out });
  } finally {
    space.arena.give(out);
  }
}

interface Search {
  readonly text: PlacedText;
  readonly runs: KnownRuns;
  readonly out: number;
}

function* blocksIn({ kernel }: Workspace, { text, runs, out }: Search): Generator<Stretch> {
  let from = 0;
  for (let count = MOST_RECORDS; count === MOST_RECORDS;) {
    count = kernel.findEncodedBlocks(text.at, text.length, runs.at, runs.count, from, out, MOST_RECORDS);
    for (let record = out; record < out + count * BLOCK_BYTES; record += BLOCK_BYTES) {
      const number = (index: number): number => kernel.memory.readUInt32LE(record + index * 4);
      const [first, start, end, form] = [number(0), number(1), number(2), number(3)];
      const window = { from: first - ENCODED_REACH, to: end + ENCODED_REACH };
      const by = form < HEX ? 'base64' : 'hex';
      yield { start: start + (form % HEX), end, by, window, doubtful: NO_DOUBT };
      from = end;
    }
  }
}

function* escapedIn(space: Workspace, { text, runs, out }: Search): Generator<Stretch> {
  const { kernel } = space;
  let from = 0;
  for (let count = MOST_RECORDS; count === MOST_RECORDS;) {
    count = kernel.findEscapes(text.at, text.length, runs.at, runs.count, from, out, MOST_RECORDS);
    for (let record = out; record < out + count * ESCAPED_BYTES; record += ESCAPED_BYTES) {
      const number = (index: number): number => kernel.memory.readUInt32LE(record + index * 4);
      const [first, behind, kinds] = [number(0), number(1), number(2)];
      yield around(bytesOf(space, text), { first, behind, kinds });
      from = behind;
    }
  }
}

/** The line that the escapes stand on, or as much of it as can matter. */
function around(bytes: Buffer, escaped: { first: number; behind: number; kinds: number }): Stretch {
  const { first, behind, kinds } = escaped;
  const farthest = Math.max(0, first - ESCAPE_REACH);
  const before = bytes.subarray(farthest, first).lastIndexOf(NEWLINE);
  const next = bytes.subarray(behind, behind + ESCAPE_REACH).indexOf(NEWLINE);
  const line = before < 0 ? 0 : farthest + before + 1;
  const lineEnd = next < 0 ? bytes.length : behind + next;
  const start = Math.max(line, first - AROUND);
  const end = Math.min(lineEnd, behind + AROUND);
  const [, by] = ESCAPED.find(([bit]) => (kinds & bit) !== 0) ?? [0, 'escapes'];
  return {
    start,
    end,
    by,
    window: {
      from: before < 0 ? first - ESCAPE_REACH : Math.max(first - ESCAPE_REACH, line - 1 - BEFORE_LINE),
      to: Math.min(behind + ESCAPE_REACH, next < 0 ? Infinity : lineEnd + BEHIND_LINE),
    },
    doubtful: { before: start > line ? DOUBTFUL : 0, behind: end < lineEnd ? DOUBTFUL : 0 },
  };
}
