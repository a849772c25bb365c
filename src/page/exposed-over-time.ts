/** From findings to what charts over time need: how many values could be fetched when, and stretches of the worst ones. */
import { LEVELS } from '../core/severity.ts';
import type { Found } from './page-model.ts';

/** How many values of a level could be fetched from then on. */
export interface Step {
  readonly at: Date;
  readonly level: string;
  readonly values: number;
}

/** A value at the worst of its places, with the oldest date of all of them. */
export interface Span {
  readonly found: Found;
  /** Its number among the findings that were given. */
  readonly index: number;
  readonly from: number | null;
}

/** Points in time at which values are counted. */
const STEPS = 160;
const TIP = 0;

/** Each value once, in the order in which its first finding comes. */
export function spansOf(findings: readonly Found[]): Span[] {
  const spans = new Map<string, Span>();
  for (const [index, found] of findings.entries()) {
    const known = spans.get(found.value.secretId);
    if (!known) spans.set(found.value.secretId, { found, index, from: found.at });
    else if (found.at !== null && (known.from === null || found.at < known.from))
      spans.set(found.value.secretId, { ...known, from: found.at });
  }
  return [...spans.values()];
}

/**
 * What came in stays: the history keeps what a branch no longer shows. What nothing dates counts from the beginning.
 *
 * @param now the end, in milliseconds
 */
export function stepsOf(spans: readonly Span[], now: number): Step[] {
  const start = startOf(spans, now);
  const width = Math.max(1, (now - start) / STEPS);
  const counts = LEVELS.map(() => Array.from({ length: STEPS + 1 }, () => 0));
  for (const { found, from } of spans) {
    const nth = Math.min(STEPS, Math.max(0, Math.ceil(((from ?? start) - start) / width)));
    const row = counts[found.level];
    if (row) row[nth] = (row[nth] ?? 0) + 1;
  }
  return LEVELS.flatMap((level, index) => {
    let values = 0;
    return (counts[index] ?? []).map((added, nth): Step => {
      values += added;
      return { at: new Date(Math.min(now, start + nth * width)), level, values };
    });
  });
}

/** The oldest date, at least a day before the end. */
export function startOf(spans: readonly Span[], now: number): number {
  const dates = spans.flatMap(({ from }) => (from === null ? [] : [from]));
  return dates.reduce((a, b) => Math.min(a, b), now - 86_400_000);
}

/** When a branch's newest commit showed it, in milliseconds. */
export function tipStretches({ intervals, reach, at }: Found, now: number): [from: number, to: number][] {
  const stretches = intervals.map(([, cameIn, , left]): [number, number] => [
    Date.parse(cameIn),
    left === null ? now : Date.parse(left),
  ]);
  // Of a folder or a part of a history no branch is known.
  if (stretches.length === 0 && reach === TIP && at !== null) return [[at, now]];
  return stretches.filter(([from, to]) => from <= to);
}
