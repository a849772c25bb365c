/** Finds encoded stretches in a text, has what they decode to scanned, and says where in the text each secret came from. */
import { ENCODED_REACH } from '../../engine/kernel.ts';
import type { Candidate } from '../candidate.ts';
import { bytesOf, type PlacedText, type Workspace } from '../placed-text.ts';
import type { DecoderName } from './table.ts';
import { type Allowance, unfold, type Unfolded } from './unfold.ts';

export interface EncodedSearch {
  readonly text: PlacedText;
  /** Copied runs: blocks that lie inside of one are known from the base. */
  readonly runs: { readonly at: number; readonly count: number };
  readonly nesting: Nesting;
  /** Scans a decoded text, with offsets that count in it. */
  readonly scan: (text: Buffer, nesting: Nesting) => readonly Candidate[];
  /** @param window the stretch of the text that the candidate depends on; it may reach beyond its ends */
  readonly found: (candidate: Candidate, window: { from: number; to: number }) => void;
}

/** How deep a text lies, and what may still be made of it. */
export interface Nesting {
  /** Decoders that may follow. */
  readonly depth: number;
  /** Left out: the text is not itself decoded, and each of its stretches has its own. */
  readonly allowance?: Allowance;
}

/** As the kernel writes it. */
interface Block {
  readonly start: number;
  readonly from: number;
  readonly end: number;
  readonly form: number;
}

const MOST_BLOCKS = 64;
const BLOCK_BYTES = 16;
const HEX = 16;
/** What may be made of one stretch: so many times its length, a little more for short ones, and no more than that. */
const GROWTH = 32;
const SMALL_STRETCH = 4096;
const MOST_DECODED = 64 * 1024 * 1024;

/** @returns false when something holds more than may be made of it, and was left out */
export function scanEncoded(space: Workspace, search: EncodedSearch): boolean {
  if (search.nesting.depth === 0) return true;
  let isWhole = true;
  for (const block of blocksOf(space, search)) {
    const from = block.from + (block.form % HEX);
    // A copy: memory that grows moves.
    const source = Buffer.from(bytesOf(space, search.text).subarray(from, block.end));
    const allowance = search.nesting.allowance ?? allowanceFor(source.length);
    const by = block.form < HEX ? 'base64' : 'hex';
    const window = { from: block.start - ENCODED_REACH, to: block.end + ENCODED_REACH };
    for (const candidate of candidatesIn({ source, by, allowance }, search))
      search.found({ ...candidate, start: from + candidate.start, end: from + candidate.end }, window);
    isWhole &&= !allowance.isSpent;
  }
  return isWhole;
}

function allowanceFor(length: number): Allowance {
  return { bytes: Math.min(MOST_DECODED, length * GROWTH + SMALL_STRETCH), isSpent: false };
}

function* blocksOf({ kernel, arena }: Workspace, { text, runs }: EncodedSearch): Generator<Block> {
  const out = arena.take(MOST_BLOCKS * BLOCK_BYTES);
  if (out < 0) throw new RangeError('no memory for the blocks of a text');
  try {
    let from = 0;
    for (let count = MOST_BLOCKS; count === MOST_BLOCKS;) {
      count = kernel.findEncodedBlocks(text.at, text.length, runs.at, runs.count, from, out, MOST_BLOCKS);
      for (let index = 0; index < count; index++) {
        const block = blockAt(kernel.memory, out + index * BLOCK_BYTES);
        from = block.end;
        yield block;
      }
    }
  } finally {
    arena.give(out);
  }
}

function blockAt(memory: Buffer, at: number): Block {
  return {
    start: memory.readUInt32LE(at),
    from: memory.readUInt32LE(at + 4),
    end: memory.readUInt32LE(at + 8),
    form: memory.readUInt32LE(at + 12),
  };
}

/** Offsets count in the stretch. */
function candidatesIn(
  { source, by, allowance }: { source: Buffer; by: DecoderName; allowance: Allowance },
  { nesting, scan }: EncodedSearch,
): Candidate[] {
  const unfolded = unfold(source, by, { most: nesting.depth, allowance });
  if (!unfolded) return [];
  const inner = scan(unfolded.bytes, { depth: nesting.depth - unfolded.encoding.length, allowance });
  return inner.map((candidate) => behind(unfolded, candidate));
}

function behind({ bytes, startOf, endOf, encoding }: Unfolded, candidate: Candidate): Candidate {
  const { start, end } = candidate;
  return {
    ...candidate,
    start: startOf(start),
    end: endOf(end),
    encoding: [...encoding, ...(candidate.encoding ?? [])],
    value: candidate.value ?? bytes.toString('latin1', start, end),
  };
}
