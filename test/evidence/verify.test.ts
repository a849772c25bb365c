/** `bitsieve evidence verify`: one changed byte is found wherever it is, and files made to do harm do none. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc32Of } from '../../src/core/crc32.ts';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { FILE_NAMES } from '../../src/evidence/bundle-format.ts';
import { directory, localHeader, ZIP64_FROM } from '../../src/evidence/zip-layout.ts';
import { madeStore } from '../exposure/support/made-store.ts';
import { findingOf } from '../support/audited.ts';
import { run } from '../support/run-program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { altered, bundleOf, faultsIn } from './support/made-bundle.ts';
import { fc } from '../support/property.ts';

const AT = '2026-11-22T12:00:00Z';

async function bundle(zip64From?: number): Promise<string> {
  const found = { 1: [findingOf(1, 0), findingOf(1, 1)], 2: [findingOf(2, 0)] };
  return bundleOf(await madeStore([{ at: AT, found }]), zip64From);
}

describe('a bundle', () => {
  it('is verified as it was written', async () => {
    const path = await bundle();
    const { code, stdout } = await run(['evidence', 'verify', path]);
    expect(stdout).toMatch(/^VERIFIED: .*\n +sha256 +[0-9a-f]{64}\n[^]*findings +3: 3 RESTRICTED/);
    expect(code).toBe(0);
  });

  it('with one byte changed, anywhere, is not', async () => {
    const whole = readFileSync(await bundle());
    const path = join(tempFolder(), 'changed.zip');
    const isFound = (at: number, bit: number): boolean => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
      writeFileSync(path, bytes);
      return faultsIn(path).length > 0;
    };
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 7 }), (at, bit) => isFound(at, bit)),
      { numRuns: 150 },
    );
    // Around the files every byte counts, and few are hit by chance.
    const directoryAt = whole.indexOf(Buffer.from('PK\u0001\u0002'));
    for (let at = directoryAt; at < whole.length; at += 3) expect(isFound(at, at % 8), String(at)).toBe(true);
    for (let at = 0; at < 45; at += 1) expect(isFound(at, at % 8), String(at)).toBe(true);
  });

  it('that was cut, or got something behind, before or between, is not', async () => {
    const path = await bundle();
    const { size } = statSync(path);
    for (const length of [0, 1, 29, 100, size - 23, size - 1]) {
      const cut = altered(path, (bytes) => bytes);
      truncateSync(cut, length);
      expect(faultsIn(cut), String(length)).not.toEqual([]);
    }
    const more = Buffer.from('x');
    expect(faultsIn(altered(path, (bytes) => Buffer.concat([bytes, more])))).toEqual([
      '1 bytes follow behind its end',
    ]);
    expect(faultsIn(altered(path, (bytes) => Buffer.concat([more, bytes])))).toEqual([
      'is no bundle of evidence',
    ]);
    const between = (bytes: Buffer): Buffer => {
      const at = bytes.indexOf(Buffer.from('PK\u0003\u0004'), 10);
      return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
    };
    expect(faultsIn(altered(path, between))).toEqual([
      expect.stringMatching(/repositories.jsonl should begin at byte/),
    ]);
  });

  it('is refused when another program packed the same files', async () => {
    const path = await bundle();
    const folder = tempFolder();
    mkdirSync(join(folder, 'in'));
    execFileSync('python3', ['-m', 'zipfile', '-e', path, join(folder, 'in')]);
    const packed = join(folder, 'packed.zip');
    execFileSync('python3', [
      '-m',
      'zipfile',
      '-c',
      packed,
      ...FILE_NAMES.map((name) => join(folder, 'in', name)),
    ]);
    expect(faultsIn(packed)).toEqual([expect.stringMatching(/compressed: another program has packed it/)]);
    const { code, stdout } = await run(['evidence', 'verify', packed]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/NOT AS IT WAS WRITTEN[^]*compressed/)]);
  });

  it('as if its files had 4 GiB is written, read by others, and verified', async () => {
    const path = await bundle(300);
    expect(faultsIn(path, 300)).toEqual([]);
    expect(faultsIn(path)).not.toEqual([]);
    expect(execFileSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' })).toMatch(/Done/);
    const whole = readFileSync(path);
    for (let at = whole.indexOf(Buffer.from('PK\u0001\u0002')); at < whole.length; at += 7) {
      const changed = altered(path, (bytes) => bytes.fill((bytes[at] ?? 0) ^ 1, at, at + 1));
      expect(faultsIn(changed, 300), String(at)).not.toEqual([]);
    }
  });
});

describe('what somebody else wrote', () => {
  /** A zip in the layout of a bundle, whatever is in it. */
  function zipOf(files: Readonly<Record<string, string>>): string {
    const path = join(tempFolder(), 'made.zip');
    const parts: Buffer[] = [];
    let offset = 0;
    const entries = Object.entries(files).map(([name, text]) => {
      const content = Buffer.from(text);
      const entry = { name, size: content.length, crc: crc32Of(content), offset };
      const own = Buffer.concat([localHeader(entry, ZIP64_FROM), content]);
      parts.push(own);
      offset += own.length;
      return entry;
    });
    writeFileSync(path, Buffer.concat([...parts, directory(entries, offset, ZIP64_FROM)]));
    return path;
  }

  const EMPTY = Object.fromEntries(FILE_NAMES.map((name) => [name, '']));

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'another file first',
      { '../../etc/passwd': 'x', ...EMPTY },
      /another file stands where README.txt should/,
    ],
    [
      'a line that is no object',
      { ...EMPTY, 'repositories.jsonl': '[1]\n' },
      /repositories.jsonl, line 1: is no object/,
    ],
    [
      'a line in another form',
      { ...EMPTY, 'runs.jsonl': '{"number": 1}\n' },
      /runs.jsonl, line 1: is no object in the form/,
    ],
    ['a key twice', { ...EMPTY, 'runs.jsonl': '{"number":1,"number":2}\n' }, /runs.jsonl, line 1/],
    [
      'depth',
      { ...EMPTY, 'runs.jsonl': `{"number":${'['.repeat(1e6)}${']'.repeat(1e6)}}\n` },
      /runs.jsonl, line 1/,
    ],
    [
      'a name that is a list',
      { ...EMPTY, 'runs.jsonl': '{"number":[1]}\n' },
      /number is neither text nor number/,
    ],
    [
      'lines in disorder',
      { ...EMPTY, 'detectors.jsonl': '{"id":"b"}\n{"id":"a"}\n' },
      /line 2: does not come behind/,
    ],
    [
      'a line twice',
      { ...EMPTY, 'detectors.jsonl': '{"id":"a"}\n{"id":"a"}\n' },
      /line 2: does not come behind/,
    ],
    [
      'an unknown repository',
      { ...EMPTY, 'refs.jsonl': '{"forge":"f","repositoryId":"r"}\n' },
      /not in repositories.jsonl/,
    ],
    [
      'a line without an end',
      { ...EMPTY, 'runs.jsonl': '{"number":1}' },
      /runs.jsonl: its last line has no end/,
    ],
    [
      'a line without an end in sight',
      { ...EMPTY, 'runs.jsonl': 'x'.repeat(33 * 2 ** 20) },
      /a line has over/,
    ],
    ['no manifest', EMPTY, /manifest.json: is no object/],
    [
      'many lines for a manifest',
      { ...EMPTY, 'manifest.json': '{}\n'.repeat(1e5) },
      /format is not as this version writes it/,
    ],
  ])('with %s is refused in words', (_, files, expected) => {
    expect(faultsIn(zipOf(files))).toEqual([expect.stringMatching(expected)]);
  });

  it('cannot claim more than there is, or another size than there is', async () => {
    const path = await bundle();
    const sized = (size: number) => (bytes: Buffer) => {
      bytes.writeUInt32LE(size, 18);
      bytes.writeUInt32LE(size, 22);
      return bytes;
    };
    expect(faultsIn(altered(path, sized(0xfffffffe)))).toEqual([
      expect.stringMatching(/said to have 4294967294 bytes/),
    ]);
    expect(faultsIn(altered(path, sized(0xffffffff)))).toEqual([
      expect.stringMatching(/bytes, and the file has/),
    ]);
    expect(faultsIn(altered(path, sized(10)))).toEqual([expect.stringMatching(/checksum/)]);
  });

  it.each(['/dev/null', '.', '/dev/zero', 'not-there.zip'])('%s is no file to verify', async (path) => {
    const { code, stderr } = await run(['evidence', 'verify', path]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/cannot be read|no regular file/)]);
  });

  it('takes one file, and no more', async () => {
    expect((await run(['evidence', 'verify'])).code).toBe(2);
    expect((await run(['evidence', 'verify', 'a', 'b'])).code).toBe(2);
  });
});

describe('canonical JSON', () => {
  it('is as RFC 8785 has it', () => {
    // Keys by UTF-16 units: those of a pair come before U+FB33.
    const example = {
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      '\u00f6': 7,
    };
    expect(Array.from(canonicalJson(example).matchAll(/:(\d)/g), ([, digit]) => digit).join('')).toBe(
      '2467153',
    );
    const numbers = [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0];
    expect(canonicalJson(numbers)).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
    expect(canonicalJson('\u20ac$\u000F\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
    expect(canonicalJson({ b: undefined, a: [null, true, {}] })).toBe('{"a":[null,true,{}]}');
    expect(canonicalJson('a\ud800b')).toBe('"a\ufffdb"');
  });

  it('has one form for one value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });
});
