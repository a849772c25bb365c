/** Detectors through the file in which the build stores them. */
import { expect, it } from 'vitest';
import { detectorDigest, digestOf } from '../../src/catalogue/digest.ts';
import { patternCatalogue } from '../support/catalogue.ts';
import { openStored, storeDetectors } from '../../src/catalogue/stored-detectors.ts';

const { detectors } = patternCatalogue();
const { heads, lines } = storeDetectors(detectors);
const throughFile: typeof heads = JSON.parse(JSON.stringify(heads));

it('gives back every detector as it was', () => {
  const stored = openStored(throughFile, () => Buffer.from(lines));
  expect(stored.map((one) => one.whole())).toEqual(detectors);
});

it('knows what it takes to choose detectors without reading the rest', () => {
  const stored = openStored(throughFile, () => {
    throw new Error('asked for the rest');
  });
  const headOf = ({ id, label, severity, confidence, matcher, pairs }: (typeof stored)[number]): unknown => [
    id,
    [label, severity, confidence, matcher],
    pairs?.with,
    pairs?.within,
  ];
  expect(stored.map(headOf)).toEqual(
    detectors.map((one, place) => headOf({ ...one, place, whole: () => one })),
  );
  expect(stored.map(detectorDigest)).toEqual(detectors.map(detectorDigest));
  expect(digestOf(stored)).toBe(digestOf(detectors));
  expect(() => stored[0]?.whole()).toThrow('asked for the rest');
});

it('reads the file once, and each detector once', () => {
  let reads = 0;
  const stored = openStored(throughFile, () => {
    reads++;
    return Buffer.from(lines);
  });
  expect(stored[5]?.whole()).toBe(stored[5]?.whole());
  expect(stored.at(-1)?.whole()).toEqual(detectors.at(-1));
  expect(reads).toBe(1);
});
