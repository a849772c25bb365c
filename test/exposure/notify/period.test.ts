/** Periods of laws: which texts are one, and when one ends that begins at any moment, anywhere. */
import { describe, expect, it } from 'vitest';
import { endOf, type Moment, type Period, periodIn } from '../../../src/core/period.ts';
import { fc } from '../../support/property.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `2026-01-31T09:00:00+01:00`. */
function momentAt(text: string): Moment {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { at: Date.parse(text), offsetMs: sign === '-' ? -offset : offset };
}

function endText(from: string, within: string): string {
  const period = periodIn(within);
  if (!period) throw new Error(`${within} is no period`);
  return new Date(endOf(period, momentAt(from)).at).toISOString();
}

describe('the text of a period', () => {
  it.each<[string, Period]>([
    ['72 hours', { amount: 72, unit: 'hour' }],
    ['72h', { amount: 72, unit: 'hour' }],
    ['1 hour', { amount: 1, unit: 'hour' }],
    ['60d', { amount: 60, unit: 'day' }],
    ['2 weeks', { amount: 2, unit: 'week' }],
    ['1 month', { amount: 1, unit: 'month' }],
    ['2 years', { amount: 2, unit: 'year' }],
  ])('%s', (text, period) => {
    expect(periodIn(text)).toEqual(period);
  });

  it.each([
    '',
    '72',
    'hours',
    '0 hours',
    '-1 h',
    '1.5 h',
    '10 working days',
    '5m',
    '99999 hours',
    '11 years',
    ' 1 h',
    '1h30m',
  ])('is not %j', (text) => {
    expect(periodIn(text)).toBeUndefined();
  });
});

describe('a period', () => {
  it.each([
    // Hours: through a weekend, a change of clocks, a leap day, the end of a year.
    ['2026-11-20T17:00:00+01:00', '72 hours', '2026-11-23T16:00:00.000Z'],
    ['2026-03-28T12:00:00+01:00', '24 hours', '2026-03-29T11:00:00.000Z'],
    ['2028-02-28T23:30:00Z', '24 hours', '2028-02-29T23:30:00.000Z'],
    ['2026-12-31T22:00:00-05:00', '24 hours', '2027-01-02T03:00:00.000Z'],
    // Days: without the first one.
    ['2026-02-27T09:00:00Z', '60 days', '2026-04-28T09:00:00.000Z'],
    ['2026-11-20T09:00:00Z', '2 weeks', '2026-12-04T09:00:00.000Z'],
    // Months: the same number, or the last of a shorter month.
    ['2026-01-31T09:00:00Z', '1 month', '2026-02-28T23:00:00.000Z'],
    ['2028-01-31T09:00:00Z', '1 month', '2028-02-29T23:00:00.000Z'],
    ['2026-02-28T09:00:00Z', '1 month', '2026-03-28T09:00:00.000Z'],
    ['2026-05-31T09:00:00Z', '1 month', '2026-06-30T23:00:00.000Z'],
    ['2026-12-15T09:00:00Z', '1 month', '2027-01-15T09:00:00.000Z'],
    ['2028-02-29T09:00:00Z', '1 year', '2029-02-28T23:00:00.000Z'],
    // The day is that of the offset: it is the last of February in New York and the first of March in UTC.
    ['2026-02-28T20:00:00-05:00', '1 month', '2026-03-29T01:00:00.000Z'],
    ['2026-03-01T00:30:00+01:00', '1 month', '2026-03-31T23:30:00.000Z'],
    // Not after 23:00: clocks may be put forward in between.
    ['2026-03-15T23:45:00+01:00', '1 month', '2026-04-15T22:00:00.000Z'],
  ])('that begins at %s and lasts %s ends at %s', (from, within, end) => {
    expect(endText(from, within)).toBe(end);
  });

  const moment = fc.record({
    at: fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) }),
    offsetMs: fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => (quarters * HOUR) / 4),
  });
  const period = fc.oneof(
    fc.record({ unit: fc.constant('hour' as const), amount: fc.integer({ min: 1, max: 9999 }) }),
    fc.record({ unit: fc.constant('day' as const), amount: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ unit: fc.constant('month' as const), amount: fc.integer({ min: 1, max: 36 }) }),
  );

  it('ends later than it begins, never after the end that Regulation 1182/71 sets, and the later the later it begins', () => {
    fc.assert(
      fc.property(moment, period, fc.nat(30 * DAY), (from, one, delay) => {
        const end = endOf(one, from);
        expect(end.at).toBeGreaterThan(from.at);
        expect(end.offsetMs).toBe(from.offsetMs);
        expect(end.at).toBeLessThanOrEqual(endByLaw(one, from));
        const later = endOf(one, { ...from, at: from.at + delay });
        expect(later.at).toBeGreaterThanOrEqual(end.at);
      }),
      { numRuns: 300 },
    );
  });

  it('in hours is the same whatever the offset says', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 9999 }), ({ at, offsetMs }, amount) => {
        const hours: Period = { amount, unit: 'hour' };
        expect(endOf(hours, { at, offsetMs }).at).toBe(endOf(hours, { at, offsetMs: 0 }).at);
        expect(endOf(hours, { at, offsetMs }).at).toBe(at + amount * HOUR);
      }),
      { numRuns: 100 },
    );
  });
});

/** Article 3, word by word and slowly: the hour or day of the event does not count; the last hour or day is whole. */
function endByLaw({ amount, unit }: Period, { at, offsetMs }: Moment): number {
  if (unit === 'hour') return Math.ceil((at + 1) / HOUR) * HOUR + amount * HOUR;
  const day = new Date(at + offsetMs);
  day.setUTCHours(0, 0, 0, 0);
  const last = unit === 'day' ? new Date(day.getTime() + amount * DAY) : sameDayIn(day, amount);
  return last.getTime() + DAY - offsetMs;
}

/** Walks back from the end of the month until the number is no greater than that of the first day. */
function sameDayIn(day: Date, months: number): Date {
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months + 1, 1));
  do last.setUTCDate(last.getUTCDate() - 1);
  while (last.getUTCDate() > day.getUTCDate());
  return last;
}
