/** Files of a repository that lie about what they hold: loose objects, indexes, lists of alternates. */
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listLooseObjects, readLooseHeader, readLooseObject } from '../../src/git/loose-objects.ts';
import { objectFolders } from '../../src/git/object-folders.ts';
import { circularDeltas } from '../../src/git/pack/circular-deltas.ts';
import { readMultiPackIndex } from '../../src/git/pack/multi-pack-index.ts';
import { readPackForest } from '../../src/git/pack/pack-forest.ts';
import { readPackIndex } from '../../src/git/pack/pack-index.ts';
import { isLinear } from '../support/growth.ts';
import { temporaryFolder } from '../support/make-repository.ts';
import { multiPackIndexOf } from '../support/sample-packs.ts';
import { githubToken } from '../support/secrets.ts';
import { header, PackWriter, REF_DELTA } from '../support/write-pack.ts';

function file(bytes: Buffer | string, name = 'file'): string {
  const path = join(temporaryFolder(), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

function sampleWriter(): PackWriter {
  const writer = new PackWriter();
  for (let seed = 0; seed < 5; seed++) writer.whole('blob', Buffer.from(githubToken(seed)));
  return writer;
}

/** A number of 32 bits written over what stood there. */
function withNumber(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(value, at);
  return copy;
}

describe('loose objects', () => {
  const whole = (text: string): string => file(deflateSync(Buffer.from(text)));

  it('are read with type and size', () => {
    expect(readLooseHeader(whole('tag 5\0hello'))).toEqual({ type: 'tag', size: 5, length: 6 });
    expect(readLooseObject(whole('blob 5\0hello'), 5)).toEqual({ type: 'blob', bytes: Buffer.from('hello') });
    expect(readLooseObject(whole('tree 0\0'), 0)).toEqual({ type: 'tree', bytes: Buffer.alloc(0) });
  });

  it.each([
    ['shorter than it says', deflateSync(Buffer.from('blob 6\0hello'))],
    ['longer than it says', deflateSync(Buffer.from('blob 4\0hello'))],
    ['of no type', deflateSync(Buffer.from('thing 5\0hello'))],
    ['of a size that is no number', deflateSync(Buffer.from('blob -5\0hello'))],
    ['of a size with too many digits', deflateSync(Buffer.from(`blob ${'9'.repeat(16)}\0hello`))],
    ['without a header', deflateSync(Buffer.from('hello'))],
    ['cut short', deflateSync(Buffer.from('blob 5\0hello')).subarray(0, 12)],
    ['not compressed', Buffer.from('blob 5\0hello')],
    ['empty', Buffer.alloc(0)],
  ])('one that is %s is not read', (_, bytes) => {
    expect(readLooseObject(file(bytes), 1000)).toBeUndefined();
  });

  it('are not expanded beyond the limit, whatever they say', () => {
    expect(readLooseObject(whole(`blob 1001\0${'x'.repeat(1001)}`), 1000)).toBeUndefined();
    expect(readLooseObject(whole(`blob 10\0${'x'.repeat(50_000_000)}`), 1000)).toBeUndefined();
    expect(readLooseObject(whole(`blob 1000\0${'x'.repeat(1000)}`), 1000)?.bytes).toHaveLength(1000);
    const large = file(Buffer.alloc(10));
    truncateSync(large, 1e9);
    expect(readLooseObject(large, 1000)).toBeUndefined();
    expect(readLooseObject(join(temporaryFolder(), 'nowhere'), 1000)).toBeUndefined();
    expect(readLooseHeader(temporaryFolder())).toBeUndefined();
  });

  it('are listed by name; what is no object is left out', () => {
    const folder = temporaryFolder();
    const names = [`00/${'a'.repeat(38)}`, `ff/${'0'.repeat(38)}`, `ab/${'c'.repeat(38)}`];
    const others = [
      'ab/tmp_obj_1',
      `ab/${'C'.repeat(38)}`,
      `ab/${'c'.repeat(62)}`,
      `xy/${'a'.repeat(38)}`,
      'info/packs',
      'cd',
    ];
    for (const name of [...names, ...others]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), '');
    }
    expect(listLooseObjects(folder, 20).map(({ oid }) => oid)).toEqual(
      names.toSorted().map((name) => name.replace('/', '')),
    );
    expect(listLooseObjects(folder, 32).map(({ oid }) => oid)).toEqual([`ab${'c'.repeat(62)}`]);
  });
});

