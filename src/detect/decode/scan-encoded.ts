/** Finds encoded stretches in a text, has what they decode to scanned, and says where in the text each secret came from. */
import type { Candidate } from '../candidate.ts';
import { bytesOf, type PlacedText, type Workspace } from '../placed-text.ts';
import { type KnownRuns, type Stretch, stretchesIn } from './encoded-stretches.ts';
import { type Allowance, unescape, unfold, type Unfolded } from './unfold.ts';

export interface EncodedSearch {
  readonly text: PlacedText;
  readonly runs: KnownRuns;
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

/** What may be made of one stretch: so many times its length, a little more for short ones, and no more than that. */
const GROWTH = 32;
const SMALL_STRETCH = 4096;
const MOST_DECODED = 64 * 1024 * 1024;

/** @returns false when something holds more than may be made of it, and was left out */
export function scanEncoded(space: Workspace, search: EncodedSearch): boolean {
  const { text, runs, nesting } = search;
  if (nesting.depth === 0) return true;
  let isWhole = true;
  for (const stretch of stretchesIn(space, text, runs)) {
    const { start, end, window } = stretch;
    // A copy: memory that grows moves.
    const source = Buffer.from(bytesOf(space, text).subarray(start, end));
    const allowance = nesting.allowance ?? allowanceFor(source.length);
    for (const candidate of candidatesIn(stretch, { source, allowance }, search))
      search.found({ ...candidate, start: start + candidate.start, end: start + candidate.end }, window);
    isWhole &&= !allowance.isSpent;
  }
  return isWhole;
}

function allowanceFor(length: number): Allowance {
  return { bytes: Math.min(MOST_DECODED, length * GROWTH + SMALL_STRETCH), isSpent: false };
}

/** Offsets count in the stretch. */
function candidatesIn(
  { by, doubtful }: Stretch,
  { source, allowance }: { source: Buffer; allowance: Allowance },
  { nesting: { depth }, scan }: EncodedSearch,
): Candidate[] {
  const isBlock = by === 'base64' || by === 'hex';
  const unfolded = isBlock ? unfold(source, by, { most: depth, allowance }) : unescape(source, by, allowance);
  if (!unfolded) return [];
  const { bytes, encoding } = unfolded;
  const last = bytes.length - doubtful.behind;
  return scan(bytes, { depth: depth - encoding.length, allowance })
    .filter(({ start, end }) => start >= doubtful.before && end <= last)
    .map((candidate) => behind(unfolded, candidate));
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
