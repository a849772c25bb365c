/** Bombs, damage and nonsense: an expansion ends within its limits, takes time in proportion to its input, and never throws. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { EXPANSION_LIMITS } from '../../src/containers/budget.ts';
import { CONTAINERS, containerOf } from '../../src/containers/table.ts';
import { Dice, mutate } from '../support/mutate.ts';
import { buildTar } from './support/build-tar.ts';
import { buildZip, type ZipPart } from './support/build-zip.ts';
import { opened } from './support/opened.ts';
import { SAMPLES } from './support/samples.ts';

const MIB = 1 << 20;
/** A tenth of what is usual, so that bombs can be small. */
const LIMITS = { memberBytes: 6 * MIB, floorBytes: 2 * MIB };
const kindsOf = (blob: Buffer): string[] => opened(blob, LIMITS).troubles.map(({ kind }) => kind);

describe('a bomb', () => {
  const zeros = Buffer.alloc(8 * MIB);
  const same = (count: number): ZipPart[] =>
    Array.from({ length: count }, (_, index) => ({ name: `${index}`, content: zeros.subarray(0, MIB) }));

  it('of one huge member is not expanded', () => {
    expect(kindsOf(gzipSync(zeros))).toEqual(['limit']);
    expect(kindsOf(buildZip([{ name: 'zeros', content: zeros }]))).toEqual(['limit']);
  });

  it('of many members is expanded as far as its size allows', () => {
    const archive = buildZip(same(30));
    const { bytes, troubles } = opened(archive, LIMITS);
    expect(bytes).toBeLessThanOrEqual(Math.max(LIMITS.floorBytes, archive.length * 200));
    expect(troubles[0]).toMatchObject({ kind: 'limit' });
  });

  it('in layers, as 42.zip, is expanded no further', () => {
    let layer = buildZip([{ name: 'zeros', content: zeros.subarray(0, MIB) }]);
    for (let depth = 0; depth < 5; depth++)
      layer = buildZip(Array.from({ length: 16 }, (_, index) => ({ name: `${index}.zip`, content: layer })));
    const { bytes, troubles } = opened(layer, { ...LIMITS, depth: 10 });
    expect(bytes).toBeLessThanOrEqual(Math.max(LIMITS.floorBytes, layer.length * 200) + MIB);
    expect(troubles).toMatchObject([{ kind: 'limit' }]);
  });

  it('of layers of gzip ends with the depth', () => {
    let layer = gzipSync('x');
    for (let depth = 0; depth < 50; depth++) layer = gzipSync(layer);
    const { members, troubles } = opened(layer);
    expect(members).toBe(3);
    expect(troubles).toMatchObject([{ kind: 'limit' }]);
  });

  it('of entries that overlap in one stretch pays for each', () => {
    const zip = buildZip([{ name: 'kernel', content: zeros.subarray(0, MIB) }]);
    const end = zip.length - 22;
    const directoryAt = zip.readUInt32LE(end + 16);
    const entry = zip.subarray(directoryAt, end);
    const tail = Buffer.from(zip.subarray(end));
    const repeated = Buffer.concat([
      zip.subarray(0, directoryAt),
      ...Array.from({ length: 5000 }, () => entry),
      tail,
    ]);
    const { bytes, troubles } = opened(repeated, LIMITS);
    expect(bytes).toBeLessThanOrEqual(Math.max(LIMITS.floorBytes, repeated.length * 200) + MIB);
    expect(troubles[0]).toMatchObject({ kind: 'limit' });
  });

  it('of many empty members ends with their number', () => {
    const tar = buildTar(Array.from({ length: 3000 }, () => ({ name: 'a', content: '' })));
    const { members, troubles } = opened(tar, { members: 1000 });
    expect(members).toBeLessThanOrEqual(1000);
    expect(troubles).toMatchObject([{ kind: 'limit' }]);
  });

  it('of damaged members pays for each', () => {
    const bad = deflateRawSync(zeros.subarray(0, 2 * MIB));
    bad.fill(0xff, bad.length - 20);
    const parts = Array.from({ length: 100 }, (_, index) => ({
      name: `${index}`,
      content: bad,
      isStored: true,
      method: 8,
      claimedSize: 3 * MIB,
    }));
    expect(kindsOf(buildZip(parts))).toContain('damaged');
  });
});

it('claims of sizes are not believed', () => {
  const text = 'x'.repeat(5000);
  expect(kindsOf(buildZip([{ name: 'a', content: text, claimedSize: 2 ** 31 }]))).toEqual(['limit']);
  expect(kindsOf(buildZip([{ name: 'a', content: text, claimedSize: 10 }]))).toEqual(['damaged']);
  const sizeField = Buffer.from('77777777777\0');
  expect(kindsOf(buildTar([{ name: 'a', content: text, sizeField }]))).toContain('damaged');
});

describe.each(Object.keys(CONTAINERS))('%s', (name) => {
  const samples = SAMPLES[name] ?? [];

  it('has samples, which it opens, and which hold something', () => {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      expect(containerOf(sample)).toBe(CONTAINERS[name]);
      const { members, troubles } = opened(sample);
      expect(members).toBeGreaterThan(0);
      expect(troubles).toEqual([]);
    }
  });

  it('survives damage of all kinds, within its limits', () => {
    for (let round = 0; round < 200; round++) {
      const dice = new Dice(4, round);
      const sample = samples[dice.below(samples.length)] ?? Buffer.alloc(0);
      const damaged = mutate(sample, dice);
      const { bytes, members } = opened(damaged);
      expect(bytes).toBeLessThanOrEqual(EXPANSION_LIMITS.floorBytes + damaged.length * 8);
      expect(members).toBeLessThanOrEqual(1000);
    }
  });
});

it('every format has samples, and there are no samples of none', () => {
  expect(Object.keys(SAMPLES).toSorted()).toEqual(Object.keys(CONTAINERS).toSorted());
});
