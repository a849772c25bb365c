/** Completion in real shells: what each offers on a line is what the tables of commands and options hold. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONFIDENCES } from '../../src/core/severity.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { type KnownCommand, knownCommands } from '../support/known-commands.ts';
import { PROGRAM_ENV, run, sharedFolder } from '../support/run-program.ts';

const folder = sharedFolder();
writeFileSync(join(folder, 'some file.txt'), '');

/** Asks a shell what it offers on each line. @param script the completion script */
type Shell = (script: string, lines: readonly string[]) => string[][];

function runShell(program: string, args: readonly string[]): string {
  return execFileSync(program, [...args], { cwd: folder, env: PROGRAM_ENV, encoding: 'utf8', stdio: 'pipe' });
}

function groupsIn(text: string): string[][] {
  return text
    .split('--end--\n')
    .slice(0, -1)
    .map((group) => group.split('\n').filter((line) => line !== ''));
}

/** As readline cuts a line into words: `=` is one of its own. */
function wordsOf(line: string): string[] {
  return line.replaceAll('=', ' = ').split(/ +/);
}

const SHELLS: Readonly<Record<string, Shell>> = {
  bash: (script, lines) => {
    const asked = lines.map((line) => {
      const words = wordsOf(line).map((word) => `'${word}'`);
      return `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _bitsieve; printf '%s\\n' "\${COMPREPLY[@]}" --end--`;
    });
    const setup = `source ${script}; complete -p bitsieve | grep -q -e '-o default -F _bitsieve bitsieve' || exit 1`;
    return groupsIn(runShell('bash', ['--norc', '--noprofile', '-c', [setup, ...asked].join('\n')]));
  },
  zsh: (script, lines) => {
    const answers = join(folder, 'zsh-answers');
    runShell('zsh', ['-f', resolve('test/support/ask-zsh.zsh'), script, answers, ...lines]);
    return groupsIn(readFileSync(answers, 'utf8'));
  },
  fish: (script, lines) => {
    const asked = lines.map((line) => `complete -C '${line}'; echo --end--`);
    const groups = groupsIn(
      runShell('fish', ['--no-config', '-c', [`source ${script}`, ...asked].join('\n')]),
    );
    // What is offered and what is said of it, a tab between; a value comes with its option.
    return groups.map((group) => group.map((line) => line.replace(/\t.*/, '').replace(/^--[\w-]+=/, '')));
  },
};

const places = knownCommands();

function flagsOf({ options }: KnownCommand): string[] {
  const flags = options.flatMap(({ flag, aliases }) => [flag, ...aliases]);
  return [...flags, 'help'].map((flag) => `--${flag}`);
}

const LINES: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['bitsieve sca', ['scan']],
  ['bitsieve help sca', ['scan']],
  ['bitsieve evidence ', ['diff', 'export', 'verify']],
  ['bitsieve audit st', ['status']],
  ['bitsieve completion ', ['bash', 'fish', 'zsh']],
  ['bitsieve scan -f ', Object.keys(FORMATS)],
  ['bitsieve scan --report-format=js', ['json', 'jsonl']],
  ['bitsieve scan some --min-confidence ', CONFIDENCES],
  ['bitsieve hook pre-commit --min-severity=crit', ['critical']],
  ['bitsieve evidence diff -f mark', ['markdown']],
  [
    'bitsieve scan --enable-detector github-app-inst',
    ['github-app-installation-jwt', 'github-app-installation-token'],
  ],
  ['bitsieve detectors explain github-app-us', ['github-app-user-token']],
  ['bitsieve scan --range ', []],
];

describe.each(Object.entries(SHELLS))('%s', (name, ask) => {
  const script = join(folder, `completion.${name}`);
  let offered: string[][] = [];
  let ofPlaces: string[][] = [];
  let files: string[][] = [];
  beforeAll(async () => {
    const { code, stdout, stderr } = await run(['completion', name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    writeFileSync(script, stdout);
    const lines = LINES.map(([line]) => line);
    const placed = places.map((place) => `bitsieve ${place.name.join(' ')} --`);
    const answers = ask(script, [...lines, ...placed, 'bitsieve scan so', 'bitsieve scan --config=so']);
    offered = answers.slice(0, lines.length);
    ofPlaces = answers.slice(lines.length, -2);
    files = answers.slice(-2);
  });

  it.each(LINES.map(([line, expected], index) => ({ line, expected, index })))(
    '$line',
    ({ expected, index }) => {
      expect(offered[index]?.toSorted()).toEqual(expected.toSorted());
    },
  );

  it('offers every option of every command and word', () => {
    expect(ofPlaces).toHaveLength(places.length);
    for (const [index, place] of places.entries()) {
      // Of several spellings fish and bash offer all or the first; none is made up.
      const flags = flagsOf(place);
      const named = new Set(place.options.map(({ flag }) => `--${flag}`));
      expect(flags).toEqual(expect.arrayContaining(ofPlaces[index] ?? ['nothing']));
      expect(ofPlaces[index]).toEqual(expect.arrayContaining([...named, '--help']));
    }
  });

  it('offers files', () => {
    const file = ['some file.txt'];
    // bash does so by itself where it is offered nothing.
    const expected = name === 'bash' ? [[], []] : [file, file];
    expect(files.map((group) => group.map((path) => path.replaceAll('\\', '')))).toEqual(expected);
  });
});

describe('every command and word', () => {
  it('has a help that names each of its options', () => {
    for (const { name, options, help } of places)
      for (const { flag } of options) expect(help, name.join(' ')).toMatch(new RegExp(`--${flag}\\b`));
  });

  it('says in a line what it does', () => {
    expect(places.length).toBeGreaterThan(15);
    for (const { summary } of places) expect(summary).toMatch(/^[A-Z][^\n]{8,85}[^.\n]$/);
  });
});

describe('completion', () => {
  it('of a shell that is not known says which ones are', async () => {
    const { code, stderr } = await run(['completion', 'zhs']);
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh or fish\nDid you mean "zsh"?');
  });
});
