import { expect, it } from 'vitest';
import { sampleRe2 } from '../../src/allow/re2-sample.ts';
import { readPatterns } from '../../src/catalogue/read-patterns.ts';
import { madeUpExample } from '../../src/commands/detectors/made-up.ts';
import { withAnchors } from '../../src/detect/keyword-anchor.ts';
import { patternCatalogue } from '../support/catalogue.ts';

it.each([
  'abc',
  '[a-f0-9]{12}',
  '(?:a|bc)+x?',
  'x{3,}',
  '={0,2}:',
  'a{2,900}b',
  '[^a-z]{4}',
  '\\d{2}-\\w+',
  '.\\.',
  '',
])('what is made up for %s matches it, and is the same each time', (source) => {
  for (let seed = 0; seed < 50; seed++) {
    const sample = sampleRe2(source, seed);
    expect(sample).toMatch(new RegExp(`^(?:${source})$`));
    expect(sampleRe2(source, seed)).toBe(sample);
  }
});

it('makes up something for nearly every detector', () => {
  const compiled = new Map(withAnchors(patternCatalogue().detectors).map((one) => [one.id, one]));
  const missing = readPatterns('patterns').filter((entry) => {
    const detector = compiled.get(entry.id);
    if (!detector) throw new Error(`${entry.id} is not in the catalogue`);
    return !madeUpExample(entry, detector);
  });
  expect(missing.length, missing.map(({ id }) => id).join(', ')).toBeLessThan(15);
});
