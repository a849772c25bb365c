/** Objects that are read by name without git are what git says they are; the others are left to git. */
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/engine/arena.ts';
import { smallStreams } from '../../src/engine/small-streams.ts';
import { startKernel } from '../../src/engine/start-kernel.ts';
import { NearObjects } from '../../src/git/near-objects.ts';
import type { ObjectReader } from '../../src/git/object-reader.ts';
import { openStore } from '../../src/git/object-store.ts';
import { OidTable } from '../../src/git/oid-table.ts';
import { applyDelta } from '../../src/git/pack/apply-delta.ts';
import { namesIn } from '../../src/git/names-in.ts';
import { PackLookup } from '../../src/git/pack/pack-lookup.ts';
import { StoreReader } from '../../src/git/store-reader.ts';
import { expectSame, valuesOf } from '../support/both-readers.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/make-repository.ts';
import { Dice, mutate } from '../support/mutate.ts';
import { rounds } from '../support/rounds.ts';
import { sampleDelta, samplePack } from '../support/sample-packs.ts';
import { githubToken } from '../support/secrets.ts';
import { deltaOf, header, OFS_DELTA, PackWriter, REF_DELTA } from '../support/write-pack.ts';

type Objects = Map<string, { type: string; bytes: Buffer }>;

const kernel = startKernel();
const space = { kernel, arena: new Arena(kernel) };
const inflate = smallStreams(() => space);
const WIDTH = { sha1: 20, sha256: 32 };

/** What is found of the names, as listed and as read. */
async function near(
  objects: string,
  names: readonly string[],
  hash: 'sha1' | 'sha256' = 'sha1',
): Promise<{
  listed: Map<string, string>;
  read: Objects;
  left: string[];
}> {
  const found = new NearObjects([objects], WIDTH[hash], inflate);
  const oids = new OidTable(WIDTH[hash]);
  for (const name of names) oids.addHex(name);
  const listed = new Map<string, string>();
  const rest = found.find(oids, (oid, type, size) => listed.set(oid, `${type} ${size}`));
  const read: Objects = new Map();
  const left: string[] = [];
  const git: ObjectReader = { read: (asked) => Promise.resolve(void left.push(...asked)) };
  const keep = ({ oid, type, bytes }: { oid: string; type: string; bytes: Buffer }): void =>
    void read.set(oid, { type, bytes: Buffer.from(bytes) });
  await found.reader(git).read(names, keep, () => undefined);
  expect(new Set(left)).toEqual(new Set(Array.from({ length: rest.size }, (_, rank) => rest.hexOf(rank))));
  return { listed, read, left };
}

function wrongNames(read: Objects, hash: string): string[] {
  return [...read].flatMap(([oid, { type, bytes }]) => {
    const name = createHash(hash).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
    return name === oid ? [] : [oid];
  });
}

function historyOf(repository: TestRepository): string[] {
  const lines = Array.from({ length: 400 }, (_, line) => `line ${line} of a file that changes little`);
  for (let version = 0; version < 12; version++) {
    lines[(version * 97) % 400] = `line changed in version ${version}`;
    repository.commit({
      'a.txt': lines.join('\n'),
      [`b/${version % 3}.bin`]: Buffer.alloc(version * 5000, version),
    });
  }
  repository.git('tag', '-a', '-m', 'a tag', 'v1');
  return repository.git('rev-list', '--objects', '--all', '--no-object-names').split('\n');
}

describe.each(['sha1', 'sha256'] as const)('of a repository of %s', (hash) => {
  it('every object is found, in files of its own and in packs, its own and borrowed ones', async () => {
    const repository = makeRepository(`--object-format=${hash}`);
    const objects = join(repository.folder, '.git/objects');
    const names = historyOf(repository);
    const told = repository.gitFed(`${names.join('\n')}\n`, 'cat-file', '--batch-check').split('\n');
    const borrower = makeRepository(`--object-format=${hash}`);
    writeFileSync(join(borrower.folder, '.git/objects/info/alternates'), `${objects}\n`);
    const steps = [
      () => objects,
      () => (repository.git('repack', '-adq', '--depth=40', '--window=20'), objects),
      () => (
        repository.git(
          '-c',
          'pack.indexVersion=2',
          '-c',
          'repack.useDeltaBaseOffset=false',
          'repack',
          '-adfq',
        ),
        objects
      ),
      () => join(borrower.folder, '.git/objects'),
    ];
    for (const step of steps) {
      const { listed, read, left } = await near(step(), names, hash);
      expect(left).toEqual([]);
      expect(names.map((oid) => `${oid} ${listed.get(oid)}`)).toEqual(told);
      expect(wrongNames(read, hash)).toEqual([]);
    }
  });
});

