/** Periods as laws set them (72 hours, 60 days, 1 month), and when one ends that begins at a moment. */

const UNITS = ['hour', 'day', 'week', 'month', 'year'] as const;
type Unit = (typeof UNITS)[number];

export interface Period {
  readonly amount: number;
  readonly unit: Unit;
}

/** With the offset in which it was written: days and months are those of that place. */
export interface Moment {
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly offsetMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nothing that has to be told in a century has to be told. */
const MOST: Readonly<Record<Unit, number>> = { hour: 9999, day: 3660, week: 520, month: 120, year: 10 };
/** Clocks may be put forward by an hour before a day comes that is counted now: so much of it is left unused. */
const LATEST_MS = 23 * HOUR_MS;

/** `72 hours`, `72h`, `1 month`; undefined for anything else, working days among it: no calendar of holidays is known. */
export function periodIn(text: string): Period | undefined {
  const [, digits = '', word = ''] = /^(\d{1,4}) ?(h|hours?|d|days?|weeks?|months?|years?)$/.exec(text) ?? [];
  const unit = UNITS.find((one) => word !== '' && one.startsWith(word.replace(/s$/, '')));
  const amount = Number(digits);
  return unit !== undefined && amount >= 1 && amount <= MOST[unit] ? { amount, unit } : undefined;
}

/**
 * An end that is never later than the law's. Hours are counted to the millisecond, through weekends and changes of clocks. Days are
 * counted without the one on which the period begins, and a period of months or years ends on the day of the same number, or on the
 * last one of a shorter month (Regulation (EEC, Euratom) No 1182/71, Article 3). Such a period lasts until midnight; here it ends at
 * the time of day at which it began, but not after 23:00, and at 23:00 on the last day of a shorter month: whoever begins later never
 * has to end sooner.
 *
 * @returns with the offset that `from` has
 */
export function endOf({ amount, unit }: Period, from: Moment): Moment {
  const { offsetMs } = from;
  if (unit === 'hour') return { at: from.at + amount * HOUR_MS, offsetMs };
  const local = from.at + offsetMs;
  const first = Math.floor(local / DAY_MS);
  const { day, isCut } = lastDay(amount, unit, first);
  const timeOfDay = isCut ? LATEST_MS : Math.min(local - first * DAY_MS, LATEST_MS);
  return { at: day * DAY_MS + timeOfDay - offsetMs, offsetMs };
}

interface LastDay {
  /** A number, counted from the first of 1970. */
  readonly day: number;
  /** The month has no day of the same number. */
  readonly isCut: boolean;
}

function lastDay(amount: number, unit: Exclude<Unit, 'hour'>, first: number): LastDay {
  if (unit === 'day' || unit === 'week')
    return { day: first + amount * (unit === 'week' ? 7 : 1), isCut: false };
  const date = new Date(first * DAY_MS);
  const month = date.getUTCMonth() + amount * (unit === 'year' ? 12 : 1);
  const length = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const number = Math.min(date.getUTCDate(), length);
  const day = Date.UTC(date.getUTCFullYear(), month, number) / DAY_MS;
  return { day, isCut: number < date.getUTCDate() };
}
