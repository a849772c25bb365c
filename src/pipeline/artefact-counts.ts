/** Counts of artefacts: of one label, of several sets of labels as bits, added up. */
import type { CountedArtefact } from './inventory.ts';

export function eachBit(bits: number, onBit: (at: number) => void): void {
  for (let left = bits; left !== 0; left &= left - 1) onBit(31 - Math.clz32(left & -left));
}

/** Whatever a commit claims: a date that cannot be written is none. */
export function dateText(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

type Count = Pick<CountedArtefact, 'contents' | 'bytes' | 'since'>;

export const NOTHING: Count = { contents: 0, bytes: 0, since: null };

export function together(a: Count, b: Count): Count {
  const dates = [a.since, b.since].filter((date) => date !== null);
  const [since = null] = dates.toSorted((one, other) => Date.parse(one) - Date.parse(other));
  return { contents: a.contents + b.contents, bytes: a.bytes + b.bytes, since };
}
