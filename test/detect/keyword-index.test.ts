/** Keywords made ready by the build, beside those that a start makes of the detectors. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { UsualSelection } from '../../src/catalogue/compile.ts';
import { patternCatalogue } from '../support/catalogue.ts';
import { mergeOptions } from '../../src/config/merge.ts';
import { compareOn, CONFIDENCES } from '../../src/core/severity.ts';
import { buildDetectorSet, type DetectorSet } from '../../src/detect/detector-set.ts';
import { withAnchors } from '../../src/detect/keyword-anchor.ts';
import { indexKeywords, readKeywordIndex, writeKeywordIndex } from '../../src/detect/keyword-index.ts';
import { scanText } from '../../src/detect/scan-text.ts';

const { minConfidence } = mergeOptions({}, {}, {});
const detectors = withAnchors(patternCatalogue().detectors).filter(
  ({ confidence }) => compareOn(CONFIDENCES, confidence, minConfidence) >= 0,
);
const usual: UsualSelection = { minConfidence, detectors, keywords: () => readFileSync('dist/keywords.bin') };
const made = buildDetectorSet(detectors);
const ready = buildDetectorSet(detectors, { usual });

function keywordsOf({ keyword }: DetectorSet): unknown[] {
  const all = [];
  for (let number = 0; keyword(number); number++) all.push(keyword(number));
  return all;
}

it('has every keyword, form and waiting detector of the usual selection', () => {
  const all = keywordsOf(ready);
  expect(all).toEqual(keywordsOf(made));
  expect(all.length).toBeGreaterThan(4000);
  expect([...ready.shortKeywords]).toEqual([...made.shortKeywords]);
  expect(ready.longestKeyword).toBe(made.longestKeyword);
});

it('finds the same at every keyword', () => {
  const words = [...new Set(detectors.flatMap(({ keywords }) => keywords.slice(0, 1)))].slice(0, 300);
  const text = Buffer.from(
    words.map((word) => `${word} = "${word}9fK2x8Qm41zLw0Tr7VbN"\n`).join(''),
    'latin1',
  );
  const found = scanText(text, ready);
  expect(found).toEqual(scanText(text, made));
  expect(found.length).toBeGreaterThan(10);
});

it('is not taken for any other selection', () => {
  const others = detectors.slice(1);
  const set = buildDetectorSet(others, { usual });
  expect(keywordsOf(set)).toEqual(keywordsOf(buildDetectorSet(others)));
  const first = detectors.slice(0, 1).map((one) => ({ ...one, keywords: ['acme-key'] }));
  const replaced = [...first, ...others];
  expect(keywordsOf(buildDetectorSet(replaced, { usual }))).toEqual(keywordsOf(buildDetectorSet(replaced)));
});

it('is left alone where a processor orders its bytes the other way', () => {
  const file = writeKeywordIndex(indexKeywords(detectors));
  expect(readKeywordIndex(file)).toBeDefined();
  expect(readKeywordIndex(file.subarray(0, file.length & ~3).swap32())).toBeUndefined();
});

it('is read from wherever in a buffer it lies', () => {
  const file = writeKeywordIndex(indexKeywords(detectors));
  const shifted = Buffer.concat([Buffer.alloc(1), file]).subarray(1);
  expect(readKeywordIndex(shifted)).toEqual(readKeywordIndex(file));
});
