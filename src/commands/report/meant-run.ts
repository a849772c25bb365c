/** Which runs of a store are meant: by number, by date, or the last one. */
import { quote } from '../../core/quote.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { Run } from '../../store/audit/audit-store.ts';

/** A day, or a moment of one, as ISO 8601 has them. */
const DATE = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** @param runs newest first. @param number null: the last one. @throws {ScannerError} `usage` */
export function meantRun(runs: readonly Run[], number: number | null): Run {
  const found = number === null ? runs[0] : runs.find((run) => run.number === number);
  if (found) return found;
  if (number === null) {
    throw new ScannerError('usage', 'the store holds no run yet', { hint: 'Run an audit first.' });
  }
  throw noSuchRun(String(number), runs);
}

/**
 * @param asked a number, or a date: the last run that was begun before it
 * @throws {ScannerError} `usage` when there is none, or it is not before `run`
 */
export function earlierRun(runs: readonly Run[], asked: string, run: Run): Run {
  const found = /^\d+$/.test(asked)
    ? runs.find(({ number }) => number === Number(asked))
    : runs.find(({ startedAt }) => Date.parse(startedAt) < momentOf(asked));
  if (!found) throw noSuchRun(asked, runs);
  if (found.number < run.number) return found;
  throw new ScannerError('usage', `--since: run ${found.number} is not before run ${run.number}`, {
    hint: 'Name an earlier one; audit status tells the last.',
  });
}

function momentOf(asked: string): number {
  const moment = DATE.test(asked) ? Date.parse(asked) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new ScannerError('usage', `--since: ${quote(asked)} is neither the number of a run nor a date`, {
    hint: 'A date is written 2026-11-22, or 2026-11-22T09:00Z.',
  });
}

function noSuchRun(asked: string, runs: readonly Run[]): ScannerError {
  const oldest = runs.at(-1);
  return new ScannerError('usage', `the store holds no run ${quote(asked).slice(1, -1)}`, {
    hint:
      oldest === undefined
        ? 'Run an audit first.'
        : `Its runs are ${oldest.number} (${oldest.startedAt}) to ${runs[0]?.number} (${runs[0]?.startedAt}).`,
  });
}
