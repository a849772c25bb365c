/** Every code that the program can give is explained in docs/codes.md, and nothing that it cannot give. */
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/commands/command.ts';
import { PROBLEM_CODES } from '../../src/core/problem.ts';
import { ERROR_CODES } from '../../src/core/scanner-error.ts';
import { filesBelow, textOf } from './support/project.ts';

const text = textOf('docs/codes.md');
const sources = filesBelow('src', '.ts')
  .filter(({ path }) => path !== 'src/core/problem.ts' && path !== 'src/core/scanner-error.ts')
  .map((file) => file.text)
  .join('\n');

/** Problem codes that nothing gives yet. docs/codes.md must say so of each. */
const NOT_GIVEN_YET = ['partial-clone'];

/** First cells of the table under a heading, without their backquotes. */
function codesUnder(heading: string): string[] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return Array.from(own.matchAll(/^\| `([^`]+)` \| \S.{10,} \|$/gm), ([, code]) => code ?? '');
}

describe('docs/codes.md', () => {
  it('explains every exit code, and no other', () => {
    expect(codesUnder('Exit codes')).toEqual(Object.values(EXIT).map(String));
  });

  it('explains every error code, and no other', () => {
    expect(codesUnder('Errors').toSorted()).toEqual(ERROR_CODES.toSorted());
  });

  it('explains every problem code, and no other', () => {
    expect(codesUnder('Problems').toSorted()).toEqual(PROBLEM_CODES.toSorted());
  });

  it('says which problem codes nothing gives yet', () => {
    const unexplained = NOT_GIVEN_YET.filter((code) => !text.includes(`| \`${code}\` | Not given yet`));
    expect(unexplained).toEqual([]);
    expect(text.match(/Not given yet/g) ?? []).toHaveLength(NOT_GIVEN_YET.length);
  });

  it('is where the README sends the reader', () => {
    expect(textOf('README.md')).toContain('(docs/codes.md)');
  });
});

describe('codes', () => {
  it.each([...ERROR_CODES])('the error %s is thrown somewhere', (code) => {
    expect(sources).toContain(`'${code}'`);
  });

  it.each([...PROBLEM_CODES])('the problem %s is given somewhere, or listed as not yet', (code) => {
    expect(sources.includes(`'${code}'`)).toBe(!NOT_GIVEN_YET.includes(code));
  });
});
