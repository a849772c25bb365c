/**
 * What of a scanned text's verdicts still holds in a version of it: the same rule as the kernel's for hits. What that took over as
 * settled, and nothing else, is taken over here.
 */
import type { Candidate } from './candidate.ts';

/** A candidate with the hit that led to it and the window that it depends on. */
export interface Accepted {
  readonly offset: number;
  readonly before: number;
  readonly after: number;
  readonly candidate: Candidate;
}

/** Copied runs as the kernel writes them: three 32-bit numbers each. */
export interface CopiedRuns {
  readonly at: number;
  readonly count: number;
}

interface Run {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

/** @param text the new version, and the memory that the runs stand in */
export function* copiedOf(
  base: { readonly accepted: readonly Accepted[]; readonly length: number },
  runs: CopiedRuns,
  text: { readonly memory: Buffer; readonly length: number },
): Generator<Accepted> {
  if (base.accepted.length === 0) return;
  const lengths = { base: base.length, text: text.length };
  for (let at = runs.at; at < runs.at + runs.count * 12; at += 12) {
    const run = {
      to: text.memory.readUInt32LE(at),
      from: text.memory.readUInt32LE(at + 4),
      length: text.memory.readUInt32LE(at + 8),
    };
    for (let nth = firstFrom(base.accepted, run.from); nth < base.accepted.length; nth++) {
      const accepted = base.accepted[nth];
      if (!accepted || accepted.offset >= run.from + run.length) break;
      if (isCopied(accepted, run, lengths)) yield moved(accepted, run.to - run.from);
    }
  }
}

/** Where a window is cut off by an end of the text, the base must end there as well. */
function isCopied(
  { offset, before, after }: Accepted,
  run: Run,
  lengths: { readonly base: number; readonly text: number },
): boolean {
  const end = run.from + run.length;
  const isAtStart = run.to === 0 && run.from === 0;
  const isAtEnd = end === lengths.base && run.to + run.length === lengths.text;
  return (isAtStart || offset - before >= run.from) && (isAtEnd || offset + after <= end);
}

function moved(accepted: Accepted, shift: number): Accepted {
  if (shift === 0) return accepted;
  const { candidate, offset } = accepted;
  const { start, end } = candidate;
  return {
    ...accepted,
    offset: offset + shift,
    candidate: { ...candidate, start: start + shift, end: end + shift },
  };
}

/** The place of the first whose offset is not below. @param accepted by ascending offset */
function firstFrom(accepted: readonly Accepted[], offset: number): number {
  let [low, high] = [0, accepted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((accepted[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
