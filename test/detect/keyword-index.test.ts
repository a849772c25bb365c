/** Keywords made ready by the build, beside those that a start makes of the detectors. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Detector } from '../../src/catalogue/detector.ts';
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

/** In an order of their own: which keyword has which number means nothing. */
function sortedKeywords(set: DetectorSet): unknown[] {
  return keywordsOf(set)
    .map((one) => JSON.stringify(one))
    .toSorted();
}

describe('of another selection', () => {
  const own = detectorOf(0, ['acme-key', 'password', 'xyz'], { id: 'own', own: true });
  const replaced = detectorOf(7, ['acme-key']);

  /** One that the build knows nothing of. */
  function detectorOf(place: number, keywords: string[], other: Partial<Detector> = {}): Detector {
    const detector = detectors[place];
    if (!detector) throw new RangeError(`there is no detector ${place}`);
    const { anchors: _, ...rest } = detector;
    return { ...rest, ...other, keywords };
  }

  it.each<[string, Detector[]]>([
    ['without the first', detectors.slice(1)],
    ['without every third', detectors.filter((_, place) => place % 3 !== 0)],
    ['with few left', detectors.slice(0, 20)],
    ['with one of their own', [...detectors, own]],
    [
      'with one that is changed, and one less',
      detectors.slice(1).map((one, place) => (place === 6 ? replaced : one)),
    ],
    ['with nothing of it', [own]],
  ])('has the keywords of those detectors and no others: %s', (_, others) => {
    const set = buildDetectorSet(others, { usual });
    const alone = buildDetectorSet(others);
    expect(sortedKeywords(set)).toEqual(sortedKeywords(alone));
    const shorts = (one: DetectorSet): unknown[] =>
      [...one.shortKeywords].toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(shorts(set)).toEqual(shorts(alone));
    expect(set.longestKeyword).toBe(alone.longestKeyword);
    const text = Buffer.from(
      others.map(({ keywords: [word = ''] }) => `${word} = "${word}9fK2x8Qm41zLw0Tr7VbN"\n`).join(''),
      'latin1',
    );
    expect(scanText(text, set)).toEqual(scanText(text, alone));
  });

  it('is checked as far as the build did not', () => {
    const odd = { ...own, checks: [{ name: 'no-such-check' }] };
    expect(() => buildDetectorSet([...detectors, odd], { usual })).toThrow(
      'there is no check "no-such-check"',
    );
  });
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
