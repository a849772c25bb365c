/** Escapes: the engine and its plain twin find the same, all of it, and around seams what lies there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BEFORE_LINE, BEHIND_LINE, ESCAPE_REACH } from '../../src/engine/kernel.ts';
import { Bench, loadEngine, loadPlain } from '../support/engine-module.ts';
import { fc } from '../support/property.ts';

let engine: Bench;
let plain: Bench;

beforeAll(() => {
  engine = new Bench(loadEngine(1));
  plain = new Bench(loadPlain(1));
});

const PERCENT = 1;
const ESCAPE = 2;
const ENTITY = 4;
const QUOTED = 8;
const JOIN = 16;
const LONG = 'a line that is as long as one of quoted-printable can be, seventy and more';

const each: Array<[string, number]> = [
  ['%41', PERCENT],
  ['%7e', PERCENT],
  ['%7f', 0],
  ['%1f', 0],
  ['%4', 0],
  ['%4g', 0],
  [String.raw`\x41`, ESCAPE],
  [String.raw`\u0041`, ESCAPE],
  [String.raw`\u0141`, 0],
  [String.raw`\u{41}`, ESCAPE],
  [String.raw`\u{141}`, 0],
  [String.raw`\x0a`, 0],
  [String.raw`\/\/`, ESCAPE],
  [String.raw`\/`, 0],
  ['&#65;', ENTITY],
  ['&#065;', ENTITY],
  ['&#0065;', 0],
  ['&#127;', 0],
  ['&#126;', ENTITY],
  ['&#x41;', ENTITY],
  ['&#X7E;', ENTITY],
  ['&#x141;', 0],
  ['&quot;', ENTITY],
  ['&apos;', ENTITY],
  ['&quota', 0],
  ['&amp;', 0],
  ['=3D', QUOTED],
  ['=3d', 0],
  [`${LONG}=\n`, QUOTED],
  [`${LONG}=\r\n`, QUOTED],
  [`${LONG} =\n`, 0],
  [`${LONG.slice(10)}=\n`, 0],
  ['"ab" +\n  "cd"', JOIN],
  ['"ab"\n"cd"', JOIN],
  ["'ab'\r\n\t. 'cd'", JOIN],
  ['"ab" \\\n  "cd"', JOIN],
  ['"ab"\n\'cd\'', 0],
  ['"ab",\n"cd"', 0],
  ['ab\\\ncd', JOIN],
  ['ab \\\ncd', 0],
  ['ab\\\n cd', 0],
];

const piece = fc.oneof(
  fc.constantFrom(...each.map(([text]) => text)),
  fc.constantFrom('\n', '\r\n', ' ', '"', "'", '=', '\\', '%', '&', '+', 'word', LONG),
  fc.integer({ min: 100, max: 150 }).map((length) => 'x'.repeat(length)),
);
const anyText = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('').slice(0, 4000));

/** What a stretch depends on. */
function windowOf(text: string, [start = 0, end = 0]: readonly number[]): { before: number; behind: number } {
  const line = start === 0 ? -1 : text.lastIndexOf('\n', start - 1);
  const next = text.indexOf('\n', end);
  return {
    before: Math.max(start - ESCAPE_REACH, line < 0 ? -Infinity : line - BEFORE_LINE),
    behind: Math.min(end + ESCAPE_REACH, next < 0 ? Infinity : next + BEHIND_LINE),
  };
}

describe.each([
  ['engine', () => engine],
  ['twin', () => plain],
] as const)('the %s', (_, bench) => {
  it.each(each)('%j is of kind %i', (text, kind) => {
    bench().put(Buffer.from(`.  ${text}`));
    const found = bench().escapes([], 0, 10);
    expect(found.map(([, , kinds]) => kinds)).toEqual(kind === 0 ? [] : [kind]);
  });

  it('joins what stands near on one line', () => {
    bench().put(Buffer.from(`%41${'x'.repeat(125)}%41 ${'x'.repeat(125)}%41\n%41`));
    expect(bench().escapes([], 0, 10)).toEqual([
      [0, 129, PERCENT],
      [257, 258, PERCENT],
      [261, 262, PERCENT],
    ]);
  });
});

describe('both', () => {
  it('find the same, also after a full output, and around seams all that is near', () => {
    let found = 0;
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(4000), { maxLength: 6 }), (text, places) => {
        for (const bench of [engine, plain]) bench.put(Buffer.from(text, 'latin1'));
        const all = plain.escapes([], 0, 150);
        expect(engine.escapes([], 0, 150)).toEqual(all);
        let from = 0;
        for (const stretch of all) {
          for (const bench of [engine, plain]) expect(bench.escapes([], from, 1)).toEqual([stretch]);
          from = stretch[1] ?? 0;
        }
        const cuts = places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b);
        const runs = cuts.flatMap((cut, index) =>
          index % 2 === 1 ? [[cuts[index - 1] ?? 0, 0, cut - (cuts[index - 1] ?? 0)]] : [],
        );
        const gaps = [0, ...runs.flatMap(([to = 0, , length = 0]) => [to, to + length]), text.length];
        const isNear = (stretch: readonly number[]): boolean => {
          const { before, behind } = windowOf(text, stretch);
          return gaps.some(
            (gap, index) => index % 2 === 0 && before < (gaps[index + 1] ?? 0) && behind > gap,
          );
        };
        for (const bench of [engine, plain]) {
          const told = bench.escapes(runs, 0, 150);
          expect(told).toEqual(all.filter(isNear));
        }
        found += all.length;
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(800);
  });
});
