/** What the catalogue as a whole promises, and that its files stay quiet under a scanner. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readCatalogue, readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors, labels } = patternCatalogue();

it('is what other tests read of it', () => {
  expect(JSON.stringify(patternCatalogue()) === JSON.stringify(readCatalogue('patterns'))).toBe(true);
});
const set = buildDetectorSet(detectors);
const asWritten = buildDetectorSet(detectors, { decodeDepth: 0 });

/** What the documentation says there are, at least. */
const FEWEST_DETECTORS = 450;
const FEWEST_ISSUERS = 250;

it('knows many secrets of many issuers', () => {
  expect(detectors.length).toBeGreaterThanOrEqual(FEWEST_DETECTORS);
  expect(new Set(detectors.map(({ issuer }) => issuer)).size).toBeGreaterThanOrEqual(FEWEST_ISSUERS);
});

it('has each id once, and for each detector a label that exists', () => {
  const ids = detectors.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const known = new Set(labels.map(({ id }) => id));
  expect(detectors.filter(({ label }) => !known.has(label)).map(({ id }) => id)).toEqual([]);
});

it.each(detectors)('$id says what it exposes, what to do, and how it is known', (detector) => {
  const { title, exposes, revoke, references } = detector;
  expect([title, exposes, revoke].filter((text) => text.trim().length < 4)).toEqual([]);
  expect(references.length).toBeGreaterThan(0);
});

/** Folders whose detectors all say how much of their form the references were seen to state. */
const LOOKED_UP = /^(?:credentials|generic|infrastructure|keys)\//;

it.each(readPatternSources('patterns').filter(({ file }) => LOOKED_UP.test(file)))(
  'each detector of $file says what its references state',
  ({ document }) => {
    const checked = checkPatternFile(document);
    if (!('detector' in checked)) throw new Error('the file has mistakes');
    const silent = checked.detector.filter(({ documented }) => documented === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
  },
);

it('names no issuer in two files, but for those of any issuer', () => {
  const files = readPatternSources('patterns').map(({ file, document }) => ({
    file,
    issuer: String(Object(document).issuer),
  }));
  const again = files.filter(
    ({ issuer }, index) => files.findIndex((other) => other.issuer === issuer) !== index,
  );
  expect(again.filter(({ issuer }) => issuer !== 'Any issuer')).toEqual([]);
});

/**
 * Examples are made up when the tests run, and near misses are broken so far that nobody takes them for secrets, or hold an
 * escape in the middle, which whoever reads lines as they stand does not look through.
 */
it.each(readPatternSources('patterns'))('a scan of $file finds nothing', ({ file }) => {
  const hits = scanText(readFileSync(join('patterns', file)), asWritten);
  const reported = hits.filter(
    ({ detector, allowed }) => !allowed && set.detectors[detector]?.confidence !== 'low',
  );
  expect(
    reported.map(({ detector, line, raw }) => `${line}: ${set.detectors[detector]?.id}: ${raw}`),
  ).toEqual([]);
});
