/** When something came in, and which clock says so: a push, else the oldest commit, and never later than the audit that saw it. */
import type { StoredFinding } from '../core/stored-finding.ts';
import type { ListedFinding, Run, RunNumber } from '../store/audit/audit-store.ts';

type Dated = Pick<StoredFinding, 'date' | 'otherPaths' | 'exposure' | 'pushed'>;

/** `push`: the forge's. `commit`: whoever made the commit. `audit`: ours, at the end of the run that saw it first. */
export type Clock = 'push' | 'commit' | 'audit';

interface Introduction {
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly clock: Clock;
}

export interface Dating {
  /** When it came in, in milliseconds, and which clock says so; nulls where nothing does. */
  readonly at: number | null;
  readonly clock: Clock | null;
  readonly isDoubtful: boolean;
}

/**
 * Committer dates can be forged, and a rebase makes them later; where the forge's log of pushes tells, they do not count. The end of the
 * run that saw it first bounds both from above.
 *
 * @param firstSeenMs null where that run has not ended
 * @returns null where nothing says when
 */
function introduced(finding: Dated, firstSeenMs: number | null): Introduction | null {
  const told = momentsIn(finding.pushed ?? '').map((at): Introduction => ({ at, clock: 'push' }));
  const written = told.length > 0 ? [] : commitMoments(finding);
  const seen: Introduction[] = firstSeenMs === null ? [] : [{ at: firstSeenMs, clock: 'audit' }];
  const all = [...told, ...written.map((at): Introduction => ({ at, clock: 'commit' })), ...seen];
  const [first] = all;
  return first ? all.reduce((a, b) => (b.at < a.at ? b : a), first) : null;
}

/**
 * Was it dated by a commit whose date cannot be, as far as audits know? It is later than the audit that saw it, or so early that the
 * audit before that one should have seen it.
 *
 * @param seen the end of the run that saw it first, and the beginning of the last one before it that scanned the repository; null: none
 */
function isDoubtful(
  finding: Dated,
  seen: { readonly firstMs: number | null; readonly missedMs: number | null },
): boolean {
  if (momentsIn(finding.pushed ?? '').length > 0) return false;
  const moments = commitMoments(finding);
  if (moments.length === 0) return false;
  const oldest = moments.reduce((a, b) => Math.min(a, b));
  const { firstMs, missedMs } = seen;
  return (firstMs !== null && oldest > firstMs) || (missedMs !== null && oldest < missedMs);
}

/** Was it dated at all, by anything but the audit that saw it? */
export function isDated({ date, otherPaths, exposure, pushed }: Dated): boolean {
  const isWritten =
    date !== null || exposure.length > 0 || otherPaths.some(({ date: other }) => other !== null);
  return isWritten || (pushed ?? null) !== null;
}

function commitMoments({ date, otherPaths, exposure }: Dated): number[] {
  const dates = [
    date,
    ...otherPaths.map((other) => other.date),
    ...exposure.map(({ cameIn }) => cameIn.date),
  ];
  return dates.flatMap((text) => (text === null ? [] : momentsIn(text)));
}

function momentsIn(text: string): number[] {
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? [] : [moment];
}

/** ISO 8601, UTC; null outside of what a date can say. */
export function isoOf(moment: number | null): string | null {
  return moment === null || Math.abs(moment) > 8.64e15 ? null : new Date(moment).toISOString();
}

/** Dates findings of a store by its runs. */
export class Dater {
  /** Newest first. */
  readonly #runs: readonly Run[];
  readonly #ends: ReadonlyMap<RunNumber, number>;

  constructor(runs: readonly Run[]) {
    this.#runs = runs.filter(({ finishedAt }) => finishedAt !== null);
    this.#ends = new Map(this.#runs.map(({ number, finishedAt }) => [number, Date.parse(finishedAt ?? '')]));
  }

  date({ finding, firstRun, place }: Pick<ListedFinding, 'finding' | 'firstRun' | 'place'>): Dating {
    const firstMs = this.#ends.get(firstRun) ?? null;
    const missed = this.#runs.find(({ number }) => number < firstRun && number >= place.firstRun);
    const missedMs = missed ? Date.parse(missed.startedAt) : null;
    const { at = null, clock = null } = introduced(finding, firstMs) ?? {};
    return { at, clock, isDoubtful: isDoubtful(finding, { firstMs, missedMs }) };
  }
}
