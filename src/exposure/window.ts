/** A window of time: what was introduced before its end and still stored at its beginning could be fetched in it. */
import { quote } from '../core/quote.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { Run, RunNumber } from '../store/audit/audit-store.ts';
import type { Clocked, WindowAnswer } from './exposure-answer.ts';
import { type Clock, isDated, isoOf } from './introduced-at.ts';
import { dateIn } from './read-date.ts';
import { type Passing, Tally } from './tally.ts';

/** Half open, in milliseconds. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/**
 * A day as the end of a window is meant whole; days are those of UTC.
 *
 * @throws {ScannerError} `usage`
 */
export function windowOf(from: string, to: string): TimeWindow {
  const window = { from: momentOf('--from', from, 0), to: momentOf('--to', to, DAY_MS) };
  if (window.from < window.to) return window;
  throw new ScannerError('usage', '--from is not before --to', { hint: 'Both days are part of the window.' });
}

function momentOf(flag: string, text: string, ofDay: number): number {
  const date = dateIn(text);
  if (date) return date.moment?.at ?? date.start + ofDay;
  throw new ScannerError('usage', `${flag}: ${quote(text)} is no date`, {
    hint: 'Write a day, 2026-11-22, or a moment as RFC 3339 has it, 2026-11-22T09:00:00Z.',
  });
}

/** What later runs found gone may have been stored at the beginning: the last run that had ended by then; 0 for none. */
export function heldFrom(runs: readonly Run[], { from }: TimeWindow, run: Run): RunNumber {
  const before = runs.filter(
    ({ number, finishedAt }) => number <= run.number && finishedAt !== null && Date.parse(finishedAt) <= from,
  );
  return before.reduce((last, { number }) => Math.max(last, number), 0);
}

/** Was it there? What nothing dates was. */
export function wasThere(at: number | null, { to }: TimeWindow): boolean {
  return at === null || at < to;
}

/** Sums of what came and went in a window. */
export class WindowTally {
  readonly #window: TimeWindow;
  readonly #held = new ClockedTally();
  readonly #cameIn = new ClockedTally();
  readonly #leftTip = new Tally();
  readonly #ended = new Tally();
  readonly #undated = new Tally();
  readonly #doubtful = new Tally();

  constructor(window: TimeWindow) {
    this.#window = window;
  }

  add(passing: Passing, isGone: boolean): void {
    const { finding, at } = passing;
    this.#held.add(passing);
    if (isGone) this.#ended.add(passing);
    if (passing.isDoubtful) this.#doubtful.add(passing);
    if (!isDated(finding)) this.#undated.add(passing);
    else if (at !== null && at >= this.#window.from) this.#cameIn.add(passing);
    const lefts = finding.exposure.map(({ left }) => (left === null ? Number.NaN : Date.parse(left.date)));
    if (lefts.some((left) => left >= this.#window.from && left < this.#window.to)) this.#leftTip.add(passing);
  }

  answer(run: Run, firstRun: Run | undefined): WindowAnswer {
    const { from, to } = this.#window;
    return {
      from: isoOf(from) ?? '',
      to: isoOf(to) ?? '',
      held: this.#held.clocked(),
      cameIn: this.#cameIn.clocked(),
      leftTip: this.#leftTip.small(),
      ended: this.#ended.small(),
      undated: this.#undated.small(),
      doubtful: this.#doubtful.small(),
      clock: [...sentencesOn(this.#held.clocked()), ...clockOf(this.#window, run, firstRun)],
    };
  }
}

class ClockedTally {
  readonly #all = new Tally();
  readonly #by: Record<Clock, number> = { push: 0, commit: 0, audit: 0 };

  add(passing: Passing): void {
    this.#all.add(passing);
    if (passing.clock !== null) this.#by[passing.clock] += 1;
  }

  clocked(): Clocked {
    return { ...this.#all.small(), by: { ...this.#by } };
  }
}

/** What the dates are worth, of the clocks that were used. */
function sentencesOn({ by }: Clocked): string[] {
  const places = (count: number): string => `${count} ${count === 1 ? 'place' : 'places'}`;
  return [
    ...(by.push > 0
      ? [`${places(by.push)}: dated by the push that first led to the commit, as the forge logged it.`]
      : []),
    ...(by.commit > 0
      ? [
          `${places(by.commit)}: dated by the committer date of the oldest commit that held the value, which its author can forge and a rebase makes later; no push is known.`,
        ]
      : []),
    ...(by.audit > 0
      ? [`${places(by.audit)}: dated by the end of the audit that saw it first; no earlier date is known.`]
      : []),
  ];
}

function clockOf({ from, to }: TimeWindow, run: Run, firstRun: Run | undefined): string[] {
  const known = Date.parse(run.startedAt);
  const begun = firstRun === undefined ? known : Date.parse(firstRun.startedAt);
  return [
    ...(from < begun
      ? [
          `What was rewritten or deleted before the first audit (${firstRun?.startedAt ?? run.startedAt}) is not known here.`,
        ]
      : []),
    ...(to > known ? [`What came in after the audit began (${run.startedAt}) is not known here.`] : []),
  ];
}
