/** A JSON Web Token whose signature is none that its algorithm makes proves nothing: it has a detector of its own, and tests are full of them. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors, labels } = patternCatalogue();
const set = buildDetectorSet(detectors);

function token(alg: string, signatureLength: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = Buffer.from('q8Zk3Lw0Vt7Rb2Ny5Xc1Mf6H'.repeat(60)).toString('base64url');
  return [part({ alg }), part({ sub: 'ann', scope: 'write' }), signature.slice(0, signatureLength)].join('.');
}

function idsIn(text: string): Array<string | undefined> {
  return scanText(Buffer.from(text), set).map(({ detector }) => detectors[detector]?.id);
}

describe('a token', () => {
  it.each([
    ['HS256', 43],
    ['HS512', 86],
    ['RS256', 342],
    ['PS384', 512],
    ['ES256', 86],
    ['ES512', 176],
    ['EdDSA', 86],
  ])('of %s is signed by %i characters', (alg, length) => {
    expect(idsIn(`jwt = ${token(alg, length)}\n`)).toEqual(['json-web-token']);
  });

  it.each([
    ['none', 43],
    ['HS256', 20],
    ['RS256', 43],
    ['ES256', 88],
  ])('of %s is not signed by %i', (alg, length) => {
    expect(idsIn(`jwt = ${token(alg, length)}\n`)).toEqual(['json-web-token-wrong-signature']);
  });

  it('that says so has none', () => {
    expect(idsIn(`jwt = ${token('none', 0)}\n`)).toEqual(['unsigned-json-web-token']);
  });

  it('that was cut off is none', () => {
    expect(idsIn(`jwt = ${token('HS256', 0)}\n`)).toEqual([]);
  });
});

it.each(['json-web-token-wrong-signature', 'unsigned-json-web-token'])(
  '%s is worth a look outside of tests alone',
  (id) => {
    const detector = detectors.find((one) => one.id === id);
    const known = new Map(labels.map((label) => [label.id, label]));
    const sureAt = (...paths: string[]): string | undefined =>
      detector && classify(detector, { paths, count: 1 }, known).confidence;
    expect(sureAt('test/auth.spec.js')).toBe('low');
    expect(sureAt('test/auth.spec.js', 'src/session.js')).toBe('medium');
  },
);
