/** Finds encoded stretches in a text, has what they decode to scanned, and says where in the text each secret came from. */
import type { Candidate } from '../candidate.ts';
import type { BarrenStretches } from './barren-stretches.ts';
import { bytesOf, type PlacedText, type Workspace } from '../placed-text.ts';
import { type KnownRuns, type Stretch, stretchesIn } from './encoded-stretches.ts';
import { type Allowance, unescape, unfold, type Unfolded } from './unfold.ts';

export interface EncodedSearch {
  readonly text: PlacedText;
  readonly runs: KnownRuns;
  readonly nesting: Nesting;
  /** What held nothing before, with the same detectors and as deep. */
  readonly barren: BarrenStretches;
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
  for (const stretch of stretchesIn(space, text, runs))
    if (!scanStretch(space, stretch, search)) isWhole = false;
  return isWhole;
}

/** @returns false when something was left out */
function scanStretch(space: Workspace, stretch: Stretch, search: EncodedSearch): boolean {
  const { text, nesting, barren, found } = search;
  const { start, end, by, window } = stretch;
  const key = dependsOnItself(stretch, nesting)
    ? barren.keyOf(space, text.at + start, text.at + end)
    : undefined;
  if (barren.has(by, key)) return true;
  // A copy: memory that grows moves.
  const source = Buffer.from(bytesOf(space, text).subarray(start, end));
  const allowance = nesting.allowance ?? allowanceFor(source.length);
  const candidates = candidatesIn(stretch, { source, allowance }, search);
  for (const candidate of candidates)
    found({ ...candidate, start: start + candidate.start, end: start + candidate.end }, window);
  if (candidates.length === 0 && !allowance.isSpent) barren.add(by, key);
  return !allowance.isSpent;
}

/** Does what is found in it depend on no byte around it, and on no allowance that others have a part in? */
function dependsOnItself({ doubtful }: Stretch, { allowance }: Nesting): boolean {
  return allowance === undefined && doubtful.before + doubtful.behind === 0;
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
