/** Hits that are carried over, and lines that are counted: the engine and its twin, byte for byte, and against a search of it all. */
import { describe, expect, it } from 'vitest';
import { HIT_AFTER, HIT_BEFORE, HIT_BYTES, HIT_FLAGS, HIT_KEYWORD, JUDGE } from '../../src/engine/hit.ts';
import type { Kernel } from '../../src/engine/kernel.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { engine, plain } from './support/kernels.ts';
import { fc } from '../support/property.ts';

const KEYWORDS = ['token', 'ghp_', 'password', 'word', 'keytokenkey'];
const LONGEST = 11;
const CAPACITY = 4000;

const PLACES = {
  shapes: 0x80,
  keywords: 0x100,
  text: 0x1000,
  base: 0x40000,
  runs: 0x80000,
  hits: 0x90000,
  out: 0xb0000,
} as const;

for (const kernel of [engine, plain]) {
  kernel.reserve(kernel.arena + 0x100000);
  kernel.memory.set(
    KEYWORDS.flatMap(({ length }) => [length, 0]),
    kernel.arena + PLACES.shapes,
  );
  kernel.memory.write(KEYWORDS.join(''), kernel.arena + PLACES.keywords, 'latin1');
  kernel.addKeywords(0, KEYWORDS.length, kernel.arena + PLACES.shapes, kernel.arena + PLACES.keywords);
}

interface Window {
  readonly before: number;
  readonly after: number;
}

interface Run {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

interface Hit extends Window {
  readonly offset: number;
  readonly keyword: number;
  readonly flags: number;
}

function hitsAt({ memory }: Kernel, at: number, count: number): Hit[] {
  return Array.from({ length: count }, (_, index) => {
    const hit = at + index * HIT_BYTES;
    return {
      offset: memory.readUInt32LE(hit),
      keyword: memory.readUInt16LE(hit + HIT_KEYWORD),
      before: memory.readUInt16LE(hit + HIT_BEFORE),
      after: memory.readUInt16LE(hit + HIT_AFTER),
      flags: memory.readUInt16LE(hit + HIT_FLAGS),
    };
  });
}

/** Finds the hits of the base, settles each with a window, and carries them over. */
function carryWith(
  kernel: Kernel,
  { base, text, runs }: { base: Buffer; text: Buffer; runs: readonly Run[] },
  { windows, capacity }: { windows: readonly Window[]; capacity: number },
): Hit[] | number {
  const { arena, memory } = kernel;
  base.copy(memory, arena + PLACES.base);
  text.copy(memory, arena + PLACES.text);
  const hits = arena + PLACES.hits;
  const count = kernel.findHits(arena + PLACES.base, base.length, 0, base.length, hits, CAPACITY);
  for (let index = 0; index < count; index++) {
    const { before, after } = windows[index % windows.length] ?? { before: 0, after: 0 };
    memory.writeUInt16LE(before, hits + index * HIT_BYTES + HIT_BEFORE);
    memory.writeUInt16LE(after, hits + index * HIT_BYTES + HIT_AFTER);
    memory.writeUInt16LE(0, hits + index * HIT_BYTES + HIT_FLAGS);
  }
  for (const [index, { to, from, length }] of runs.entries())
    for (const [place, value] of [to, from, length].entries())
      memory.writeUInt32LE(value, arena + PLACES.runs + index * 12 + place * 4);
  const out = arena + PLACES.out;
  const written = kernel.carryHits(
    arena + PLACES.text,
    text.length,
    hits,
    count,
    base.length,
    arena + PLACES.runs,
    runs.length,
    out,
    capacity,
  );
  return written < 0 ? written : hitsAt(kernel, out, written);
}

const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...KEYWORDS, 'PassWord', 'tok', 'en', 'key', 'gh', 'p_') },
  { weight: 3, arbitrary: fc.nat({ max: 30 }).map((length) => ' x'.repeat(length)) },
);
const texts = fc.array(word, { minLength: 3, maxLength: 60 }).map((words) => Buffer.from(words.join('')));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const steps = fc.array(
  fc.oneof(
    fc.record({ from: share, length: share }),
    fc.constant({ from: 0, length: 1 }),
    fc.array(word, { maxLength: 3 }).map((words) => ({ insert: words.join('') })),
  ),
  { maxLength: 5 },
);
const windows = fc.array(
  fc.record({ before: fc.nat({ max: 40 }), after: fc.integer({ min: LONGEST, max: 60 }) }),
  { minLength: 1, maxLength: 7 },
);

