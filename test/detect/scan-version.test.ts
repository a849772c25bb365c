/** A text scanned as a version of another must give exactly what it gives when scanned alone. */
import { describe, expect, it } from 'vitest';
import { buildDetectorSet, type DetectorSet } from '../../src/detect/detector-set.ts';
import { type Hit, hitsOf } from '../../src/detect/scan-text.ts';
import { forget, type ScannedVersion, scanVersion } from '../../src/detect/scan-version.ts';
import { bytesOf, type PlacedText, withBlob } from '../../src/detect/placed-text.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { startKernel } from '../../src/engine/start-kernel.ts';
import { pesel } from '../support/people.ts';
import { githubToken } from '../support/secrets.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors } = patternCatalogue();
const kernels = { engine: startKernel, 'plain twin': startPlainKernel } as const;

/** Base64, wrapped over lines. */
function encodedToken(seed: number): string {
  const text = `the token of machine number ${seed} = ${githubToken(seed)}\nanother line of it, number ${seed}\n`;
  return Buffer.from(text).toString('base64').replaceAll(/.{40}/g, '$&\n  ');
}

/** Pieces of which texts are made: secrets, halves of secrets, secrets in base64, names, allow comments, plain filling, bytes that are no text. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 6 }).map((seed) => ` ${githubToken(seed)} `) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 6 }).map((seed) => githubToken(seed).slice(0, 20)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 6 }).map((seed) => githubToken(seed).slice(20)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'password = "',
      'db_passwd: ',
      '"\n',
      '\n',
      'x',
      ' # gitleaks:allow',
      'ghp',
      '_',
      '"',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3000 }).map((length) => 'lorem ipsum '.repeat(300).slice(0, length)),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'Zx9#kL2!vQ7w',
      'correct7horse',
      '-----BEGIN RSA PRIVATE KEY-----\n',
      'https://bot:',
    ),
  },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 6 }).map((seed) => ` ${encodedToken(seed)}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.nat(80))
      .map(([seed, cut]) => encodedToken(seed).slice(cut)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '\nid,pesel\n',
      ...[1, 2, 3].map((seed) => `1,${pesel(seed)}\n`),
      `pesel: ${pesel(4)}\n`,
      'INSERT INTO a (pesel) VALUES',
      `('${pesel(5)}'),`,
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '{"value": "Zx9#kL2!vQ7w",\n',
      '"name": "DB_PASSWORD"}',
      '<td>password</td>',
      '<td>Zx9#kL2!vQ7w</td>',
      '" + "',
      `"${githubToken(3).slice(0, 9)}" + "${githubToken(3).slice(9)}"`,
      '"attributes": {"owner": "Zx9#kL2!vQ7w"}, ',
      '{"type": "get_attr", "value": "owner"}',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '%3D',
      '&quot;',
      String.raw`\x3d`,
      '"\n  "',
      `token%3D${githubToken(1).replace('_', '%5F')} `,
      `"${githubToken(2).slice(0, 20)}" +\n"${githubToken(2).slice(20)}"`,
      String.raw`\u0067`,
      githubToken(4).slice(1),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('\0', '\xff\xfe', 'é') },
);
const textArbitrary = fc
  .array(piece, { maxLength: 30 })
  .map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

interface Version {
  readonly bytes: Buffer;
  readonly runs: number[];
}

/** A version as a delta makes it: copies from anywhere in the base, and insertions between. */
function assemble(
  base: Buffer,
  steps: ReadonlyArray<{ copy: [number, number] } | { insert: string }>,
): Version {
  const parts: Buffer[] = [];
  const runs: number[] = [];
  let length = 0;
  for (const step of steps) {
    const from = 'copy' in step ? Math.floor(step.copy[0] * base.length) : 0;
    const part =
      'copy' in step
        ? base.subarray(from, from + Math.ceil(step.copy[1] * base.length))
        : Buffer.from(step.insert, 'latin1');
    if ('copy' in step && part.length > 0) runs.push(length, from, part.length);
    parts.push(part);
    length += part.length;
  }
  return { bytes: Buffer.concat(parts), runs };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(share, share).map((copy) => ({ copy })) },
    { weight: 1, arbitrary: fc.constant({ copy: [0, 1] as [number, number] }) },
    { weight: 2, arbitrary: piece.map((insert) => ({ insert })) },
  ),
  { maxLength: 6 },
);

/** A text that was scanned, with all that is told of it; `keep` leaves its hits in memory for the versions based on it. */
interface Told {
  readonly scanned: ScannedVersion;
  readonly hits: readonly Hit[];
  /** The hits of keywords, without what their verdicts depend on. */
  readonly keywords: ReadonlyArray<readonly [offset: number, keyword: number]>;
}

function scan(
  set: DetectorSet,
  bytes: Buffer,
  base?: { scanned: ScannedVersion; runs: readonly number[] },
): Told {
  const { kernel, arena } = set.space;
  // As the engine does it: runs that are too short to be worth following are left out.
  const long = Array.from({ length: (base?.runs.length ?? 0) / 3 }, (_, run) =>
    (base?.runs ?? []).slice(run * 3, run * 3 + 3),
  ).filter(([, , length = 0]) => length > 2 * set.longestKeyword);
  const at = arena.take(long.length * 12);
  for (const [index, value] of long.flat().entries()) kernel.memory.writeUInt32LE(value, at + index * 4);
  const told = withBlob(set.space, bytes, (text: PlacedText) => {
    const scanned = scanVersion(
      text,
      set,
      base && { scanned: base.scanned, runs: { at, count: long.length } },
    );
    return { scanned, hits: hitsOf(text, scanned, set), keywords: keywordsOf(set, scanned) };
  });
  arena.give(at);
  return told;
}

