/** Stretches of memory that are handed out: they never overlap, and what was given back is there again. */
import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/engine/arena.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { fc } from '../support/property.ts';

const PADDING = 16;

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), bytes: fc.nat({ max: 5000 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('give' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('shrink' as const),
      which: fc.nat(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
);

describe('the arena', () => {
  it('hands out stretches that lie apart, inside of the memory, in steps of 16 bytes', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const kernel = startPlainKernel();
        const arena = new Arena(kernel);
        const taken: Array<{ start: number; bytes: number }> = [];
        for (const one of actions) {
          const held = one.kind === 'take' ? undefined : taken[one.which % Math.max(1, taken.length)];
          if (one.kind === 'take') {
            const start = arena.take(one.bytes);
            const end = start + one.bytes + PADDING;
            expect(start % 16).toBe(0);
            expect(start).toBeGreaterThanOrEqual(kernel.arena);
            expect(end).toBeLessThanOrEqual(kernel.memory.length);
            expect(
              taken.filter((other) => start < other.start + other.bytes + PADDING && other.start < end),
            ).toEqual([]);
            taken.push({ start, bytes: one.bytes });
          } else if (held && one.kind === 'give') {
            arena.give(held.start);
            taken.splice(taken.indexOf(held), 1);
          } else if (held && one.kind === 'shrink') {
            held.bytes = Math.floor(held.bytes * one.share);
            arena.shrink(held.start, held.bytes);
          }
        }
        for (const { start } of taken) arena.give(start);
        expect(arena.take(1)).toBe(kernel.arena);
      }),
      { numRuns: 300 },
    );
  });

  it('uses the lowest room that is large enough, also the end that was given back', () => {
    const arena = new Arena(startPlainKernel());
    const first = arena.take(1000);
    const second = arena.take(100);
    arena.shrink(first, 10);
    const inside = arena.take(900);
    expect(inside).toBeGreaterThan(first);
    expect(inside).toBeLessThan(second);
    arena.give(first);
    expect(arena.take(16)).toBe(first);
  });

  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, Infinity])(
    'has no room for %s bytes, also in front of others',
    (bytes) => {
      const arena = new Arena(startPlainKernel());
      const first = arena.take(100);
      arena.take(100);
      arena.give(first);
      expect(arena.take(bytes)).toBe(-1);
      expect(arena.take(100)).toBe(first);
    },
  );
});
