/** Where the keywords of a text are, as sorted numbers: what the prefilter finds, and what can be carried over from a base. */
import type { DetectorSet } from './detector-set.ts';

/** Each hit as `offset * HIT_SCALE + keyword`, ascending: by offset, then by keyword. */
export type KeywordHits = Float64Array;
export const HIT_SCALE = 65_536;

/** Copied runs in ascending order, three numbers each: place in the text, place in the base, length. */
export type CopiedRuns = readonly number[];

/** Every hit in the text. */
export function findHits(bytes: Buffer, set: DetectorSet): KeywordHits {
  const hits: number[] = [];
  set.prefilter.run(bytes, 0, bytes.length, (offset, keyword) => hits.push(offset * HIT_SCALE + keyword));
  return sorted(hits);
}

/**
 * The same as findHits, for a text of which runs were copied from a base with known hits: a hit inside of one run is the
 * base's hit, moved; only the bytes between runs, and the seams, are looked at.
 */
export function carryHits(
  bytes: Buffer,
  set: DetectorSet,
  baseHits: KeywordHits,
  runs: CopiedRuns,
): KeywordHits {
  const hits: number[] = [];
  const lengthOf = (keyword: number): number => set.keywords[keyword]?.text.length ?? 0;
  eachGap(runs, bytes.length, set.longestKeyword - 1, (from, to) =>
    set.prefilter.run(bytes, from, to, (offset, keyword) => {
      const run = runAt(runs, offset);
      if (run < 0 || offset + lengthOf(keyword) > endOf(runs, run)) hits.push(offset * HIT_SCALE + keyword);
    }),
  );
  for (let run = 0; run < runs.length; run += 3) {
    const [to = 0, from = 0, length = 0] = [runs[run], runs[run + 1], runs[run + 2]];
    for (let at = firstAtOrAfter(baseHits, from * HIT_SCALE); at < baseHits.length; at++) {
      const hit = baseHits[at] ?? 0;
      const offset = Math.floor(hit / HIT_SCALE);
      if (offset >= from + length) break;
      if (offset + lengthOf(hit % HIT_SCALE) <= from + length) hits.push(hit + (to - from) * HIT_SCALE);
    }
  }
  return sorted(hits);
}

/** Numbers in a typed array are sorted as numbers, and fast. */
function sorted(hits: readonly number[]): KeywordHits {
  return Float64Array.from(hits).toSorted();
}

/** Runs too short to hold a keyword with room to spare cost more to follow than to scan. */
export function worthwhileRuns(runs: CopiedRuns, longestKeyword: number): CopiedRuns {
  const kept: number[] = [];
  for (let run = 0; run < runs.length; run += 3) {
    if ((runs[run + 2] ?? 0) > 2 * longestKeyword)
      kept.push(runs[run] ?? 0, runs[run + 1] ?? 0, runs[run + 2] ?? 0);
  }
  return kept;
}

/** The run that holds the offset, as its place in the list; -1 when none does. */
export function runAt(runs: CopiedRuns, offset: number): number {
  let low = 0;
  let high = runs.length / 3;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle * 3] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const run = (low - 1) * 3;
  return run >= 0 && offset < endOf(runs, run) ? run : -1;
}

export function endOf(runs: CopiedRuns, run: number): number {
  return (runs[run] ?? 0) + (runs[run + 2] ?? 0);
}

/** The stretches that no run covers and the seams between runs, widened, and joined where they then touch. */
function eachGap(
  runs: CopiedRuns,
  size: number,
  margin: number,
  onGap: (from: number, to: number) => void,
): void {
  let from = 0;
  let to = -1;
  const add = (start: number, end: number): void => {
    if (to >= 0 && start > to) {
      onGap(from, to);
      from = start;
    } else if (to < 0) from = start;
    to = Math.max(to, end);
  };
  let covered = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const start = runs[run] ?? 0;
    // At the very beginning of both texts there is no seam.
    if (start > 0) add(Math.max(0, covered - margin), Math.min(size, start + margin));
    covered = endOf(runs, run);
  }
  if (covered < size) add(Math.max(0, covered - margin), size);
  if (to >= 0) onGap(from, to);
}

function firstAtOrAfter(hits: KeywordHits, code: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hits[middle] ?? 0) < code) low = middle + 1;
    else high = middle;
  }
  return low;
}
