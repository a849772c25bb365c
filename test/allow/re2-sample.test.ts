import { expect, it } from 'vitest';
import { sampleRe2 } from '../../src/allow/re2-sample.ts';
import { compileDetector } from '../../src/catalogue/compile.ts';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { madeUpExample } from '../../src/commands/detectors/made-up.ts';

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
  const missing = readPatternSources('patterns').flatMap(({ document }) => {
    const file = checkPatternFile(document);
    if (!('detector' in file)) throw new Error('a pattern file with mistakes');
    return file.detector.filter((entry) => !madeUpExample(entry, compileDetector(entry, file.issuer)));
  });
  expect(missing.length, missing.map(({ id }) => id).join(', ')).toBeLessThan(15);
});
