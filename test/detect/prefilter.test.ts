import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEnginePrefilter } from '../../src/detect/engine-prefilter.ts';
import { buildPrefilter, type Prefilter } from '../../src/detect/prefilter.ts';

function found(prefilter: Prefilter | undefined, bytes: Buffer, from = 0, to = bytes.length): string[] {
  const hits: string[] = [];
  prefilter?.run(bytes, from, to, (offset, keyword) => hits.push(`${offset}:${keyword}`));
  return hits.toSorted();
}

/** The definition: every place where the lower-cased bytes hold the keyword. */
function definition(keywords: readonly string[], bytes: Buffer, from = 0, to = bytes.length): string[] {
  const text = bytes.toString('latin1', from, to).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return keywords
    .flatMap((keyword, index) => {
      const hits: string[] = [];
      for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1))
        hits.push(`${from + at}:${index}`);
      return hits;
    })
    .toSorted();
}

const KEYWORDS = ['abab', 'ababb', 'secret', 'cret', 'x_y-', 'aaaa', '@bitbucket.org', 'token'];
const builds = { twin: buildPrefilter, engine: buildEnginePrefilter } as const;

describe.each(Object.entries(builds))('the %s prefilter', (_, build) => {
  const prefilter = build(KEYWORDS);

  it('finds what the definition says, in text made of pieces of keywords', () => {
    const piece = fc.constantFrom(
      'ab',
      'a',
      'b',
      'secret',
      'SECRET',
      'toK',
      'en',
      'x_Y-',
      '@bitbucket',
      '.org',
      'aaaaaa',
      '\n',
      '\0',
      '\xff',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(found(prefilter, bytes)).toEqual(definition(KEYWORDS, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('looks at nothing outside of the range it was given', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (from, length) => {
        const bytes = Buffer.from('secret-ababb-token-secret-aaaaaaaa-@bitbucket.org');
        const to = Math.min(bytes.length, from + length);
        expect(found(prefilter, bytes, from, to)).toEqual(definition(KEYWORDS, bytes, from, to));
      }),
    );
  });

  it('finds a keyword at any place of a text that is larger than one piece', () => {
    const size = 700_000;
    for (const at of [0, 1, 262_000, 262_100, 262_143, 262_144, 262_145, 524_280, size - 6]) {
      const bytes = Buffer.alloc(size, 'z');
      bytes.write('SeCrEt', at, 'latin1');
      expect(found(prefilter, bytes)).toEqual([`${at}:2`, `${at + 2}:3`].toSorted());
    }
  });

  it('reports all of a text that is nothing but keywords', () => {
    const bytes = Buffer.alloc(400_000, 'a');
    expect(found(prefilter, bytes)).toHaveLength(400_000 - 3);
  });
});

it('refuses a keyword of fewer than four bytes', () => {
  expect(() => buildPrefilter(['abc'])).toThrow(RangeError);
});
