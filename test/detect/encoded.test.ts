/** What is encoded is looked into, and what is found there points into the text as it stands. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildDetectorSet, type DetectorSet } from '../../src/detect/detector-set.ts';
import { scanBlob, scanText } from '../../src/detect/scan-text.ts';
import { githubToken } from '../support/secrets.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors } = patternCatalogue();
const set = buildDetectorSet(detectors);
const token = githubToken(1);
const script = `# a script\nexport TOKEN=${token}\n`;

interface Seen {
  readonly raw: string;
  readonly by: string;
  readonly place: string;
  /** What stands there. */
  readonly stretch: string;
}

function seen(text: string, using: DetectorSet = set): Seen[] {
  return scanText(Buffer.from(text), using).map(({ raw, encoding, line, column, endLine, start, end }) => ({
    raw,
    by: encoding?.join(' ') ?? '',
    place: `${line}:${column}-${endLine}`,
    stretch: Buffer.from(text).toString('utf8', start, end),
  }));
}

function base64(text: string | Buffer): string {
  return Buffer.from(text).toString('base64');
}

describe('what is encoded', () => {
  it('is decoded, and its part of the text is told', () => {
    const [found, ...rest] = seen(`first line\nscript: ${base64(script)}\n`);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ raw: token, by: 'base64', place: '2:41-2' });
    expect(base64(script)).toContain(found?.stretch);
    expect(found?.stretch).toHaveLength(Math.ceil((token.length * 4) / 3));
  });

  it('is decoded over indented lines', () => {
    const lines = base64(`${script}${'more of it\n'.repeat(20)}`).replaceAll(/.{40}/g, '$&\n    ');
    const [found] = seen(`script: |\n    ${lines}\n`);
    expect(found).toMatchObject({ raw: token, by: 'base64', place: '2:37-4' });
  });

  it.each([
    ['base64', base64(script)],
    ['base64', Buffer.from(`${script}??>>~~`).toString('base64url')],
    ['hex', Buffer.from(script).toString('hex')],
    ['hex', `0x${Buffer.from(script).toString('hex').toUpperCase()}`],
    ['base64 gzip', base64(gzipSync(script))],
    ['base64 base64 gzip', base64(base64(gzipSync(script)))],
    ['base64 utf-16', base64(Buffer.from(script, 'utf16le'))],
    ['base64 base64 base64', base64(base64(base64(script)))],
    ['hex base64', Buffer.from(base64(script)).toString('hex')],
  ])('as %s is found', (by, encoded) => {
    for (const text of [encoded, `x = "${encoded}"`, `<a>${encoded}</a>`]) {
      expect(seen(text)).toMatchObject([{ raw: token, by }]);
    }
  });

  it.each([
    ['', `go?next=${encodeURIComponent(`/login?token=${token}&x=1`)}`, token],
    ['percent', `DB=https%3A%2F%2Fhost%2F%3Fdb_password%3DZx9%23kL2%21vQ7w%26x`, 'Zx9#kL2!vQ7w'],
    ['percent', encodeURIComponent(encodeURIComponent(`"/?t=${token}"`)), token],
    [
      'escapes',
      `x = "${Array.from(token, (one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('')}"`,
      token,
    ],
    [
      'escapes',
      `x = "${Array.from(token, (one) => `\\x${one.charCodeAt(0).toString(16)}`).join('')}"`,
      token,
    ],
    [
      'escapes',
      `x = "${Array.from(token, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`).join('')}"`,
      token,
    ],
    ['', `<input value="token=&quot;${token}&quot;" password=&#34;x`, token],
    ['entities', `<p>password&#61;&quot;Zx9#kL2!vQ7w&quot;</p>`, 'Zx9#kL2!vQ7w'],
    ['joined-strings', `const a = "${token.slice(0, 20)}" +\n  "${token.slice(20)}";`, token],
    ['joined-strings', `a = ("${token.slice(0, 20)}"\n     "${token.slice(20)}")`, token],
    ['joined-strings', `TOKEN=${token.slice(0, 20)}\\\n${token.slice(20)}`, token],
    [
      'quoted-printable',
      `the token of the machine that is far away in a room=3D${token.slice(0, 20)}=\n${token.slice(20)} of it`,
      token,
    ],
  ])('as %s is found, form %#', (by, text, secret) => {
    const before = 'a line before it\n'.repeat(30);
    const found = seen(`${before}${text}\nand one behind it\n`).filter(({ raw }) => raw === secret);
    expect(found.length).toBe(1);
    expect(found[0]?.by).toBe(by);
    expect(found[0]?.place).toMatch(/^31:/);
    expect(text).toContain(found[0]?.stretch);
  });

  it('is left alone below the depth that is asked for', () => {
    const twice = base64(`again: ${base64(script)}`);
    const depths = [0, 1, 2].map(
      (decodeDepth) => seen(twice, buildDetectorSet(detectors, { decodeDepth })).length,
    );
    expect(depths).toEqual([0, 0, 1]);
  });

  it('may hold several secrets in one compressed stretch', () => {
    const all = [1, 2, 3].map((seed) => githubToken(seed));
    const found = seen(`release: ${base64(gzipSync(all.join('\n')))}`);
    expect(found.map(({ raw }) => raw).toSorted()).toEqual(all.toSorted());
  });

  it('is no news where it is a key, an image, a hash or a digest', () => {
    const noise = Buffer.from(
      Array.from({ length: 6000 }, (_, index) => (index * index * 31 + index * 7) >>> 3),
    );
    const text = [
      `"integrity": "sha512-${noise.subarray(0, 64).toString('base64')}"`,
      `url(data:image/png;base64,iVBORw0KGgo${base64(noise)})`,
      noise.subarray(0, 20).toString('hex'),
    ];
    const without = seen(text.join('\n'), buildDetectorSet(detectors, { decodeDepth: 0 }));
    expect(seen(text.join('\n'))).toEqual(without);
  });

  it('and expands beyond all bounds is a limit that is told', () => {
    const bomb = base64(gzipSync(Buffer.alloc(1 << 22, 'a')));
    expect(scanBlob(Buffer.from(`x: ${bomb}`), set)).toMatchObject({ hits: [], isUndecoded: true });
    const sound = base64(gzipSync(`${script}${'more of it\n'.repeat(100)}`));
    expect(seen(`x: ${sound}`)).toMatchObject([{ raw: token }]);
    expect(scanBlob(Buffer.from(`x: ${sound}`), set).isUndecoded).toBe(false);
  });
});
