/** Runs of random text: found wherever they begin, only as values of their own, and not when they are called a digest. */
import { describe, expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const set = buildDetectorSet(patternCatalogue().detectors.filter(({ matcher }) => matcher === 'entropy-run'));
const [RANDOM = ''] = fc.sample(fc.stringMatching(/^(?:[A-Z][a-z][0-9]){4}[A-Za-z0-9]{28}$/), {
  numRuns: 1,
  seed: 3,
});

function found(text: string): string[] {
  return scanText(Buffer.from(text), set).map(({ raw }) => raw);
}

it.each([`x = "${RANDOM}"`, `x=${RANDOM}`, `x: ${RANDOM}\n`, `x = '${RANDOM}=='`])(
  'finds a value: %s',
  (text) => {
    expect(found(text)).toEqual([RANDOM]);
  },
);

it('finds it at any offset', () => {
  for (let offset = 0; offset < 70; offset++) {
    expect(found(`${' '.repeat(offset)}"${RANDOM}"`), String(offset)).toEqual([RANDOM]);
    expect(found(`${'a'.repeat(offset)} "${RANDOM}"`), String(offset)).toEqual([RANDOM]);
  }
});

describe('leaves alone', () => {
  it.each([
    ['what is called a digest', `integrity = "${RANDOM}"`],
    ['a part of a longer text', `"see ${RANDOM} there"`],
    ['a hexadecimal digest', `x = "${Buffer.from(RANDOM.slice(0, 20)).toString('hex')}"`],
    ['a name made of words', 'x = "applicationConfigurationProviderFactory2Builder"'],
    ['a counted row', `x = "${'0123456789abcdef'.repeat(3)}"`],
    ['what is longer than any key', `x = "${RANDOM.repeat(8)}"`],
    ['a data URI', `src="data:image/png;base64,${RANDOM}"`],
  ])('%s', (_, text) => expect(found(text)).toEqual([]));
});
