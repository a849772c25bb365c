/** Runs of high entropy: the engine and its plain twin find what a regular expression over the whole text finds, from anywhere. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ENTROPY_REACH_AFTER, ENTROPY_REACH_BEFORE } from '../../src/engine/plain/entropy-runs.ts';
import { Bench, loadEngine, loadPlain } from '../support/engine-module.ts';
import { fc } from '../support/property.ts';

let engine: Bench;
let plain: Bench;

beforeAll(() => {
  engine = new Bench(loadEngine(1));
  plain = new Bench(loadPlain(1));
});

type Run = [start: number, end: number];

/** The definition. */
function allRuns(text: string): Run[] {
  return Array.from(text.matchAll(/[A-Za-z0-9+/_-]+/g), ({ index, 0: run }): Run => [
    index,
    index + run.length,
  ])
    .filter(([start, end]) => end - start >= 32 && end - start <= 256)
    .filter(([start, end]) => standsAsValue(text.slice(0, start), text.slice(end)));
}

function standsAsValue(before: string, after: string): boolean {
  const quote = /["'`]$/.exec(before)?.[0];
  if (quote !== undefined) return after[/^={0,6}/.exec(after)?.[0].length ?? 0] === quote;
  return /[=:][ \t]?$/.test(before);
}

const sharing = (runs: readonly Run[], from: number, to: number): Run[] =>
  runs.filter(([start, end]) => Math.max(start, from) < Math.min(end, to));

const long = fc
  .tuple(
    fc.constantFrom(1, 5, 31, 32, 33, 40, 63, 64, 65, 100, 255, 256, 257, 258, 300, 700),
    fc.constantFrom('a', 'Z', '0', '+/', '-_', 'f9'),
  )
  .map(([length, digits]) => digits.repeat(length).slice(0, length));
const between = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '`',
    '=',
    ':',
    ' ',
    '= ',
    ': ',
    ':\t',
    '= "',
    "='",
    '  ',
    '\n',
    '.',
    '\u0000',
    '\u00ff',
  ),
  fc.constantFrom('=', '==', '======', '=======').chain((row) => fc.constantFrom(row, `${row}"`, `${row}'`)),
);
const anyText = fc
  .array(fc.oneof(fc.tuple(between, long, between), fc.tuple(fc.constant('="'), long, fc.constant('"'))), {
    maxLength: 8,
  })
  .map((parts) => parts.flat().join(''));
const range = fc.tuple(fc.nat(), fc.nat(), fc.nat());

function rangeIn(text: string, [one, two, kind]: readonly number[]): [from: number, to: number] {
  if ((kind ?? 0) % 4 === 0) return [0, text.length];
  const from = (one ?? 0) % (text.length + 1);
  const to = (kind ?? 0) % 4 === 1 ? from + ((two ?? 0) % 3) : (two ?? 0) % (text.length + 1);
  return [from, Math.min(text.length, to)];
}

describe.each([
  ['engine', () => engine],
  ['twin', () => plain],
] as const)('the %s', (_, bench) => {
  it('finds what the definition says, in any range', () => {
    let found = 0;
    fc.assert(
      fc.property(anyText, fc.array(range, { minLength: 1, maxLength: 6 }), (text, ranges) => {
        bench().put(Buffer.from(text, 'latin1'));
        for (const [from, to] of ranges.map((numbers) => rangeIn(text, numbers))) {
          const expected = sharing(allRuns(text), from, to);
          expect(bench().runs(from, to, 100), `[${from}, ${to})`).toEqual(expected);
          found += expected.length;
        }
      }),
      { numRuns: 4000 },
    );
    expect(found).toBeGreaterThan(2000);
  });

  it('finds it at every distance from the beginning, from every byte of it', () => {
    for (let before = 0; before < 70; before++) {
      const text = `${' '.repeat(before)}="${'k'.repeat(32)}"`;
      bench().put(Buffer.from(text));
      for (let from = 0; from < text.length; from++) {
        expect(bench().runs(from, from + 1, 4)).toEqual(sharing(allRuns(text), from, from + 1));
      }
    }
  });

  it('goes on after a full output', () => {
    fc.assert(
      fc.property(anyText, range, fc.integer({ min: 1, max: 3 }), (text, numbers, capacity) => {
        bench().put(Buffer.from(text, 'latin1'));
        const [from, to] = rangeIn(text, numbers);
        const found: Run[] = [];
        for (let at = from, more = true; more; at = found.at(-1)?.[1] ?? to) {
          const runs = bench().runs(at, to, capacity);
          found.push(...runs);
          more = runs.length === capacity;
        }
        expect(found).toEqual(sharing(allRuns(text), from, to));
      }),
      { numRuns: 2000 },
    );
  });

  it('sees nothing beyond its reach', () => {
    const far = fc.oneof(anyText, between, long);
    fc.assert(
      fc.property(anyText, fc.nat(), far, far, (text, seed, head, tail) => {
        const runs = Array.from(text.matchAll(/[A-Za-z0-9+/_-]+/g));
        const chosen = runs[seed % runs.length];
        const index = chosen?.index ?? 0;
        const run = chosen?.[0] ?? '';
        if (run.length < 32 || index < ENTROPY_REACH_BEFORE) return;
        const end = index + run.length;
        if (end + ENTROPY_REACH_AFTER > text.length) return;
        const kept = text.slice(index - ENTROPY_REACH_BEFORE, end + ENTROPY_REACH_AFTER);
        const at = head.length + ENTROPY_REACH_BEFORE;
        const one = bench().put(Buffer.from(text, 'latin1')).runs(index, end, 4);
        const two = bench()
          .put(Buffer.from(head + kept + tail, 'latin1'))
          .runs(at, at + run.length, 4);
        expect(two).toEqual(one.map((place) => place.map((offset) => offset - index + at)));
      }),
      { numRuns: 3000 },
    );
  });

  it('reads and reports nothing for empty ranges and texts', () => {
    expect(bench().put(Buffer.alloc(0)).runs(0, 0, 4)).toEqual([]);
    expect(
      bench()
        .put(Buffer.from(`="${'k'.repeat(40)}"`))
        .runs(10, 10, 4),
    ).toEqual([]);
    expect(
      bench()
        .put(Buffer.from(`="${'k'.repeat(40)}"`))
        .runs(0, 44, 0),
    ).toEqual([]);
  });
});
