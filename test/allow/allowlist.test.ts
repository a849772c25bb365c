import { describe, expect, it } from 'vitest';
import type { AllowEntry } from '../../src/allow/allow-entry.ts';
import { compileAllowlist } from '../../src/allow/allowlist.ts';
import { compileGlob } from '../../src/allow/globs.ts';
import { compileStopWords } from '../../src/allow/stop-words.ts';
import { endsWithin } from '../support/growth.ts';

const NOTHING: AllowEntry = {
  reason: 'r',
  condition: 'any',
  appliesTo: null,
  paths: null,
  commits: null,
  values: null,
  stopWords: null,
};
const CANDIDATE = {
  detector: 'd',
  path: 'a/b.txt',
  commit: 'ab'.repeat(20),
  value: 'Value-1',
  line: 'x = Value-1',
};

function isAllowed(entry: Partial<AllowEntry>, candidate: Partial<typeof CANDIDATE> = {}): boolean {
  return compileAllowlist([{ ...NOTHING, ...entry }])({ ...CANDIDATE, ...candidate }) === 'r';
}

describe('compileAllowlist', () => {
  const path = [compileGlob('a/**')];
  const value = [{ expression: /^Value/, target: 'value' as const }];

  it('asks for one criterion, or for all that are given', () => {
    expect(isAllowed({ paths: path, values: value }, { value: 'x' })).toBe(true);
    expect(isAllowed({ paths: path, values: value, condition: 'all' }, { value: 'x' })).toBe(false);
    expect(isAllowed({ paths: path, values: value, condition: 'all' })).toBe(true);
    expect(isAllowed({ paths: path, values: value, condition: 'all' }, { path: 'b' })).toBe(false);
  });

  it('allows nothing by an entry without criteria, or with one of which nothing is left', () => {
    expect(isAllowed({})).toBe(false);
    expect(isAllowed({ condition: 'all' })).toBe(false);
    expect(isAllowed({ condition: 'all', paths: path, values: [] })).toBe(false);
    expect(isAllowed({ condition: 'any', paths: path, values: [] })).toBe(true);
  });

  it('is narrowed by detectors, whatever the condition', () => {
    expect(isAllowed({ paths: path, appliesTo: (id) => id === 'd' })).toBe(true);
    expect(isAllowed({ paths: path, appliesTo: (id) => id === 'e' })).toBe(false);
  });

  it('knows commits by their names and their beginnings of seven digits', () => {
    expect(isAllowed({ commits: ['ab'.repeat(20)] }, { commit: 'AB'.repeat(20) })).toBe(true);
    expect(isAllowed({ commits: ['abababa'] })).toBe(true);
    expect(isAllowed({ commits: ['ababab'] })).toBe(false);
    expect(isAllowed({ commits: [''] })).toBe(false);
    expect(
      compileAllowlist([{ ...NOTHING, commits: ['abababa'] }])({ ...CANDIDATE, commit: null }),
    ).toBeUndefined();
  });

  it('looks at the line only where there is one', () => {
    const values = [{ expression: /x = /, target: 'line' as const }];
    expect(isAllowed({ values })).toBe(true);
    const { line: _line, ...withoutLine } = CANDIDATE;
    expect(compileAllowlist([{ ...NOTHING, values }])(withoutLine)).toBeUndefined();
  });

  it('finds stop words in any case, with no character of special meaning', () => {
    expect(isAllowed({ stopWords: compileStopWords(['vALue-']) })).toBe(true);
    expect(isAllowed({ stopWords: compileStopWords(['V.lue']) })).toBe(false);
    expect(compileStopWords([])).toBeNull();
    expect(isAllowed({ stopWords: compileStopWords(['']) })).toBe(false);
  });

  it('gives the reason of the first entry that allows', () => {
    const entries = ['b/**', 'a/**', '**'].map((reason) =>
      Object.assign({}, NOTHING, { reason, paths: [compileGlob(reason)] }),
    );
    expect(compileAllowlist(entries)(CANDIDATE)).toBe('a/**');
  });

  it('judges each path once, however many candidates it has', () => {
    let asked = 0;
    const counting = { test: () => ++asked > 1_000_000 };
    const allow = compileAllowlist([{ ...NOTHING, paths: [counting] }]);
    for (let index = 0; index < 100_000; index++) allow({ ...CANDIDATE, path: `p${index % 100}` });
    expect(asked).toBe(100);
  });
});

describe('compileGlob', () => {
  it.each([
    ['**/*.md', ['a.md', 'x/y/.hidden.md', '.a/b.md'], ['a.txt']],
    ['*.md', ['a.md'], ['x/a.md']],
    ['vendor/**', ['vendor/a', 'vendor/.b/c'], ['x/vendor/a', 'vendors/a']],
    ['{a,b}/[cd].txt', ['a/c.txt', 'b/d.txt'], ['c/a.txt']],
    ['#a/!b', ['#a/!b'], ['a/b']],
    ['!a', ['!a'], ['b']],
    ['a\\*b', ['a*b'], ['axb']],
  ])('%s', (glob, matches, others) => {
    const { test } = compileGlob(glob);
    for (const path of matches) expect(test(path), path).toBe(true);
    for (const path of others) expect(test(path), path).toBe(false);
  });

  it('is not held up by hostile globs', () => {
    const matchAll = (): void => {
      for (const glob of [
        '{1..999999999}',
        '{a,b}'.repeat(40),
        '**/'.repeat(60) + 'x',
        '*a'.repeat(100),
        '+(+(+(+(a))))b',
        '['.repeat(500),
        '{'.repeat(500),
      ]) {
        compileGlob(glob).test('a/'.repeat(100) + 'a'.repeat(50));
      }
    };
    expect(endsWithin(5000, matchAll)).toBe(true);
    expect(() => compileGlob('a'.repeat(2000))).toThrow(RangeError);
  });
});
