/** The budget: never more than the limit in any rolling hour, and nobody waits for ever. */
import { describe, expect, it } from 'vitest';
import {
  Budget,
  type BudgetWait,
  CLOUD_LIMITS,
  DATA_CENTER_LIMITS,
  WINDOW_MS,
} from '../../src/bitbucket/budget.ts';
import { FakeClock } from './support/fake-clock.ts';
import { fc } from '../support/property.ts';

const HOUR_MS = 3_600_000;

/** The most that any hour holds. */
function busiestHour(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [i, time] of times.entries()) {
    while (time - (times[first] ?? time) >= HOUR_MS) first++;
    most = Math.max(most, i - first + 1);
  }
  return most;
}

function budgetOf(limit: number, clock: FakeClock, waits: BudgetWait[] = []): Budget {
  const limits = { ...CLOUD_LIMITS, repositories: limit };
  return new Budget({ limits, clock, onWait: (wait) => waits.push(wait) });
}

async function takeAt(budget: Budget, clock: FakeClock, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await budget.take('repositories');
    times.push(clock.time);
  }
  return times;
}

describe('the budget', () => {
  it('lets no rolling hour hold more than the limit, and lets everybody through in the end', async () => {
    const step = fc.record({
      requests: fc.integer({ min: 1, max: 40 }),
      pauseMs: fc.integer({ min: 0, max: HOUR_MS }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.array(step, { maxLength: 12 }),
        async (limit, steps) => {
          const clock = new FakeClock();
          const budget = budgetOf(limit, clock);
          const times: number[] = [];
          for (const { requests, pauseMs } of steps) {
            // All at once, as the fetch pool does.
            const taken = Array.from({ length: requests }, async () => {
              await budget.take('repositories');
              times.push(clock.time);
            });
            await Promise.all(taken);
            clock.time += pauseMs;
          }
          expect(times).toHaveLength(steps.reduce((sum, { requests }) => sum + requests, 0));
          expect(busiestHour(times)).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps to a limit that headers lower on the way', async () => {
    const clock = new FakeClock();
    const budget = budgetOf(100, clock);
    const before = await takeAt(budget, clock, 30);
    budget.observe('repositories', { limit: 20, isNear: false });
    const after = await takeAt(budget, clock, 40);
    expect(Math.min(...after) - (before[10] ?? 0)).toBeGreaterThanOrEqual(HOUR_MS);
    expect(busiestHour(after)).toBeLessThanOrEqual(20);
  });

  it('believes no header that allows more than Bitbucket ever does, and none that makes no sense', () => {
    const budget = budgetOf(1000, new FakeClock());
    for (const limit of [0, -5, 1.5, NaN]) budget.observe('repositories', { limit, isNear: false });
    expect(budget.used('repositories').limit).toBe(1000);
    budget.observe('repositories', { limit: 9_999_999, isNear: false });
    expect(budget.used('repositories').limit).toBe(10_000);
  });

  it('runs freely at first, evenly near the limit, and says until when it waits', async () => {
    const clock = new FakeClock();
    const waits: BudgetWait[] = [];
    const budget = budgetOf(1000, clock, waits);
    await takeAt(budget, clock, 800);
    expect(clock.sleeps).toEqual([]);
    const start = clock.time;
    await takeAt(budget, clock, 10);
    expect(clock.time - start).toBeCloseTo(10 * (WINDOW_MS / 1000), -2);
    expect(waits[0]).toMatchObject({ group: 'repositories', reason: 'pace' });
    await takeAt(budget, clock, 191);
    const atLimit = waits.filter(({ reason }) => reason === 'limit');
    expect(atLimit).toHaveLength(1);
    expect(atLimit[0]?.untilMs).toBe(clock.time);
    expect(clock.time - start).toBeGreaterThan(HOUR_MS - 1);
  });

  it('has everybody of a group wait when the forge says 429, and nobody of another', async () => {
    const clock = new FakeClock();
    const waits: BudgetWait[] = [];
    const budget = budgetOf(1000, clock, waits);
    const until = clock.time + 120_000;
    budget.block('repositories', until);
    await budget.take('git');
    expect(clock.sleeps).toEqual([]);
    await budget.take('repositories');
    expect(clock.time).toBe(until);
    expect(waits).toEqual([{ group: 'repositories', untilMs: until, reason: 'told' }]);
  });

  it('remembers over a restart what was spent', async () => {
    const clock = new FakeClock();
    const first = budgetOf(10, clock);
    const times = await takeAt(first, clock, 10);
    const limits = { ...CLOUD_LIMITS, repositories: 10 };
    const next = new Budget({ limits, clock, spent: structuredClone(first.snapshot()) });
    expect(next.used('repositories').requests).toBe(10);
    const later = await takeAt(next, clock, 3);
    expect(busiestHour([...times, ...later])).toBeLessThanOrEqual(10);
  });

  it('takes no snapshot for more than a snapshot', async () => {
    const clock = new FakeClock();
    const spent = { repositories: [[clock.time + 9e12, 1e15] as const, [-5, 3] as const] };
    const budget = new Budget({ limits: CLOUD_LIMITS, clock, spent });
    expect(budget.used('repositories').requests).toBeLessThanOrEqual(100_000);
    await budget.take('repositories');
    expect(clock.sleeps.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(WINDOW_MS + 10_000);
  });

  it('does not wait for ever when the clock is set back', async () => {
    const clock = new FakeClock();
    const budget = budgetOf(5, clock);
    await takeAt(budget, clock, 5);
    clock.time -= 24 * HOUR_MS;
    const start = clock.time;
    await budget.take('repositories');
    expect(clock.time - start).toBeLessThanOrEqual(WINDOW_MS);
    clock.time += 240 * HOUR_MS;
    await takeAt(budget, clock, 3);
    expect(budget.used('repositories').requests).toBe(3);
  });

  it('lets go of whoever is cancelled, uncounted, and of nobody else', async () => {
    const clock = new FakeClock();
    const budget = budgetOf(5, clock);
    await takeAt(budget, clock, 5);
    await budget.take('repositories', AbortSignal.abort());
    expect(budget.used('repositories').requests).toBe(5);
    await budget.take('repositories');
    expect(clock.sleeps.length).toBeGreaterThan(0);
  });

  it('counts a Data Center, which has limits of its own, without waiting', async () => {
    const clock = new FakeClock();
    const budget = new Budget({ limits: DATA_CENTER_LIMITS, clock });
    await takeAt(budget, clock, 5000);
    expect(clock.sleeps).toEqual([]);
    expect(budget.used('repositories').requests).toBe(5000);
  });
});
