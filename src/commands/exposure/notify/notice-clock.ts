/** `--aware-at` and `--told` -> the clock that deadlines are counted by. */
import { quote } from '../../../core/quote.ts';
import type { Moment } from '../../../core/period.ts';
import { ScannerError } from '../../../core/scanner-error.ts';
import { type NoticeClock, toldKey } from '../../../exposure/notify/deadlines.ts';
import type { ListedRegime } from '../../../exposure/notify/listed-regime.ts';
import { dateIn } from '../../../exposure/read-date.ts';
import { nearest } from '../../../config/nearest.ts';

interface Given {
  readonly awareAt: string;
  readonly told: readonly string[];
  readonly regimes: readonly ListedRegime[];
  /** Milliseconds of the epoch. */
  readonly now: number;
}

/** @throws {ScannerError} `usage` */
export function noticeClock({ awareAt, told, regimes, now }: Given): NoticeClock {
  const steps = regimes.flatMap(({ id, steps: own }) => own.map((step) => toldKey(id, step.id)));
  const aware = momentIn('--aware-at', awareAt);
  const reached = told.map((text) => toldIn(text, steps));
  for (const [step, { at }] of reached) {
    if (at >= aware.at) continue;
    // A slip of the year would call a duty done that is not.
    throw new ScannerError('usage', `--told ${step}: this moment is before --aware-at`, {
      hint: 'Are year and offset right?',
    });
  }
  return { awareAt: aware, now, told: new Map(reached) };
}

function toldIn(text: string, steps: readonly string[]): [string, Moment] {
  const at = text.lastIndexOf('=');
  const step = text.slice(0, Math.max(at, 0));
  if (steps.includes(step)) return [step, momentIn(`--told ${step}`, text.slice(at + 1))];
  const guess = nearest(step, steps);
  throw new ScannerError('usage', `--told: there is no step ${quote(at < 0 ? text : step)}`, {
    hint:
      guess === undefined
        ? 'Write REGIME/STEP=MOMENT, e.g. NIS2/notification=2026-11-24T10:00:00Z.'
        : `Did you mean ${quote(guess)}?`,
  });
}

function momentIn(flag: string, text: string): Moment {
  const moment = dateIn(text)?.moment;
  if (moment) return moment;
  throw new ScannerError('usage', `${flag}: ${quote(text)} is no moment`, {
    hint: 'Hours are counted: write day, time and offset as RFC 3339 has it, e.g. 2026-11-22T09:00:00+01:00.',
  });
}
