/** What a detector says of its references. */
import { expect, it } from 'vitest';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';

function check(claim: object): unknown {
  const detector = { id: 'some-token', title: 'Some token', label: 'credential/saas', severity: 'low' };
  return checkPatternFile({
    issuer: 'Some',
    detector: [{ ...detector, keywords: ['some_'], token: 'some_[a-z]{9}', ...claim }],
  });
}

it('says what they state only where there are some', () => {
  expect(check({ documented: 'form' })).toEqual([
    {
      at: 'detector[0] (some-token)',
      message: 'documented says what the references state, and there are none',
    },
  ]);
});

it('needs none where it claims nothing', () => {
  expect(check({})).toMatchObject({ detector: [{ id: 'some-token' }] });
  expect(check({ documented: 'form', references: ['https://docs.example.com/'] })).toMatchObject({
    detector: [{ documented: 'form' }],
  });
});
