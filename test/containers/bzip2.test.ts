/** What bzip2 packed is unpacked; what is not opened is told. */
import { expect, it } from 'vitest';
import { isLinear } from '../support/growth.ts';
import { BZIP2_SAMPLE } from './support/bzip2-sample.ts';
import { opened } from './support/opened.ts';

const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1');
const lines = 'hello bz2 world\n'.repeat(12_000);

it('unpacks blocks, runs and streams one behind the other', () => {
  const { texts, troubles } = opened(BZIP2_SAMPLE);
  expect(texts['bunzipped'] === `${lines}${'a'.repeat(1000)}bbbb${every}`).toBe(true);
  expect(troubles).toEqual([]);
});

it('gives the blocks before the damage, and says so', () => {
  const damaged = Buffer.from(BZIP2_SAMPLE);
  damaged.fill(0xff, damaged.length - 100);
  const { texts, troubles } = opened(damaged);
  expect(texts['bunzipped']?.startsWith(lines)).toBe(true);
  expect(troubles).toEqual([{ kind: 'damaged', inside: ['bunzipped'], count: 1 }]);
  expect(opened(BZIP2_SAMPLE.subarray(0, 60)).troubles).toMatchObject([{ kind: 'damaged' }]);
});

it('expands no more than may be', () => {
  const { bytes, troubles } = opened(BZIP2_SAMPLE, { memberBytes: 150_000 });
  expect(bytes).toBeLessThanOrEqual(150_000);
  expect(troubles).toEqual([{ kind: 'limit', inside: ['bunzipped'], count: 1 }]);
});

it('takes time in proportion to its length', () => {
  const ofSamples = (count: number): Buffer =>
    Buffer.concat(Array.from({ length: count }, () => BZIP2_SAMPLE));
  expect(isLinear(ofSamples, opened, 8)).toBe(true);
});

it.each([
  ['xz', 'fd377a585a0000'],
  ['Zstandard', '28b52ffd00'],
  ['LZ4', '04224d1800'],
  ['7-Zip', '377abcaf271c00'],
  ['RAR', '526172211a0700'],
  ['Cabinet', '4d53434600000000'],
])('%s is not opened, which is told', (_, start) => {
  const { members, troubles } = opened(Buffer.from(start, 'hex'));
  expect(members).toBe(0);
  expect(troubles).toEqual([{ kind: 'unsupported', inside: [], count: 1 }]);
});
