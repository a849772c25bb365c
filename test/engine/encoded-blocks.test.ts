/** Encoded blocks: the engine and its plain twin find what an expression over the whole text finds, and around seams all of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ENCODED_REACH } from '../../src/engine/kernel.ts';
import { Bench, loadEngine, loadPlain } from '../support/engine-module.ts';
import { fc } from '../support/property.ts';

let engine: Bench;
let plain: Bench;

beforeAll(() => {
  engine = new Bench(loadEngine(1));
  plain = new Bench(loadPlain(1));
});

/** The definition of where blocks are. */
const BLOCKS =
  /(?<![\w+/-])[\w+/-]{24,}(?:\r?\n[ \t]{0,40}[\w+/-]{24,})*(?:\r?\n[ \t]{0,40}[\w+/-]{1,23}(?![\w+/-]))?/g;

function allBlocks(text: string): Array<[start: number, from: number, end: number, form: number]> {
  return [...text.matchAll(BLOCKS)].flatMap(({ index, 0: block }) => {
    for (const { index: at, 0: run } of block.matchAll(/[\w+/-]{24,}/g)) {
      const form = formOf(run);
      if (form >= 0) return [[index, index + at, index + block.length, form]];
    }
    return [];
  });
}

function formOf(run: string): number {
  for (const skip of [0, 2]) {
    const digits = /^(?:[0-9a-f]{2})+/i.exec(run.slice(skip, skip + 24))?.[0];
    const isWhole = digits?.length === Math.min(24, (run.length - skip) & ~1);
    if (isWhole && (skip === 0 || run.startsWith('0x')) && isKnown(Buffer.from(digits, 'hex')))
      return 16 + skip;
  }
  if (isStream(bytesOf(run))) return 0;
  return [0, 1, 2, 3].find((skip) => isText(bytesOf(run.slice(skip)))) ?? -1;
}

function bytesOf(run: string): Buffer {
  return Buffer.from(run.slice(0, 16), 'base64');
}

function isKnown(bytes: Buffer): boolean {
  return isText(bytes) || (isStream(bytes) && /[^\0][^]*[^\0][^]*[^\0]/.test(bytes.toString('latin1')));
}

function isStream(bytes: Buffer): boolean {
  return ['1f8b08', '7801', '789c', '78da'].some((head) => bytes.toString('hex').startsWith(head));
}

function isText(bytes: Buffer): boolean {
  const text = bytes.toString('latin1').replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '');
  return /^[\t\n\r\0 -~]*$/.test(text) && /[^\0][^]*[^\0][^]*[^\0]/.test(text);
}

const encoded = fc.oneof(
  fc.string({ minLength: 10, maxLength: 60 }).map((text) => Buffer.from(text).toString('base64url')),
  fc.string({ minLength: 10, maxLength: 60 }).map((text) => Buffer.from(text).toString('hex')),
  fc.string({ minLength: 16, maxLength: 40 }).map((text) => Buffer.from(text, 'utf16le').toString('base64')),
  fc
    .constantFrom(
      'H4sIAAAAAAAAAwvJyCxWAKLEvNQUhbTUnMRUAA',
      'eJwLycgsVgCixLzUFIW01JzEVAA',
      '\ufeffa mark',
      '\ufffex',
    )
    .map((text) => (/^\w/.test(text) ? text : Buffer.from(text.repeat(5)).toString('base64'))),
  fc
    .constantFrom('A', 'MIIEpAIBAAKC', 'some/path-of/', 'f9', '0x41')
    .chain((unit) =>
      fc.constantFrom(5, 23, 24, 25, 40, 64, 200).map((length) => unit.repeat(length).slice(0, length)),
    ),
);
const between = fc.constantFrom(
  '',
  '\n',
  '\r\n',
  '\n  ',
  `\n${' '.repeat(40)}`,
  `\n${' '.repeat(41)}`,
  '\n\n',
  ' ',
  '=',
  '"',
  '0x',
);
const anyText = fc
  .array(
    fc.tuple(
      between,
      fc.oneof(
        encoded,
        encoded.map((text) => text.slice(0, 30)),
      ),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.flat().join('').slice(0, 4000));

describe.each([
  ['engine', () => engine],
  ['twin', () => plain],
] as const)('the %s', (_, bench) => {
  it('finds what the definition says, also after a full output', () => {
    let found = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        bench().put(Buffer.from(text, 'latin1'));
        const expected = allBlocks(text);
        expect(bench().blocks([], 0, 100)).toEqual(expected);
        let from = 0;
        for (const block of expected) {
          expect(bench().blocks([], from, 1)).toEqual([block]);
          from = block[2];
        }
        found += expected.length;
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(2000);
  });

  it('finds every block near a seam, and none that is not there', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(4000), { maxLength: 6 }), (text, places) => {
        bench().put(Buffer.from(text, 'latin1'));
        const cuts = places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b);
        // Copied runs stand between the first cut and the second, the third and the fourth, and so on.
        const runs = cuts.flatMap((cut, index) =>
          index % 2 === 1 ? [[cuts[index - 1] ?? 0, 0, cut - (cuts[index - 1] ?? 0)]] : [],
        );
        const gaps = [0, ...runs.flatMap(([to = 0, , length = 0]) => [to, to + length]), text.length];
        const isNear = ([start = 0, , end = 0]: readonly number[]): boolean =>
          gaps.some(
            (gap, index) =>
              index % 2 === 0 && start - ENCODED_REACH < (gaps[index + 1] ?? 0) && end + ENCODED_REACH > gap,
          );
        const all = allBlocks(text);
        const told = bench().blocks(runs, 0, 100);
        expect(all).toEqual(expect.arrayContaining(told));
        expect(told).toEqual(expect.arrayContaining(all.filter(isNear)));
      }),
      { numRuns: 3000 },
    );
  });
});
