/** Steps of a regime: counted from awareness or from the step before, and where they stand at a moment. */
import { describe, expect, it } from 'vitest';
import type { RegimeStep } from '../../../src/catalogue/regime-file.ts';
import { nextDue, stepsOf, toldKey } from '../../../src/exposure/notify/deadlines.ts';
import type { StepNotice } from '../../../src/exposure/notify/notify-answer.ts';
import { fc } from '../../support/property.ts';

const AWARE = Date.parse('2026-11-20T08:30:00Z');
const HOUR = 3_600_000;

function step(id: string, within: string, after = 'awareness'): RegimeStep {
  return { id, within, after, tell: 'authority', what: '', condition: '', article: 'Art. 1', source: '' };
}

const STEPS = [step('warn', '24 hours'), step('notify', '72 hours'), step('report', '1 month', 'notify')];

function at(moment: number): { at: number; offsetMs: number } {
  return { at: moment, offsetMs: 0 };
}

function counted(steps: readonly RegimeStep[], now: number, told: Record<string, number> = {}): StepNotice[] {
  const entries = Object.entries(told).map(([id, moment]) => [toldKey('X', id), at(moment)] as const);
  return stepsOf('X', steps, { awareAt: at(AWARE), now, told: new Map(entries) });
}

describe('steps', () => {
  it('have neither deadline nor state without a clock', () => {
    for (const { due, state, isLatest } of stepsOf('X', STEPS, null))
      expect([due, state, isLatest]).toEqual([null, null, false]);
  });

  it('are due at the latest where the step before was not taken, and for sure where it was', () => {
    expect(counted(STEPS, AWARE).map(({ due, isLatest }) => [due, isLatest])).toEqual([
      ['2026-11-21T08:30:00.000Z', false],
      ['2026-11-23T08:30:00.000Z', false],
      ['2026-12-23T08:30:00.000Z', true],
    ]);
    const told = counted(STEPS, AWARE, { notify: Date.parse('2026-11-21T10:00:00Z') });
    expect(told[2]).toMatchObject({ due: '2026-12-21T10:00:00.000Z', isLatest: false });
  });

  it.each([
    [AWARE + 24 * HOUR, 'open'],
    [AWARE + 24 * HOUR + 1, 'overdue'],
  ])('at %i: %s', (now, state) => {
    expect(counted(STEPS, now)[0]?.state).toBe(state);
  });

  it.each([
    [24 * HOUR, 'done'],
    [24 * HOUR + 1, 'done late'],
  ])('told after %i: %s', (delay, state) => {
    expect(counted(STEPS, AWARE, { warn: AWARE + delay })[0]?.state).toBe(state);
  });

  it('without a period are never overdue, and what comes after them waits until they were told', () => {
    const steps = [step('first', 'immediately'), step('full', '60 days', 'first')];
    expect(counted(steps, AWARE * 2).map(({ due, state }) => [due, state])).toEqual([
      [null, 'open'],
      [null, 'open'],
    ]);
    expect(counted(steps, AWARE, { first: AWARE })[1]?.due).toBe('2027-01-19T08:30:00.000Z');
  });

  it('told sooner make what follows due sooner, never later', () => {
    const delay = fc.integer({ min: 0, max: 72 * HOUR });
    fc.assert(
      fc.property(delay, delay, (one, other) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
        const dueWith = (told: number): number =>
          Date.parse(counted(STEPS, AWARE, { notify: AWARE + told })[2]?.due ?? '');
        expect(dueWith(sooner)).toBeLessThanOrEqual(dueWith(later));
        expect(dueWith(later)).toBeLessThanOrEqual(Date.parse(counted(STEPS, AWARE)[2]?.due ?? ''));
      }),
      { numRuns: 100 },
    );
  });

  it('that were told are no longer the next ones', () => {
    expect(nextDue(counted(STEPS, AWARE))).toBe(AWARE + 24 * HOUR);
    expect(nextDue(counted(STEPS, AWARE, { warn: AWARE }))).toBe(AWARE + 72 * HOUR);
    expect(nextDue([])).toBe(Infinity);
  });
});
