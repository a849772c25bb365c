import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTIONS } from '../../src/config/options.ts';
import { run } from '../support/run-program.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('what the program says of itself', () => {
  it.each(['--version', '-V', 'version'])('%s', async (word) => {
    expect(await run([word])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([[['--help']], [['-h']], [['help']], [[]]])('%j: all commands', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of [
      'scan ',
      'baseline ',
      'detectors ',
      'explain ',
      'help ',
      version,
      'bitsieve scan PATH',
    ])
      expect(stdout).toContain(word);
  });

  it.each([
    ['help', 'scan'],
    ['scan', '--help'],
    ['scan', '/nowhere', '-h'],
  ])('%s %s: every option, and the exit codes', async (...args) => {
    const { code, stdout, stderr } = await run(args.filter((word) => word !== undefined));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { flag, description } of Object.values(OPTIONS)) {
      expect(stdout).toContain(`--${flag}`);
      expect(stdout).toContain(description);
    }
    expect(stdout).toMatch(/0 nothing found.*1 found.*2 usage/);
  });

  it('help baseline', async () => {
    const { code, stdout } = await run(['help', 'baseline']);
    expect(code).toBe(0);
    expect(stdout).toContain('.bitsieve-baseline.json');
  });

  it('--help as the value of a flag is no call for help', async () => {
    const { code, stderr } = await run(['scan', '--branch=--help', '/nowhere']);
    expect(code).toBe(2);
    expect(stderr).toContain('/nowhere does not exist');
  });

  it('needs no home, no folder and no git', async () => {
    const env = { PATH: '/nowhere', HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere' };
    expect(await run(['help', 'scan'], { env, cwd: '/' })).toMatchObject({ code: 0, stderr: '' });
  });
});
