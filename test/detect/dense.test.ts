/** Input that is nothing but what detectors wait for, or one endless line: time grows with the length alone. */
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { endsWithin, isLinear } from '../support/growth.ts';
import { seededBytes } from '../support/seed.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors } = patternCatalogue();
const set = buildDetectorSet(detectors);
const keywords = [...new Set(detectors.flatMap((detector) => detector.keywords))];

function repeated(unit: string): (bytes: number) => Buffer {
  return (bytes) => Buffer.alloc(bytes, unit, 'latin1');
}

it.each([
  ['keywords, joined', 200_000, repeated(keywords.join(''))],
  ['keywords, one a line', 200_000, repeated(keywords.join('\n'))],
  ['keywords, assigned', 200_000, repeated(keywords.map((keyword) => `${keyword}="a1`).join('\n'))],
  ['base64', 10_000_000, (bytes) => Buffer.from(seededBytes(bytes).toString('base64').slice(0, bytes))],
  ['hexadecimal', 10_000_000, (bytes) => Buffer.from(seededBytes(bytes / 2).toString('hex'))],
  ['zeros in base64', 10_000_000, repeated('A')],
  ['one line', 20_000_000, repeated('the quick brown fox x = y; jumps over (a, b) ')],
  ['first lines of private keys', 400_000, repeated('-----BEGIN RSA PRIVATE KEY-----\n')],
  ['first lines, joined', 400_000, repeated('-----BEGIN RSA PRIVATE KEY-----')],
  ['private keys without end', 400_000, repeated('-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKC')],
  ['web tokens without end', 200_000, repeated('eyJhbGciOiJIUzI1NiJ9.')],
  ['JSON web keys without end', 200_000, repeated('"kty":"RSA",')],
  ['service accounts without end', 200_000, repeated('"private_key_id": "')],
  [
    'text in base64',
    2_000_000,
    (bytes) => Buffer.from(Buffer.alloc(bytes, 'password = x; ').toString('base64').slice(0, bytes)),
  ],
  [
    'text in base64, a line each',
    500_000,
    repeated(`${Buffer.from('the password = x; of it').toString('base64')}\n\n`),
  ],
  ['streams in base64', 100_000, repeated(`${gzipSync('password = x; '.repeat(100)).toString('base64')} `)],
  ['escapes on one line', 400_000, repeated(String.raw`\u0041%41&#65;`)],
  ['escapes, one a line', 200_000, repeated('token%3D1\n')],
  ['strings in parts', 400_000, repeated('"abc" +\n')],
  ['URLs without end', 400_000, repeated('https://a:')],
] satisfies Array<[string, number, (bytes: number) => Buffer]>)('%s', (_, bytes, make) => {
  expect(isLinear(make, (blob) => scanText(blob, set), bytes)).toBe(true);
});

/** A hit costs microseconds, so a file of 1 MB that is nothing but hits costs seconds, not minutes. */
const MOST_MS_PER_KILOBYTE = 25;

it('no keyword repeated costs more than its share', () => {
  const bytes = 4_000;
  const slow = detectors.filter(({ keywords: [keyword] }) => {
    if (keyword === undefined) return false;
    const blob = Buffer.alloc(bytes, keyword, 'latin1');
    return !endsWithin((bytes / 1000) * MOST_MS_PER_KILOBYTE, () => scanText(blob, set));
  });
  expect(slow.map(({ id }) => id)).toEqual([]);
});
