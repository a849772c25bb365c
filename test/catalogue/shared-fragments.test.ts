/** Fragments that the detectors of a file share. */
import { expect, it } from 'vitest';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';

const DETECTOR = {
  id: 'some-mark',
  title: 'Some mark',
  label: 'marking/tlp',
  severity: 'low',
  keywords: ['mark'],
  token: 'MARK',
};

function check(shared: object, expressions: object): unknown {
  const document = { issuer: 'Some', shared, detector: [{ ...DETECTOR, ...expressions }] };
  const checked = checkPatternFile(document);
  return 'detector' in checked ? checked.detector : checked;
}

it('stand in a group of their own, so that what they say of alternatives stays theirs', () => {
  const detectors = check({ place: 'a{1,2}|b' }, { before: '{place}:|{place};', after: '{place}' });
  expect(detectors).toMatchObject([{ before: '(?:a{1,2}|b):|(?:a{1,2}|b);', after: '(?:a{1,2}|b)' }]);
});

it('are named by somebody, and only those that there are', () => {
  expect(check({ place: 'a', end: 'b' }, { before: '{plaec}', after: '{end}' })).toEqual([
    { at: 'shared.place', message: 'no detector of this file names {place} in before or after' },
    { at: 'detector[0] (some-mark)', message: 'before names {plaec}, but [shared] holds place, end' },
  ]);
});

it('name no others, and are held to what expressions are held to', () => {
  expect(check({ place: '{end}', end: '(b)' }, { before: '{place}', after: '{end}' })).toEqual([
    {
      at: 'detector[0] (some-mark)',
      message: 'before: a fragment of [shared] names {end}, and may name none',
    },
    { at: 'detector[0] (some-mark)', message: 'after may hold no capturing group, write (?:…)' },
  ]);
});

it('have names of one word', () => {
  expect(check({ 'Own place': 'a' }, {})).toMatchObject([{ message: 'must be one word in lower case' }]);
});
