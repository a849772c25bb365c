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

/** Bytes of scratch that the search takes. */
export const STRETCHES_BYTES = MOST_RECORDS * BLOCK_BYTES;

const NO_STRETCHES: readonly Stretch[] = [];

/** Blocks first. Most versions of a file have none. */
export function stretchesIn(space: Workspace, text: PlacedText, runs: KnownRuns): Iterable<Stretch> {
  const blocks = findAll(space, 'findEncodedBlocks', { text, runs, from: 0 });
  const escaped = text.isBinary ? NONE : findAll(space, 'findEscapes', { text, runs, from: 0 });
  return blocks.length + escaped.length === 0 ? NO_STRETCHES : listed(space, { text, runs, blocks, escaped });
}

interface Listed {
  readonly text: PlacedText;
  readonly runs: KnownRuns;
  /** The first of each. */
  readonly blocks: readonly Found[];
  readonly escaped: readonly Found[];
}

function* listed(space: Workspace, { text, runs, blocks, escaped }: Listed): Generator<Stretch> {
  const more = (find: Search) => (from: number) => findAll(space, find, { text, runs, from });
  for (const block of onwards(blocks, 2, more('findEncodedBlocks'))) yield blockOf(block);
  for (const stretch of onwards(escaped, 1, more('findEscapes'))) yield around(bytesOf(space, text), stretch);
}

/** @param end which number says where a record ends: there the search goes on when there was no room for more */
function* onwards(
  first: readonly Found[],
  end: 1 | 2,
  more: (from: number) => readonly Found[],
): Generator<Found> {
  for (let found = first; ; found = more(found.at(-1)?.[end] ?? 0)) {
    yield* found;
    if (found.length < MOST_RECORDS) return;
  }
}

type Search = 'findEncodedBlocks' | 'findEscapes';
type Found = readonly [number, number, number, number];
const NONE: readonly Found[] = [];

/** Read at once: whoever scans what a stretch decodes to needs the scratch as well. */
function findAll(
  { kernel, scratch }: Workspace,
  find: Search,
  { text, runs, from }: { text: PlacedText; runs: KnownRuns; from: number },
): readonly Found[] {
  const isEscapes = find === 'findEscapes';
  const count = isEscapes
    ? kernel.findEscapes(text.at, text.length, runs.at, runs.count, from, scratch, MOST_RECORDS)
    : kernel.findEncodedBlocks(text.at, text.length, runs.at, runs.count, from, scratch, MOST_RECORDS);
  if (count === 0) return NONE;
  const { memory } = kernel;
  const bytes = isEscapes ? ESCAPED_BYTES : BLOCK_BYTES;
  return Array.from({ length: count }, (_, record) => {
    const at = scratch + record * bytes;
    const fourth = isEscapes ? 0 : memory.readUInt32LE(at + 12);
    return [memory.readUInt32LE(at), memory.readUInt32LE(at + 4), memory.readUInt32LE(at + 8), fourth];
  });
}

function blockOf([first, start, end, form]: Found): Stretch {
  return {
    start: start + (form % HEX),
    end,
    by: form < HEX ? 'base64' : 'hex',
    window: { from: first - ENCODED_REACH, to: end + ENCODED_REACH },
    doubtful: NO_DOUBT,
  };
}

/** The line that the escapes stand on, or as much of it as can matter. */
function around(bytes: Buffer, [first, behind, kinds]: Found): Stretch {
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