describe('the index of a pack', () => {
  const { index } = sampleWriter().files();
  const COUNT_AT = 8 + 1024 - 4;

  it('is read as written', () => {
    expect(readPackIndex(file(index), 20)).toMatchObject({ count: 5 });
    const { index: large } = sampleWriter().files({ hasLargeOffsets: true });
    expect(readPackIndex(file(large), 20)?.offsets).toEqual(readPackIndex(file(index), 20)?.offsets);
  });

  it.each<[string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['is cut short', index.subarray(0, index.length - 1)],
    ['has no end of its head', index.subarray(0, 1000)],
    ['counts one more', withNumber(index, COUNT_AT, 6)],
    ['counts four thousand millions', withNumber(index, COUNT_AT, 0xffffffff)],
    ['counts none', withNumber(index, COUNT_AT, 0)],
    ['has too much behind it', Buffer.concat([index, Buffer.alloc(100)])],
    ['is of another version', withNumber(index, 4, 3)],
    ['is of version 1', index.subarray(8)],
    ['points behind its table of large offsets', withNumber(index, 8 + 1024 + 5 * 24, 0x80000000)],
  ])('that %s is none', (_, bytes) => {
    expect(readPackIndex(file(bytes), 20)).toBeUndefined();
  });

  it('does not make a large file be read', () => {
    const path = file(index);
    truncateSync(path, 5e9);
    expect(readPackIndex(path, 20)).toBeUndefined();
  });

  it('has to fit the pack', () => {
    const { pack } = sampleWriter().files();
    const read = readPackIndex(file(index), 20);
    if (!read) throw new Error('not read');
    expect(readPackForest(file(pack), read, 20)?.count).toBe(5);
    expect(readPackForest(file(withNumber(pack, 8, 6)), read, 20)).toBeUndefined();
    expect(readPackForest(file(withNumber(pack, 0, 0)), read, 20)).toBeUndefined();
    expect(readPackForest(file(pack.subarray(0, 60)), read, 20)).toBeUndefined();
    expect(readPackForest(file(''), read, 20)).toBeUndefined();
    const twice = { ...read, offsets: read.offsets.map(() => 12) };
    expect(readPackForest(file(pack), twice, 20)).toBeUndefined();
    const inHead = { ...read, offsets: read.offsets.map((offset) => offset - 12) };
    expect(readPackForest(file(pack), inHead, 20)).toBeUndefined();
  });
});

describe('a multi-pack-index', () => {
  const index = multiPackIndexOf([sampleWriter()], ['a.idx']);
  const CHUNKS_AT = 12;

  it('is read as written, and a pack that has nothing in it is empty', () => {
    expect(readMultiPackIndex(file(index), 20)?.get('a.idx')).toMatchObject({ count: 5 });
    const two = multiPackIndexOf([sampleWriter(), new PackWriter()], ['a.idx', 'b.idx']);
    expect(readMultiPackIndex(file(two), 20)?.get('b.idx')).toMatchObject({ count: 0 });
  });

  it.each<[string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['ends in its head', index.subarray(0, 30)],
    ['is cut short', index.subarray(0, index.length - 21)],
    ['has a part behind its end', withNumber(index, CHUNKS_AT + 12 + 8, 0x7fffffff)],
    ['has a part that ends before it begins', withNumber(index, CHUNKS_AT + 24 + 8, 0)],
    ['has a part beyond all numbers', withNumber(index, CHUNKS_AT + 4, 0xffffffff)],
    ['lacks a part', withNumber(index, CHUNKS_AT, 0x41414141)],
    ['counts more packs than it names', withNumber(index, 8, 1000)],
    ['is of another version', withNumber(index, 4, 0x02010400)],
  ])('that %s is none', (_, bytes) => {
    expect(readMultiPackIndex(file(bytes), 20)).toBeUndefined();
  });

  it('with very many packs takes no longer than it is long', () => {
    const ofPacks = (count: number): Parameters<typeof readMultiPackIndex>[0] => {
      const names = Array.from({ length: count }, () => '');
      return file(withNumber(multiPackIndexOf([sampleWriter()], names), 8, count));
    };
    expect(isLinear(ofPacks, (bytes) => readMultiPackIndex(bytes, 20), 200_000)).toBe(true);
  });
});

describe('deltas in circles', () => {
  it('are told from those that stand on something, on nothing, and on circles', () => {
    const writer = new PackWriter();
    const base = writer.whole('blob', Buffer.from('text'));
    const names = ['11', '22', '33', '44', '55', '66'].map((pair) => pair.repeat(20));
    const bases = [names[1], names[0], names[1], names[3], 'ff'.repeat(20), base];
    for (const [place, name] of names.entries())
      writer.raw(
        name,
        Buffer.concat([header(REF_DELTA, 4), Buffer.from(bases[place] ?? '', 'hex'), Buffer.alloc(9)]),
      );
    const path = writer.write(temporaryFolder());
    const index = readPackIndex(`${path}.idx`, 20);
    const forest = index && readPackForest(`${path}.pack`, index, 20);
    expect(forest && [...circularDeltas(forest)]).toEqual([0, 1, 1, 1, 1, 0, 0]);
  });
});

describe('folders of objects', () => {
  function folders(lists: Readonly<Record<string, string>>): string {
    const root = temporaryFolder();
    for (const [name, list] of Object.entries(lists)) {
      mkdirSync(join(root, name, 'info'), { recursive: true });
      if (list !== '') writeFileSync(join(root, name, 'info/alternates'), list);
    }
    return root;
  }

  it('are followed once each, in circles too, by links too', () => {
    const root = folders({ a: '../b\n../link\n../a\n', b: '../a\n../c\n', c: '../b\n' });
    symlinkSync(join(root, 'b'), join(root, 'link'));
    expect(objectFolders(join(root, 'a'))).toEqual(['a', 'b', 'c'].map((name) => join(root, name)));
  });

  it('are followed as deep as git does', () => {
    const names = Array.from({ length: 9 }, (_, depth) => `d${depth}`);
    const root = folders(Object.fromEntries(names.map((name, depth) => [name, `../d${depth + 1}\n`])));
    expect(objectFolders(join(root, 'd0'))).toEqual(names.slice(0, 6).map((name) => join(root, name)));
  });

  it('in a long list are read up to a bound, and what is not there is passed over', () => {
    const root = folders({
      a: `# comment\n\n${'../nowhere\n'.repeat(20_000)}../b\n${'../x\n'.repeat(1_000_000)}../c\n`,
      b: '',
      c: '',
    });
    expect(objectFolders(join(root, 'a'))).toEqual(['a', 'b'].map((name) => join(root, name)));
    expect(objectFolders(join(root, 'nowhere'))).toEqual([]);
  });
});
