/** Stores of private keys are told from stores of certificates, and those that anybody can open from the others. */
import { expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanContents } from '../../src/pipeline/scan-contents.ts';
import { buildJks, buildPkcs12 } from './support/build-key-store.ts';
import { buildZip } from './support/build-zip.ts';
import { opened } from './support/opened.ts';
import { patternCatalogue } from '../support/catalogue.ts';
import { endsWithin } from '../support/growth.ts';

const strong = ['xK', '92', 'slQ', 'w7'].join('');

it.each<[string, Buffer, string[]]>([
  ['JKS with the usual password', buildJks('changeit', [2, 1, 1]), ['2 private keys, password changeit']],
  ['JKS with another', buildJks(strong, [1]), ['1 private key']],
  ['JKS of certificates', buildJks('changeit', [2, 2]), []],
  ['PKCS #12 with the usual password', buildPkcs12('changeit'), ['1 private key, password changeit']],
  ['PKCS #12 with an empty password', buildPkcs12(''), ['1 private key, no password']],
  ['PKCS #12 with none', buildPkcs12(null), ['1 private key, no password']],
  ['PKCS #12 with another', buildPkcs12(strong), ['1 private key']],
  ['PKCS #12 of certificates', buildPkcs12('changeit', { hasKey: false }), []],
])('%s', (_, store, names) => {
  const { texts, troubles } = opened(store);
  expect(Object.keys(texts)).toEqual(names);
  expect(troubles).toEqual([]);
});

it('trying passwords costs a bounded time, whatever the file asks for', () => {
  const store = buildPkcs12(strong, { rounds: 60_000 });
  expect(endsWithin(5000, () => opened(store))).toBe(true);
});

it('each is one finding of the catalogue, also in an archive', () => {
  const { detectors } = patternCatalogue();
  const means = { set: buildDetectorSet(detectors), maxArchiveDepth: 3 };
  const idsIn = (blob: Buffer): string[] =>
    scanContents(blob, means).hits.map(({ detector }) => detectors[detector]?.id ?? '');
  expect(idsIn(buildJks('changeit', [1]))).toEqual(['open-key-store']);
  expect(idsIn(buildPkcs12(strong))).toEqual(['locked-key-store']);
  expect(idsIn(buildZip([{ name: 'a', content: buildPkcs12('') }]))).toEqual(['open-key-store']);
});
