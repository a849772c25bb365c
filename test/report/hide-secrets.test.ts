/** Known secrets inside other text become masks: exact cases, and against a slow search that cannot be wrong. */
import { describe, expect, it } from 'vitest';
import { createHider } from '../../src/report/disclosure/hide-secrets.ts';
import { fc } from '../support/property.ts';

const show = (value: string): string => `<${value.length}>`;

describe('createHider', () => {
  it.each([
    ['abcdefgh', ['abcdefgh'], '<8>'],
    ['x/abcdefgh/y', ['abcdefgh'], 'x/<8>/y'],
    ['abcdefghabcdefgh', ['abcdefgh'], '<8><8>'],
    ['nothing here', ['abcdefgh'], 'nothing here'],
    ['short', ['short'], 'short'],
    ['abcdefg', ['abcdefg'], 'abcdefg'],
    // The longest of those that begin alike.
    ['abcdefghij', ['abcdefgh', 'abcdefghij'], '<10>'],
    ['abcdefghi.', ['abcdefgh', 'abcdefghij'], '<8>i.'],
    // One inside another, and two that overlap: nothing of either stays.
    ['__abcdefgh__', ['abcdefgh', '__abcdefgh__'], '<12>'],
    ['aaaabbbbcccc', ['aaaabbbb', 'bbbbcccc'], '********'],
    ['é中abcdef😀', ['é中abcdef😀'], '<10>'],
  ])('%s with %j is %s', (text, values, hidden) => {
    expect(createHider(values, show)(text)).toBe(hidden);
  });

  it('hides exactly the characters that some value covers', () => {
    const tiny = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 8, maxLength: 11 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(tiny, { maxLength: 6 }), text, (values, around) => {
        const hide = createHider(values, () => '********');
        const whole = `${around}${values[0] ?? ''}${around}`;
        expect(hide(whole)).toBe(slowly(whole, values));
      }),
      { numRuns: 2000 },
    );
  });

  it('tells 50,000 values apart that begin alike, as web tokens do', () => {
    const values = Array.from({ length: 50_000 }, (_, n) => `samestart${String(n).padStart(8, '0')}`);
    const hide = createHider(values, (value) => value.slice(-5));
    expect(hide('a/samestart00000007.txt samestart00049999')).toBe('a/00007.txt 49999');
    expect(hide('samestart00050000')).toBe('samestart00050000');
  });
});

/** Marks every covered character, then writes stars for each stretch; stretches that only touch stay two. */
function slowly(text: string, values: readonly string[]): string {
  const stretches: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    const ends = values.filter((value) => text.startsWith(value, at)).map((value) => at + value.length);
    if (ends.length === 0) continue;
    const last = stretches.at(-1);
    if (last !== undefined && at < last[1]) last[1] = Math.max(last[1], ...ends);
    else stretches.push([at, Math.max(...ends)]);
  }
  let shown = text;
  for (const [from, to] of stretches.toReversed())
    shown = `${shown.slice(0, from)}********${shown.slice(to)}`;
  return shown;
}