function keywordsOf({ space }: DetectorSet, { hits }: ScannedVersion): Told['keywords'] {
  if (!hits) return [];
  const list = bytesOf(space, { at: hits.at, length: hits.count * 12 });
  return Array.from({ length: hits.count }, (_, index) => [
    list.readUInt32LE(index * 12),
    list.readUInt16LE(index * 12 + 4),
  ]);
}

describe.each(Object.entries(kernels))('a version of a text, with the %s', (_, start) => {
  const set = buildDetectorSet(detectors, { start });

  it('gives the same hits as when it is scanned alone, over several generations', () => {
    let carried = 0;
    fc.assert(
      fc.property(textArbitrary, fc.array(steps, { minLength: 1, maxLength: 3 }), (first, generations) => {
        let bytes: Buffer = first;
        let { scanned } = scan(set, bytes);
        for (const generation of generations) {
          const version = assemble(bytes, generation);
          const carriedOver = scan(set, version.bytes, { scanned, runs: version.runs });
          const alone = scan(set, version.bytes);
          expect(carriedOver.hits).toEqual(alone.hits);
          expect(carriedOver.keywords).toEqual(alone.keywords);
          carried += carriedOver.scanned.carried;
          forget(alone.scanned, set);
          forget(scanned, set);
          ({ bytes } = version);
          ({ scanned } = carriedOver);
        }
        forget(scanned, set);
      }),
      { numRuns: 1000 },
    );
    expect(carried).toBeGreaterThan(300);
  });

  const token = githubToken(3);
  const filling = 'filling '.repeat(500);
  const blanks = ' '.repeat(60);
  const word = ['Zx9', 'kL2', 'vQ7w'].join('#');
  const cases: Array<[string, string, (base: Buffer) => Version, string[]]> = [
    [
      'one byte put into a secret',
      `${filling}${token} ${filling}`,
      (base) => assembleAt(base, filling.length + 9, 'x', 0),
      [],
    ],
    [
      'a secret put together by a cut',
      `${filling}${token.slice(0, 20)}XX${token.slice(20)} ${filling}`,
      (base) => assembleAt(base, filling.length + 20, '', 2),
      [token],
    ],
    [
      'an allow comment put behind a secret',
      `${filling}\n${token} \n${filling}`,
      (base) => assembleAt(base, filling.length + 2 + token.length, '# gitleaks:allow', 0),
      [token],
    ],
    [
      'a secret at the very first byte',
      `${token} ${filling}`,
      (base) => assembleAt(base, 2000, 'edit', 0),
      [token],
    ],
    [
      'a secret at the very last byte',
      `${filling} ${token}`,
      (base) => assembleAt(base, 20, 'edit', 0),
      [token],
    ],
    [
      'a letter put in front of a secret',
      `${filling} ${token} ${filling}`,
      (base) => assembleAt(base, filling.length + 1, 'a', 0),
      [],
    ],
    [
      'a value put before its name',
      `${filling}{"value": "",\n${blanks} "name": "DB_PASSWORD"} ${filling}`,
      (base) => assembleAt(base, base.indexOf('""') + 1, word, 0),
      [word],
    ],
    [
      'a value put into the cell behind its name',
      `${filling}<td>Password</td>\n${blanks}<td></td> ${filling}`,
      (base) => assembleAt(base, base.indexOf('<td></td>') + 4, word, 0),
      [word],
    ],
    [
      'an attribute changed that is called sensitive',
      `${filling}"owner": "", ${blanks}${blanks}"type": "get_attr", "value": "owner" ${filling}`,
      (base) => assembleAt(base, base.indexOf('""') + 1, word, 0),
      [word],
    ],
    [
      'the last of many parts closed',
      `${filling}password = "${word}" + "${'q8Zk'.repeat(20)}" + "q8Zk; ${filling}`,
      (base) => assembleAt(base, base.indexOf('k; ') + 1, '"', 0),
      [`${word}${'q8Zk'.repeat(20)}q8Zk`],
    ],
  ];

  // Both lead to the first cell: the head, which is carried over, and the keyword beside it, which is judged again.
  it('a column whose first cell stands beside a keyword as well', () => {
    const row = `${'x'.repeat(20)}INSERT INTO a (pesel) VALUES1,${pesel(1)}\n`;
    const base = Buffer.from(`\nid,pesel\n${row}${row}`);
    const { scanned } = scan(set, base);
    const version = { bytes: Buffer.concat([base, base.subarray(0, 1)]), runs: [0, 0, base.length] };
    const after = scan(set, version.bytes, { scanned, runs: version.runs });
    expect(after.hits).toEqual(scan(set, version.bytes).hits);
    expect(after.hits).toHaveLength(1);
  });

  it.each(cases)('%s', (__, text, edit, expected) => {
    const base = Buffer.from(text);
    const version = edit(base);
    const { scanned } = scan(set, base);
    const after = scan(set, version.bytes, { scanned, runs: version.runs });
    expect(after.hits.map(({ raw }) => raw)).toEqual(expected);
  });
});

/** Cuts `cut` bytes out at a place and inserts others. */
function assembleAt(base: Buffer, at: number, insert: string, cut: number): Version {
  const bytes = Buffer.concat([base.subarray(0, at), Buffer.from(insert), base.subarray(at + cut)]);
  const behind = at + insert.length;
  return { bytes, runs: [0, 0, at, behind, at + cut, bytes.length - behind] };
}
