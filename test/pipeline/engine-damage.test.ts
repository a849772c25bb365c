/** Damaged objects, packs and indexes: a problem with its name, and everything that can still be read is found. */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bothReaders, expectSame, valuesOf } from '../support/both-readers.ts';
import { filling, importHistory } from '../support/import-history.ts';
import { makeRepository } from '../support/make-repository.ts';
import { addCommits, objectsOf, repositoryOf } from '../support/packed-history.ts';
import { scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';
import {
  deltaOf,
  distance,
  header,
  OFS_DELTA,
  PackWriter,
  REF_DELTA,
  treeBytes,
  commitBytes,
} from '../support/write-pack.ts';
import { rounds } from '../support/rounds.ts';

const BLOB = 3;
const NAME = 'ab'.repeat(20);
const text = Buffer.from(`${filling(1, 2000)}${githubToken(1)}\n`);
const packed = deflateSync(text);
const delta = (baseLength: number, length: number): Buffer =>
  deflateSync(deltaOf(baseLength, length, [{ insert: text.subarray(0, 100) }]));

/** One object each that nobody can read. */
const BROKEN: Readonly<Record<string, (base: string) => Buffer>> = {
  'a flipped bit': () => Buffer.concat([header(BLOB, text.length), flipped(packed, 40)]),
  'a wrong checksum': () => Buffer.concat([header(BLOB, text.length), flipped(packed, packed.length - 1)]),
  'a size that is too small': () => Buffer.concat([header(BLOB, text.length - 1), packed]),
  'a size that is too large': () => Buffer.concat([header(BLOB, text.length + 1), packed]),
  'a size of 100 MB': () => Buffer.concat([header(BLOB, 100_000_000), packed]),
  'an end that is missing': () => Buffer.concat([header(BLOB, text.length), packed.subarray(0, 30)]),
  'a type that does not exist': () => Buffer.concat([header(5, text.length), packed]),
  'type 0': () => Buffer.concat([header(0, text.length), packed]),
  'a base that is nowhere, by offset': () =>
    Buffer.concat([header(OFS_DELTA, 20), distance(1), delta(2000, 100)]),
  'a base in front of the pack': () =>
    Buffer.concat([header(OFS_DELTA, 20), distance(1 << 30), delta(2000, 100)]),
  'a base that is nowhere, by name': () =>
    Buffer.concat([header(REF_DELTA, 20), Buffer.from('cd'.repeat(20), 'hex'), delta(2000, 100)]),
  'a delta for another base': (base) => named(base, deltaOf(7, 100, [{ insert: text.subarray(0, 100) }])),
  'a delta that copies from behind its base': (base) =>
    named(base, deltaOf(text.length, 100, [{ copy: [text.length - 50, 100] }])),
  'a delta that fills too little': (base) => named(base, deltaOf(text.length, 101, [{ copy: [0, 100] }])),
  'a delta that claims 100 MB': (base) =>
    named(base, deltaOf(text.length, 100_000_000, [{ copy: [0, 100] }])),
  'a delta with the reserved command': (base) =>
    named(base, Buffer.concat([deltaOf(text.length, 100, []), Buffer.alloc(8)])),
};

function named(base: string, bytes: Buffer): Buffer {
  return Buffer.concat([header(REF_DELTA, bytes.length), Buffer.from(base, 'hex'), deflateSync(bytes)]);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('one damaged object in a pack', () => {
  it.each(Object.entries(BROKEN))('%s', async (_, broken) => {
    const writer = new PackWriter();
    const base = writer.whole('blob', text);
    writer.raw(NAME, broken(base));
    const after = writer.byOffset(base, [
      { copy: [0, text.length] },
      { insert: Buffer.from(githubToken(2)) },
    ]);
    const seen = await expectSame(repositoryOf([writer], addCommits(writer, [base, NAME, after])).folder);
    expect(valuesOf(seen)).toEqual([githubToken(1), githubToken(2)].toSorted());
    expect(seen.problems.map(({ object }) => object)).toEqual([NAME]);
    expect(seen.problems.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('takes the deltas on it along, each with its name', async () => {
    const writer = new PackWriter();
    writer.knows('blob', text);
    const base = writer.nameOf('blob', text);
    const one = writer.byName(base, [{ copy: [0, 1000] }, { insert: Buffer.from(githubToken(2)) }]);
    const two = writer.byOffset(one, [{ copy: [0, 1000] }]);
    writer.raw(base, Buffer.concat([header(BLOB, text.length), flipped(packed, 40)]));
    const good = writer.whole('blob', Buffer.from(githubToken(3)));
    const seen = await expectSame(repositoryOf([writer], addCommits(writer, [base, one, two, good])).folder);
    expect(valuesOf(seen)).toEqual([githubToken(3)]);
    expect(new Set(seen.problems.map(({ object }) => object))).toEqual(new Set([base, one, two]));
  });

  it('is read from where else it lies', async () => {
    const [bad, sound] = [new PackWriter(), new PackWriter()];
    const base = sound.whole('blob', text);
    bad.raw(base, Buffer.concat([header(BLOB, text.length), flipped(packed, 40)]));
    const tip = addCommits(sound, [base]);
    for (const packs of [
      [bad, sound],
      [sound, bad],
    ]) {
      const seen = await expectSame(repositoryOf(packs, tip).folder);
      expect(valuesOf(seen)).toEqual([githubToken(1)]);
      expect(seen.problems).toEqual([]);
    }
  });

  it('a tree that is malformed, a tree that is missing', async () => {
    const good = (writer: PackWriter): string =>
      writer.whole('tree', treeBytes([{ name: 'good', oid: writer.whole('blob', text) }]));
    const trees = [(writer: PackWriter) => writer.whole('tree', Buffer.from('100644 no end')), () => NAME];
    for (const tree of trees) {
      const writer = new PackWriter();
      const first = writer.whole('commit', commitBytes(good(writer), [], 1));
      const second = writer.whole('commit', commitBytes(tree(writer), [first], 2));
      const seen = await expectSame(repositoryOf([writer], second).folder);
      expect(valuesOf(seen)).toEqual([githubToken(1)]);
      expect(seen.problems.length).toBeGreaterThan(0);
    }
  });
});

describe('damaged files', () => {
  it('packs and indexes lose nothing that git can still read, and never throw', async () => {
    const pristine = makeRepository();
    const versions = Array.from({ length: 60 }, (_, index) => ({
      [`f${index % 4}`]: Buffer.from(`${filling(index % 4, 3000)}${githubToken(index)}\n`),
    }));
    importHistory(pristine, versions);
    pristine.git('repack', '-adfq');
    const folder = join(objectsOf(pristine), 'pack');
    const packName = readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '';
    const names = [packName, packName.replace(/pack$/, 'idx')];
    const whole = names.map((name) => readFileSync(join(folder, name)));
    for (const name of names) chmodSync(join(folder, name), 0o644);
    for (let round = 0; round < rounds(16); round++) {
      const which = round % 4 === 0 ? 1 : 0;
      const bytes = whole[which] ?? Buffer.alloc(0);
      writeFileSync(join(folder, names[which] ?? ''), damaged(bytes, round));
      const { engine, reference } = await bothReaders(pristine.folder);
      expect(valuesOf(engine), `round ${round}`).toEqual(expect.arrayContaining(valuesOf(reference)));
      writeFileSync(join(folder, names[which] ?? ''), bytes);
    }
  });

  it('loose objects: cut short, empty, not compressed, shorter than they say', async () => {
    for (const damage of [
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 6),
      () => Buffer.alloc(0),
      () => Buffer.from('not compressed at all'),
      () => deflateSync(Buffer.from('blob 999\0short')),
    ]) {
      const repository = makeRepository();
      repository.commit({ good: githubToken(1), bad: `${githubToken(2)}\n` });
      const bad = repository.git('rev-parse', 'HEAD:bad');
      const path = join(objectsOf(repository), bad.slice(0, 2), bad.slice(2));
      const bytes = readFileSync(path);
      rmSync(path);
      writeFileSync(path, damage(bytes));
      const { findings, problems } = await expectSame(repository.folder);
      expect(findings.length).toBe(1);
      expect(problems.map(({ object }) => object)).toEqual([bad]);
    }
  });

  it('files where folders should be', async () => {
    const repository = makeRepository();
    repository.commit({ good: githubToken(1) });
    writeFileSync(join(objectsOf(repository), 'zz'), 'no folder');
    for (const name of ['00', 'pack']) {
      const path = join(objectsOf(repository), name);
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, 'no folder');
    }
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings).toHaveLength(1);
  });
});

/** One to three bits flipped, and now and then the end cut off; the same round does the same. */
function damaged(whole: Buffer, round: number): Buffer {
  const bytes = Buffer.from(whole);
  for (let hit = 0; hit <= round % 3; hit++) {
    const at = (round * 2_654_435_761 + hit * 40_503) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8));
  }
  return round % 7 === 6 ? bytes.subarray(0, bytes.length - ((round * 97) % bytes.length)) : bytes;
}
