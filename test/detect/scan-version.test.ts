/** A text scanned as a version of another must give exactly what it gives when scanned alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/catalogue/read-patterns.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { hitsOf } from '../../src/detect/scan-text.ts';
import { scanVersion } from '../../src/detect/scan-version.ts';
import { textOf } from '../../src/detect/text.ts';
import { githubToken } from '../support/secrets.ts';

const set = buildDetectorSet(readCatalogue('patterns').detectors);

/** Pieces of which texts are made: secrets, halves of secrets, names, allow comments, plain filling, bytes that are no text. */
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

describe('a version of a text', () => {
  it('gives the same hits as when it is scanned alone, over several generations', () => {
    let carried = 0;
    fc.assert(
      fc.property(textArbitrary, fc.array(steps, { minLength: 1, maxLength: 3 }), (first, generations) => {
        let bytes: Buffer = first;
        let scanned = scanVersion(textOf(bytes), set);
        for (const generation of generations) {
          const version = assemble(bytes, generation);
          const text = textOf(version.bytes);
          const carriedOver = scanVersion(text, set, { scanned, runs: version.runs });
          const alone = scanVersion(text, set);
          expect(hitsOf(text, carriedOver, set)).toEqual(hitsOf(text, alone, set));
          expect(carriedOver.hits).toEqual(alone.hits);
          carried += carriedOver.carried;
          ({ bytes } = version);
          scanned = carriedOver;
        }
      }),
      { numRuns: 1500 },
    );
    expect(carried).toBeGreaterThan(300);
  });

  const token = githubToken(3);
  const filling = 'filling '.repeat(500);
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
  ];

  it.each(cases)('%s', (_, text, edit, expected) => {
    const base = Buffer.from(text);
    const version = edit(base);
    const scanned = scanVersion(textOf(base), set);
    const after = scanVersion(textOf(version.bytes), set, { scanned, runs: version.runs });
    expect(hitsOf(textOf(version.bytes), after, set).map(({ raw }) => raw)).toEqual(expected);
  });
});

/** Cuts `cut` bytes out at a place and inserts others. */
function assembleAt(base: Buffer, at: number, insert: string, cut: number): Version {
  const bytes = Buffer.concat([base.subarray(0, at), Buffer.from(insert), base.subarray(at + cut)]);
  const behind = at + insert.length;
  return { bytes, runs: [0, 0, at, behind, at + cut, bytes.length - behind] };
}