function assemble(
  base: Buffer,
  all: ReadonlyArray<{ from: number; length: number } | { insert: string }>,
): { text: Buffer; runs: Run[] } {
  const parts: Buffer[] = [];
  const runs: Run[] = [];
  let at = 0;
  for (const step of all) {
    const from = 'insert' in step ? 0 : Math.floor(step.from * base.length);
    const part =
      'insert' in step
        ? Buffer.from(step.insert)
        : base.subarray(from, from + Math.ceil(step.length * base.length));
    if (!('insert' in step) && part.length > 2 * LONGEST) runs.push({ to: at, from, length: part.length });
    parts.push(part);
    at += part.length;
  }
  return { text: Buffer.concat(parts), runs };
}

describe('carryHits', () => {
  it('gives the hits of a whole search; what keeps its verdict has its whole window in a run', () => {
    let carried = 0;
    fc.assert(
      fc.property(texts, steps, windows, (base, all, settled) => {
        const { text, runs } = assemble(base, all);
        const given = { windows: settled, capacity: CAPACITY };
        const hits = carryWith(engine, { base, text, runs }, given);
        expect(hits).toEqual(carryWith(plain, { base, text, runs }, given));
        const searched = plain.findHits(
          plain.arena + PLACES.text,
          text.length,
          0,
          text.length,
          plain.arena + PLACES.out,
          CAPACITY,
        );
        const whole = hitsAt(plain, plain.arena + PLACES.out, searched);
        if (typeof hits === 'number') throw new Error('no room');
        expect(hits.map(({ offset, keyword }) => [offset, keyword])).toEqual(
          whole.map(({ offset, keyword }) => [offset, keyword]),
        );
        for (const hit of hits.filter(({ flags }) => flags !== JUDGE)) {
          carried++;
          expect(runs.some((run) => isInside(hit, run, base.length, text.length))).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
    expect(carried).toBeGreaterThan(1000);
  });

  it('says so when there is no room, wherever it ends', () => {
    const base = Buffer.from(`${'token '.repeat(30)}${' x'.repeat(20)}password`);
    const text = Buffer.concat([Buffer.from('ghp_ '), base, Buffer.from(' ghp_')]);
    const runs = [{ to: 5, from: 0, length: base.length }];
    const settled = [{ before: 0, after: LONGEST }];
    const all = carryWith(engine, { base, text, runs }, { windows: settled, capacity: CAPACITY });
    const count = typeof all === 'number' ? 0 : all.length;
    expect(count).toBe(34);
    for (let capacity = 0; capacity < count; capacity++)
      for (const kernel of [engine, plain])
        expect(carryWith(kernel, { base, text, runs }, { windows: settled, capacity })).toBe(-1);
  });

  it('carries nothing over an end of the text that was none in the base, or the other way round', () => {
    const base = Buffer.from(`${' x'.repeat(20)}token`);
    const settled = [{ before: 8, after: LONGEST }];
    const flagsOf = (text: Buffer, run: Run): number[] => {
      const hits = carryWith(engine, { base, text, runs: [run] }, { windows: settled, capacity: CAPACITY });
      expect(hits).toEqual(
        carryWith(plain, { base, text, runs: [run] }, { windows: settled, capacity: CAPACITY }),
      );
      return typeof hits === 'number' ? [] : hits.map(({ flags }) => flags);
    };
    expect(flagsOf(base, { to: 0, from: 0, length: base.length })).toEqual([0]);
    expect(flagsOf(Buffer.concat([base, Buffer.from('x')]), { to: 0, from: 0, length: base.length })).toEqual(
      [JUDGE],
    );
    const end = base.subarray(16);
    expect(flagsOf(end, { to: 0, from: 16, length: end.length })).toEqual([0]);
  });
});

function isInside(
  { offset, before, after }: Hit,
  { to, from, length }: Run,
  baseLength: number,
  textLength: number,
): boolean {
  const isAtStart = to === 0 && from === 0;
  const isAtEnd = from + length === baseLength && to + length === textLength;
  return (
    offset >= to &&
    offset < to + length &&
    (isAtStart || offset - before >= to) &&
    (isAtEnd || offset + after <= to + length)
  );
}

describe('countNewlines', () => {
  it('counts what there is, in a stretch that begins and ends anywhere', () => {
    const twin = startPlainKernel();
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(10, 10, 13, 0, 0x8a, 97), { maxLength: 200 }),
        fc.nat({ max: 40 }),
        fc.nat({ max: 40 }),
        (bytes, before, behind) => {
          const counts = [engine, twin].map((kernel) => {
            const at = kernel.arena + 64;
            kernel.reserve(at + 512);
            // Newlines all around: none of them may count.
            kernel.memory.fill(10, kernel.arena, at + 512);
            kernel.memory.set(bytes, at + before);
            const length = Math.max(0, bytes.length - behind);
            return (
              kernel.countNewlines(at + before, length) -
              bytes.slice(0, length).filter((byte) => byte === 10).length
            );
          });
          expect(counts).toEqual([0, 0]);
        },
      ),
    );
  });
});
