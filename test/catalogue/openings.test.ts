/** What matches of an expression can begin with: never less than what they do begin with. */
import { expect, it } from 'vitest';
import { charsBehindKeyword } from '../../src/catalogue/opens-with-keyword.ts';
import { openingsOf } from '../../src/catalogue/openings.ts';
import { fc, stringMatching } from '../support/property.ts';

it.each([
  ['ghp_[A-Za-z0-9]{36}', ['ghp_']],
  ['xox[ars]-[a-z]', ['xoxa-', 'xoxr-', 'xoxs-']],
  ['fm(?:1[ra]|2)_x+', ['fm1r_x', 'fm1a_x', 'fm2_x']],
  [String.raw`sl\.(?:u\.)?[a-z]`, ['sl.', 'sl.u.']],
  ['[Bb]asic ', ['basic ']],
  ['(?:a|bc)(?:d|e)', ['ad', 'ae', 'bcd', 'bce']],
  ['ab*', ['a']],
  ['ab{2,3}c', ['ab']],
  ['(?<![a-z])key', ['key']],
  [String.raw`[.\]]x`, ['.x', ']x']],
  [String.raw`\d{4}`, ['']],
  ['[^a]b', ['']],
  ['(?:abc)?', ['', 'abc']],
])('of %s', (expression, openings) => {
  const found = openingsOf(expression);
  expect(new Set(found)).toEqual(new Set(openings));
});

it('every text that matches begins with one of them', () => {
  const atom = fc.constantFrom(
    'a',
    'B',
    String.raw`\.`,
    '[xY]',
    '[0-2]',
    '[a-z]',
    '(?:q|rs)',
    '(?:u(?:v|[wx])?)',
    '.',
  );
  const quantifier = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,2}');
  const piece = fc.tuple(atom, quantifier).map(([one, count]) => one + count);
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.nat(), (pieces, seed) => {
      const expression = pieces.join('');
      const openings = openingsOf(expression);
      for (const text of fc.sample(stringMatching(new RegExp(`^(?:${expression})$`)), {
        seed,
        numRuns: 5,
      })) {
        expect(
          openings.some((opening) => text.toLowerCase().startsWith(opening)),
          text,
        ).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

it.each([
  [['sl.'], String.raw`sl\.(?:u\.A|[A-C])[\w-]{20}`, 'uabc'],
  [['dapi'], '[dD]api[0-3]{8}', '0123'],
  [['ab', 'abc'], 'abc[xy]{4}', 'cxy'],
  [['ab', 'abcd'], 'ab(?:cd|[xy])?[0-9a-z]{4}', undefined],
  [['key'], 'key[A-Za-z0-9]{20}', undefined],
  [['key'], 'x?key[01]{20}', undefined],
])('behind %j in %s stands one of %j', (keywords, token, expected) => {
  expect(charsBehindKeyword({ boundary: 'word', keywords, token, before: '' })).toBe(expected);
});