describe('what is left to git', () => {
  it('is what is stored nowhere, or damaged, or in a pack without a readable index', async () => {
    const repository = makeRepository();
    const names = historyOf(repository);
    const objects = join(repository.folder, '.git/objects');
    const [first = '', second = '', third = '', ...others] = names;
    const fileOf = (oid: string): string => join(objects, oid.slice(0, 2), oid.slice(2));
    for (const oid of [first, second]) chmodSync(fileOf(oid), 0o644);
    truncateSync(fileOf(first), 12);
    writeFileSync(fileOf(second), 'no object');
    const missing = '1'.repeat(40);
    const loose = await near(objects, [...names, missing]);
    expect(loose.left.toSorted()).toEqual([first, second, missing].toSorted());
    repository.gitFed(`${others.join('\n')}\n`, 'pack-objects', '-q', join(objects, 'pack/pack'));
    repository.git('prune-packed', '-q');
    const index = namesIn(join(objects, 'pack')).find((name) => name.endsWith('.idx')) ?? '';
    chmodSync(join(objects, 'pack', index), 0o644);
    appendFileSync(join(objects, 'pack', index), Buffer.alloc(1 << 20));
    const packed = await near(objects, [third, ...others]);
    expect(packed.left).toEqual(others);
  });

  it('is what lies in packs when it is much, and what is large', async () => {
    const writer = new PackWriter();
    const many = Array.from({ length: 1001 }, (_, at) => writer.whole('blob', Buffer.from(`file ${at}`)));
    const large = writer.whole('blob', Buffer.alloc(1024 * 1024 + 1));
    const folder = temporaryFolder();
    writer.write(folder);
    expect((await near(folder, many)).left).toHaveLength(1001);
    expect((await near(folder, [...many.slice(2), large])).left).toEqual([large]);
  });

  it('is what stands on itself, or on what is not there', () => {
    const writer = new PackWriter();
    const oid = (digit: string): string => digit.repeat(40);
    const name = (of: string): Buffer => Buffer.from(of, 'hex');
    const whole = writer.whole('blob', Buffer.from('a base'));
    const delta = deflateSync(deltaOf(6, 3, [{ copy: [0, 3] }]));
    const head = header(REF_DELTA, inflateSync(delta).length);
    writer.raw(oid('a'), Buffer.concat([head, name(oid('b')), delta]));
    writer.raw(oid('b'), Buffer.concat([head, name(oid('a')), delta]));
    writer.raw(oid('c'), Buffer.concat([head, name(oid('d')), delta]));
    writer.raw(
      oid('e'),
      Buffer.concat([header(OFS_DELTA, inflateSync(delta).length), Buffer.from([0]), delta]),
    );
    writer.raw(oid('f'), Buffer.concat([head, name(whole), delta]));
    const pack = PackLookup.open(`${writer.write(temporaryFolder())}.pack`, 20);
    expect(pack?.read(name(whole), 100, inflate)?.bytes.toString()).toBe('a base');
    expect(pack?.read(name(whole), 5, inflate)).toBeUndefined();
    expect(pack?.read(name(oid('f')), 100, inflate)?.bytes.toString()).toBe('a b');
    for (const digit of ['a', 'b', 'c', 'd', 'e'])
      expect(pack?.read(name(oid(digit)), 100, inflate)).toBeUndefined();
    pack?.close();
  });
});

describe('whatever the bytes', () => {
  it('a stream is expanded as zlib does it, to its end and no further', () => {
    for (let round = 0; round < rounds(60); round++) {
      const dice = new Dice(74, round);
      const bytes = dice.bytes(dice.below(round % 10 === 0 ? 400_000 : 3000));
      const packed = Buffer.concat([deflateSync(bytes), dice.bytes(dice.below(30))]);
      expect(inflate(packed, bytes.length).equals(bytes)).toBe(true);
      expect(inflate(packed, bytes.length + dice.below(5000)).equals(bytes)).toBe(true);
      if (bytes.length > 1) expect(() => inflate(packed, bytes.length - 1)).toThrow();
      expect(() => inflate(packed.subarray(0, 5), bytes.length + 1)).toThrow();
    }
  });

  it('a delta makes what its commands say', () => {
    for (let round = 0; round < rounds(300); round++) {
      const { base, delta, made } = sampleDelta(new Dice(71, round));
      expect(applyDelta(base, delta, made.length)?.equals(made)).toBe(true);
      expect(applyDelta(base, delta, made.length - 1)).toBeUndefined();
      expect(applyDelta(base.subarray(1), delta, made.length)).toBeUndefined();
      const bad = applyDelta(base, mutate(delta, new Dice(72, round)), 200_000);
      expect(bad?.length ?? 0).toBeLessThanOrEqual(200_000);
    }
  });

  it('what is read of a damaged pack is what the engine reads of it', () => {
    const folder = temporaryFolder();
    let same = 0;
    for (let round = 0; round < rounds(120); round++) {
      const dice = new Dice(73, round);
      const writer = samplePack(dice, true);
      const objects = join(folder, String(round));
      const path = writer.write(objects);
      writeFileSync(`${path}.pack`, mutate(readFileSync(`${path}.pack`), dice));
      const store = openStore({ objects, oidBytes: 20 });
      const engine = new StoreReader(store, space);
      const pack = PackLookup.open(`${path}.pack`, 20);
      for (const { oid } of writer.places()) {
        const found = pack?.read(Buffer.from(oid, 'hex'), 1 << 20, inflate);
        const expected = engine.read(store.oids.findHex(oid), 1 << 20);
        if (!found || !expected) continue;
        same += 1;
        expect(found.type).toBe(expected.type);
        expect(found.bytes.equals(expected.bytes)).toBe(true);
      }
      engine.close();
      pack?.close();
    }
    expect(same).toBeGreaterThan(rounds(120));
  });
});

it('a part of a history is the same for both readers, wherever it lies', async () => {
  const repository = makeRepository();
  const old = `one = "${githubToken(1)}"\n`;
  repository.commit({ 'a.txt': old, 'b.txt': 'b\n' });
  const start = repository.commit({ 'a.txt': 'nothing\n' });
  repository.git('repack', '-adq');
  repository.commit({ 'b.txt': `two = "${githubToken(2)}"\n` }, `with ${githubToken(3)}`);
  repository.git('repack', '-dq');
  // What is brought back lies in the pack of what was there before.
  repository.commit({ 'a.txt': old, 'c/d.txt': `four = "${githubToken(4)}"\n` });
  const seen = await expectSame(repository.folder, { selection: { range: `${start}..` } });
  expect(seen.counts).toMatchObject({ reader: 'engine', commits: 2, blobs: 3 });
  expect(valuesOf(seen)).toEqual([1, 2, 3, 4].map((seed) => githubToken(seed)).toSorted());
});
