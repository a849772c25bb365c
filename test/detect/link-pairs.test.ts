/** The halves of a key pair are linked where they stand near each other in one text, and nowhere else. */
import { expect, it } from 'vitest';
import { linkPairs } from '../../src/detect/link-pairs.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { isLinear } from '../support/growth.ts';
import { awsKeyPair } from '../support/secrets.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors } = patternCatalogue();
const set = buildDetectorSet(detectors);
const indexOf = (id: string): number => detectors.findIndex((detector) => detector.id === id);
const ID = indexOf('aws-access-key-id');
const SECRET = indexOf('aws-secret-access-key');

function hit(detector: number, start: number, inside?: readonly string[]) {
  return {
    detector,
    start,
    end: start + 20,
    raw: `${detector} ${start}`,
    line: start,
    ...(inside && { inside }),
  };
}

/** `line of the hit: lines of what it is linked with`, of those that are linked. */
function linked(hits: ReadonlyArray<ReturnType<typeof hit>>): string[] {
  return linkPairs(hits, detectors).flatMap((one) =>
    one.linked ? [`${one.line}: ${one.linked.map(({ line }) => line).join()}`] : [],
  );
}

it('links an id and the secret beside it, both ways', () => {
  expect(linked([hit(ID, 100), hit(SECRET, 140)])).toEqual(['100: 140', '140: 100']);
});

it('takes the nearest of several ids', () => {
  expect(linked([hit(ID, 0), hit(SECRET, 300), hit(ID, 330)])).toEqual(['300: 330', '330: 300']);
});

it('looks no further than the pattern file says', () => {
  expect(linked([hit(ID, 0), hit(SECRET, 1044)])).toHaveLength(2);
  expect(linked([hit(ID, 0), hit(SECRET, 1045)])).toEqual([]);
});

it('links nothing over the edge of a text', () => {
  expect(linked([hit(ID, 0, ['a.zip', 'x']), hit(SECRET, 40, ['a.zip', 'y'])])).toEqual([]);
  expect(linked([hit(ID, 0, ['a.zip', 'x']), hit(SECRET, 40, ['a.zip', 'x'])])).toHaveLength(2);
});

it('takes time in proportion to how many there are', () => {
  const dense = (count: number): Array<ReturnType<typeof hit>> =>
    Array.from({ length: count }, (_, index) => hit(index % 2 === 0 ? ID : SECRET, index));
  expect(linked(dense(10_000)).length).toBeGreaterThan(9000);
  expect(isLinear(dense, linked, 10_000)).toBe(true);
});

it('links what stands in a file', () => {
  const { id, secret } = awsKeyPair(1);
  const text = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  const found = scanText(Buffer.from(text), set).map(({ detector, linked: links = [] }) => [
    detectors[detector]?.id,
    links.map((link) => [detectors[link.detector]?.id, link.line]),
  ]);
  expect(found).toEqual([
    ['aws-access-key-id', [['aws-secret-access-key', 2]]],
    ['aws-secret-access-key', [['aws-access-key-id', 1]]],
  ]);
});
