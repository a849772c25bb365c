import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from '../../../src/report/text/shell-word.ts';
import { visibleText } from '../../../src/report/text/visible-text.ts';
import { fc } from '../../support/property.ts';

/** What the shell makes of the words, each ended by a NUL. */
function read(words: readonly string[]): string[] {
  const script = `printf '%s\\0' ${words.map((word) => shellWord(word)).join(' ')}`;
  return execFileSync('bash', ['-c', script], { env: { LC_ALL: 'C.UTF-8' } })
    .toString('utf8')
    .split('\0')
    .slice(0, -1);
}

const odd = [
  '-rf',
  '~root',
  '=ls',
  'a b',
  "it's",
  '"q"',
  '$(id)',
  '`id`',
  '$HOME',
  'a\nb',
  'a\tb\\n',
  '\u001b[2J',
  '\u202ekcab',
  'ü',
  '#x',
  '{a,b}',
  '*',
  '!!',
  'a;b&c|d',
  '\u00011',
];

it('is the text again, for a shell', () => {
  expect(read(odd)).toEqual(odd);
  const texts = fc.array(
    fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replaceAll('\0', '\u0001')),
    { minLength: 40, maxLength: 40 },
  );
  fc.assert(
    fc.property(texts, (words) => {
      expect(read(words)).toEqual(words);
    }),
    { numRuns: 20 },
  );
});

it('holds nothing that a terminal obeys', () => {
  for (const text of odd) expect(visibleText(shellWord(text))).toBe(shellWord(text));
});

it('leaves plain names as they are', () => {
  expect(shellWord('src/a-b_c.d+e@f:1,2%3.ts')).toBe('src/a-b_c.d+e@f:1,2%3.ts');
});
