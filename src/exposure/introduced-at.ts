/** When something came in: the oldest date that says so, and never later than the audit that saw it. */
import type { StoredFinding } from '../core/stored-finding.ts';
import type { Run, RunNumber } from '../store/audit/audit-store.ts';

type Dated = Pick<StoredFinding, 'date' | 'otherPaths' | 'exposure'>;

/**
 * Committer dates can be forged, and a rebase makes them later. The end of the run that saw it first is a clock of our own, so
 * it bounds them from above.
 *
 * @param firstSeenMs null where that run has not ended
 * @returns milliseconds of the epoch; null where nothing says when
 */
export function introducedAt(
  { date, otherPaths, exposure }: Dated,
  firstSeenMs: number | null,
): number | null {
  const dates = [
    date,
    ...otherPaths.map((other) => other.date),
    ...exposure.map(({ cameIn }) => cameIn.date),
  ];
  const moments = dates.flatMap((text) => (text === null ? [] : momentsIn(text)));
  if (firstSeenMs !== null) moments.push(firstSeenMs);
  return moments.length === 0 ? null : moments.reduce((a, b) => Math.min(a, b));
}

/** Was it dated by a commit at all? */
export function isDated({ date, otherPaths, exposure }: Dated): boolean {
  return date !== null || exposure.length > 0 || otherPaths.some(({ date: other }) => other !== null);
}

function momentsIn(text: string): number[] {
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? [] : [moment];
}

/** ISO 8601, UTC; null outside of what a date can say. */
export function isoOf(moment: number | null): string | null {
  return moment === null || Math.abs(moment) > 8.64e15 ? null : new Date(moment).toISOString();
}

/** When each run ended, in milliseconds; not of one that has not. */
export function endsOf(runs: readonly Run[]): ReadonlyMap<RunNumber, number> {
  return new Map(
    runs.flatMap(({ number, finishedAt }) => (finishedAt === null ? [] : [[number, Date.parse(finishedAt)]])),
  );
}
