/** Commits and tags on ranks: the same that the long form finds. */
import { describe, expect, it } from 'vitest';
import { readCommitLinks, readTagTarget } from '../../src/git/commit-links.ts';
import { OidTable } from '../../src/git/oid-table.ts';
import { parseCommit, parseTag } from '../../src/git/parse-commit.ts';
import { fc } from '../support/property.ts';

const hex = (width: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: width, maxLength: width }).map((bytes) => Buffer.from(bytes).toString('hex'));

const notQuite = fc.constantFrom(
  '',
  'abc',
  'g'.repeat(40),
  'A'.repeat(40),
  `${'a'.repeat(40)} `,
  'a'.repeat(42),
);

const date = fc.constantFrom(
  '> 1700000000 +0100',
  '> -1700000000 -0100',
  '> -0 +0000',
  '> 1234567890123 +0000',
  '> 123456789012 +9999',
  '>  1700000000 +0100',
  '> 1700000000 +01000',
  '> 1700000000 0100',
  '> 1700000000 +0100 ',
  '> x> 5 +0000',
  '>> 5 +0000',
  '> 5 +000',
  '>',
  ' 5 +0000',
  '',
);

function header(width: number): fc.Arbitrary<string> {
  const name = fc.oneof({ weight: 4, arbitrary: hex(width) }, { weight: 1, arbitrary: notQuite });
  const value = fc.oneof(
    name,
    date.map((text) => `Ada <ada@example.org${text}`),
    date,
  );
  const key = fc.constantFrom(
    'tree ',
    'parent ',
    'committer ',
    'author ',
    'object ',
    'tree',
    ' parent ',
    'gpgsig ',
    '',
  );
  const line = fc.tuple(key, value).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 3, arbitrary: name.map((text) => `tree ${text}`) },
    { weight: 3, arbitrary: name.map((text) => `parent ${text}`) },
    { weight: 3, arbitrary: date.map((text) => `committer Cy <cy@example.org${text}`) },
    { weight: 5, arbitrary: line },
    { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 9 }) },
  );
}

const isName = (name: string, width: number): boolean =>
  name.length === width * 2 && /^[0-9a-f]+$/.test(name);

describe.each([20, 32])('with object names of %i bytes', (width) => {
  const lines = fc.array(header(width), { maxLength: 9 }).map((all) => Buffer.from(all.join('\n'), 'latin1'));
  const around = fc.constantFrom('', '\n', '\n\n', ' ', 'a', `\ntree ${'a'.repeat(width * 2)}`, ' 5 +0000\n');

  it('a commit has the tree, the parents and the date of the long form', () => {
    fc.assert(
      fc.property(lines, around, around, (commit, before, after) => {
        const bytes = Buffer.concat([Buffer.from(before), commit, Buffer.from(after)]);
        const oids = new OidTable(width);
        const links = readCommitLinks(bytes, oids, before.length, before.length + commit.length);
        const { tree, parents, committedAt } = parseCommit(commit);
        expect(links.tree < 0 ? undefined : oids.hexOf(links.tree)).toBe(
          isName(tree, width) ? tree : undefined,
        );
        expect(links.parents.map((rank) => oids.hexOf(rank))).toEqual(
          parents.filter((one) => isName(one, width)),
        );
        expect(links.committedAt).toBe(committedAt);
      }),
      { numRuns: 3000 },
    );
  });

  it('a tag names the object of the long form', () => {
    fc.assert(
      fc.property(lines, around, around, (tag, before, after) => {
        const bytes = Buffer.concat([Buffer.from(before), tag, Buffer.from(after)]);
        const oids = new OidTable(width);
        const target = readTagTarget(bytes, oids, before.length, before.length + tag.length);
        const { object } = parseTag(tag);
        expect(target < 0 ? undefined : oids.hexOf(target)).toBe(isName(object, width) ? object : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
