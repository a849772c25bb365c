/** Archives are read as their tools write them, nested, and whatever is wrong with them. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildTar, paxRecord } from './support/build-tar.ts';
import { buildZip } from './support/build-zip.ts';
import { opened } from './support/opened.ts';

const text = 'some text, '.repeat(100);

describe('zip', () => {
  it('gives deflated and stored members, in the order of its list', () => {
    const zip = buildZip([
      { name: 'a/', content: '', isStored: true },
      { name: 'a/deflated.txt', content: text },
      { name: 'a/stored.txt', content: text, isStored: true },
    ]);
    expect(opened(zip)).toMatchObject({
      texts: { 'a/deflated.txt': text, 'a/stored.txt': text },
      troubles: [],
    });
  });

  it('gives members whose sizes and places stand in 64 bits', () => {
    const zip = buildZip([{ name: 'a', content: text, isLong: true }], {
      before: buildZip([{ name: 'b', content: 'b' }], { isListed: false }),
    });
    expect(opened(zip)).toMatchObject({ texts: { a: text }, troubles: [] });
  });

  it('says which members are encrypted, or packed in an unknown way, and gives the others', () => {
    const zip = buildZip([
      { name: 'locked', content: text, isEncrypted: true },
      { name: 'locked too', content: text, isEncrypted: true },
      { name: 'odd', content: text, method: 98 },
      { name: 'open', content: text },
    ]);
    expect(opened(zip)).toMatchObject({
      texts: { open: text },
      troubles: [
        { kind: 'encrypted', inside: ['locked'], count: 2 },
        { kind: 'unsupported', inside: ['odd'], count: 1 },
      ],
    });
  });

  it('is read from its beginning when its list is gone', () => {
    const whole = buildZip([
      { name: 'a', content: text },
      { name: 'b', content: text },
    ]);
    const { texts, troubles } = opened(whole.subarray(0, -30));
    expect(texts).toEqual({ a: text, b: text });
    expect(troubles).toEqual([{ kind: 'damaged', inside: [], count: 1 }]);
  });

  it('gives what is left of a member that ends too early, and what stands behind a damaged one', () => {
    const content = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * index) % 251));
    const zip = buildZip([
      { name: 'a', content },
      { name: 'b', content: text },
    ]);
    zip.fill(0xff, 40, 60);
    expect(opened(zip)).toMatchObject({ texts: { b: text }, troubles: [{ kind: 'damaged', inside: ['a'] }] });
  });
});

describe('tar', () => {
  it.each([
    ['of ustar', buildTar([{ name: 'a.txt', content: text }]), 'a.txt'],
    ['with a prefix', buildTar([{ name: 'a.txt', prefix: 'deep/er', content: text }]), 'deep/er/a.txt'],
    ['before there was ustar', buildTar([{ name: 'a.txt', content: text, isOld: true }]), 'a.txt'],
    [
      'with a long name of GNU',
      buildTar([
        { name: '././@LongLink', type: 'L', content: `${'n'.repeat(300)}\0` },
        { name: 'n', content: text },
      ]),
      'n'.repeat(300),
    ],
    [
      'with a long name of pax',
      buildTar([
        {
          name: 'PaxHeaders/n',
          type: 'x',
          content: paxRecord('mtime', '1') + paxRecord('path', 'p'.repeat(300)),
        },
        { name: 'n', content: text },
      ]),
      'p'.repeat(300),
    ],
  ])('%s', (_, tar, name) => {
    expect(opened(tar)).toMatchObject({ texts: { [name]: text }, troubles: [] });
  });

  it('gives files, and neither folders nor links', () => {
    const tar = buildTar([
      { name: 'folder/', type: '5', content: '' },
      { name: 'link', type: '2', content: '' },
      { name: 'a', content: 'a' },
      { name: 'b', content: 'b' },
    ]);
    expect(opened(tar).texts).toEqual({ a: 'a', b: 'b' });
  });

  it('gives as much as there is of a file that claims to be larger than the archive', () => {
    const sizeField = Buffer.alloc(12, 0xff);
    const tar = buildTar([
      { name: 'a', content: 'a' },
      { name: 'huge', content: text, sizeField },
    ]);
    const { texts, troubles } = opened(tar);
    expect(texts['a']).toBe('a');
    expect(troubles.length).toBeGreaterThan(0);
    const octal = buildTar([{ name: 'huge', content: text, sizeField: Buffer.from('00000010000\0') }]);
    expect(opened(octal).texts['huge']).toContain(text);
    expect(opened(octal).troubles).toMatchObject([{ kind: 'damaged', inside: ['huge'] }]);
  });
});

describe('gzip', () => {
  it('gives the file, under the name that it had', () => {
    const plain = gzipSync(text);
    expect(opened(plain)).toMatchObject({ texts: { gunzipped: text }, troubles: [] });
    const named = Buffer.concat([plain.subarray(0, 10), Buffer.from('notes.txt\0'), plain.subarray(10)]);
    named[3] = 8;
    expect(opened(named)).toMatchObject({ texts: { 'notes.txt': text }, troubles: [] });
  });

  it('gives all of several that stand one behind the other', () => {
    expect(opened(Buffer.concat([gzipSync('one'), gzipSync('two')])).texts).toEqual({ gunzipped: 'onetwo' });
  });

  it('gives as much as there is of one that was cut off', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `line ${index * 7919}`).join('\n');
    const { texts, troubles } = opened(gzipSync(long).subarray(0, -2000));
    expect(texts['gunzipped']?.length).toBeGreaterThan(1000);
    expect(long.startsWith(texts['gunzipped'] ?? 'x')).toBe(true);
    expect(troubles).toMatchObject([{ kind: 'damaged', count: 1 }]);
  });
});

describe('containers in containers', () => {
  const inZip = (content: Buffer, name: string): Buffer => buildZip([{ name, content }]);
  const nested = inZip(inZip(inZip(Buffer.from(text), 'c'), 'b'), 'a');

  it('are opened as deep as is asked for, and no deeper', () => {
    expect(opened(nested)).toMatchObject({ texts: { 'a!b!c': text }, troubles: [] });
    const shallow = opened(nested, { depth: 2 });
    expect(Object.keys(shallow.texts)).toEqual(['a', 'a!b']);
    expect(shallow.troubles).toEqual([{ kind: 'limit', inside: ['a', 'b'], count: 1 }]);
    expect(opened(nested, { depth: 0 })).toMatchObject({ texts: {}, troubles: [] });
  });

  it('a compressed archive is one level', () => {
    const layer = gzipSync(buildTar([{ name: 'etc/app.conf', content: text }]));
    const image = buildTar([{ name: 'abc/layer.tar', content: layer }]);
    expect(opened(image, { depth: 2 })).toMatchObject({
      texts: { 'abc/layer.tar!gunzipped!etc/app.conf': text },
      troubles: [],
    });
    expect(opened(gzipSync(image), { depth: 2 }).texts).toHaveProperty([
      'gunzipped!abc/layer.tar!gunzipped!etc/app.conf',
    ]);
  });

  it('are known by what they hold, not by their names', () => {
    expect(opened(inZip(Buffer.from(text), 'b.zip')).troubles).toEqual([]);
    expect(opened(inZip(gzipSync(text), 'readme.txt')).texts).toHaveProperty(['readme.txt!gunzipped'], text);
  });

  it('hostile names are cut, and hold no zero', () => {
    const name = `../../etc/passwd\0${'x'.repeat(5000)}`;
    const [only = ''] = Object.keys(opened(buildZip([{ name, content: text }])).texts);
    expect(only.length).toBe(1024);
    expect(only.startsWith('../../etc/passwd x')).toBe(true);
  });
});

it('an ordinary blob is no container', () => {
  for (const blob of ['', 'P', 'PK', 'text\n', '\x1f\x8b', '{"a": 1}', 'x'.repeat(1024)])
    expect(opened(Buffer.from(blob, 'latin1'))).toEqual({ texts: {}, troubles: [], bytes: 0, members: 0 });
});
