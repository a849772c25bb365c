/** The manual page that the build writes: sound mdoc, and everything that there is in it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/commands/command.ts';
import { EXIT_CODES, VARIABLES } from '../../src/commands/manual/surroundings.ts';
import { writeManual } from '../../src/commands/manual/write-manual.ts';
import { filesBelow } from '../structure/support/project.ts';
import { knownCommands } from '../support/known-commands.ts';

const PAGE = 'dist/man/bitsieve.1';

/** As a terminal shows it, bold and underlined text plain. */
function shown(path: string): string {
  const text = execFileSync('mandoc', ['-T', 'utf8', '-O', 'width=200', path], { encoding: 'utf8' });
  // eslint-disable-next-line no-control-regex -- that is how a terminal was once told to print twice
  return text.replace(/.\u0008/gu, '').replace(/\s+/g, ' ');
}

function complaintsAbout(text: string): string {
  return spawnSync('mandoc', ['-T', 'lint', '-W', 'warning'], { input: text, encoding: 'utf8' }).stdout;
}

describe('the manual page', () => {
  const text = readFileSync(PAGE, 'utf8');

  it('is sound, and a mistake in it would be seen', () => {
    expect(complaintsAbout(text)).toBe('');
    expect(complaintsAbout(text.replace('.Sh FILES', '.Xx FILES'))).toContain('unknown macro');
  });

  it('names every command, word, option, value and variable', () => {
    const page = shown(PAGE);
    const words = knownCommands().flatMap(({ name, summary, options }) => [
      name.join(' '),
      summary,
      ...options.flatMap(({ flag, value }) => [`--${flag}`, ...(typeof value === 'string' ? [] : value)]),
    ]);
    expect(words.length).toBeGreaterThan(200);
    for (const word of [...words, ...Object.keys(VARIABLES), ...Object.keys(EXIT_CODES)])
      expect(page.replaceAll('−', '-')).toContain(word.replace(/\s+/g, ' '));
  });

  it('is the one that npm installs', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8')).man).toEqual([`./${PAGE}`]);
  });

  it('takes no text for a request', () => {
    const name = ['x'];
    const option = {
      flag: 'odd',
      aliases: [],
      short: null,
      value: 'none',
      placeholder: '',
      default: null,
    } as const;
    const odd = String.raw`.Sh 'quoted' \fB "x" - \n`;
    const options = [{ ...option, description: odd }];
    const page = writeManual(
      [{ name, summary: odd, options, operand: { text: odd }, words: [] }],
      'May 1, 2026',
    );
    expect(complaintsAbout(page)).toBe('');
    expect(page.split('\n').filter((line) => /^[.']Sh 'quoted'/.test(line))).toEqual([]);
  });
});

describe('what surrounds the program', () => {
  it('is every variable of its own that the code names', () => {
    const named = filesBelow('src', '.ts')
      .filter(({ path }) => path !== 'src/commands/manual/surroundings.ts')
      .concat({ path: 'bin/bitsieve-hook', text: readFileSync('bin/bitsieve-hook', 'utf8') })
      .flatMap(({ text }) => Array.from(text.matchAll(/\bBITSIEVE_[A-Z_]+\b/g), ([name]) => name));
    const own = Object.keys(VARIABLES).filter((name) => name.startsWith('BITSIEVE_'));
    expect([...new Set(named)].toSorted()).toEqual(own.toSorted());
  });

  it('is every exit code', () => {
    expect(Object.keys(EXIT_CODES).map(Number)).toEqual(Object.values(EXIT).toSorted((a, b) => a - b));
  });
});
