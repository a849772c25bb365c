/** `hook install --global` and `--template`: every repository of an account, and nothing of it left after `uninstall`. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { commitIn, filesBelow, gitIn, writeHook } from './support/hooked.ts';

/** An account with a git configuration of its own. */
function account(): { env: NodeJS.ProcessEnv; home: string } {
  const home = temporaryFolder();
  writeFileSync(join(home, 'gitconfig'), '[user]\n\tname = Ada\n');
  return {
    home,
    env: { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), GIT_CONFIG_GLOBAL: join(home, 'gitconfig') },
  };
}

describe('--global', () => {
  it('stops secrets in every repository, runs all hooks of their own, and is gone without a trace', async () => {
    const { env, home } = account();
    const before = filesBelow(home);
    expect((await run(['hook', 'install', '--global', '--pre-commit'], { env })).code).toBe(0);
    const repository = makeRepository();
    for (const hook of ['pre-commit', 'commit-msg', 'post-commit']) {
      writeHook(repository, hook, `#!/bin/sh\necho ${hook} >>ran\n`);
    }
    expect(commitIn(repository, { a: '1\n' }, env)).toMatchObject({ code: 0 });
    expect(readFileSync(join(repository.folder, 'ran'), 'utf8')).toBe(
      'pre-commit\ncommit-msg\npost-commit\n',
    );
    expect(commitIn(repository, { b: `token = "${githubToken(21)}"\n` }, env).code).not.toBe(0);
    // Here too it is there already, and the other hook goes where ours looks.
    const here = await run(['hook', 'install', repository.folder], { env });
    expect(here.stdout).toMatch(
      /pre-commit: is there already[^]*pre-push: installed \(.*\.git\/hooks\/pre-push\)/,
    );
    expect((await run(['hook', 'status', repository.folder], { env })).code).toBe(0);
    expect((await run(['hook', 'uninstall', '--global'], { env })).code).toBe(0);
    const left = Object.entries(filesBelow(home)).filter(([path]) => path !== 'config/bitsieve/key');
    expect(Object.fromEntries(left)).toEqual(before);
    expect(existsSync(join(home, 'config/bitsieve/hooks'))).toBe(false);
  });

  it('goes beside what is there, where the account names a folder', async () => {
    const { env, home } = account();
    const folder = join(home, 'my hooks');
    mkdirSync(folder);
    writeFileSync(join(folder, 'pre-commit'), '#!/bin/sh\necho mine >>ran\n');
    chmodSync(join(folder, 'pre-commit'), 0o755);
    gitIn(home, ['config', '--global', 'core.hooksPath', folder], env);
    const before = filesBelow(home);
    const repository = makeRepository();
    const refused = await run(['hook', 'install', repository.folder], { env });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bitsieve hook install --global'),
    });
    expect(filesBelow(home)).toEqual(before);
    await run(['hook', 'install', '--global', '--pre-commit'], { env });
    expect(commitIn(repository, { b: `token = "${githubToken(22)}"\n` }, env).code).not.toBe(0);
    expect(readFileSync(join(repository.folder, 'ran'), 'utf8')).toBe('mine\n');
    await run(['hook', 'uninstall', '--global'], { env });
    const left = Object.entries(filesBelow(home)).filter(([path]) => path !== 'config/bitsieve/key');
    expect(Object.fromEntries(left)).toEqual(before);
  });

  it('refuses to switch off what the system’s configuration names', async () => {
    const { env, home } = account();
    writeFileSync(join(home, 'system'), '[core]\n\thooksPath = /opt/hooks\n');
    const system = { ...env, GIT_CONFIG_NOSYSTEM: '0', GIT_CONFIG_SYSTEM: join(home, 'system') };
    const refused = await run(['hook', 'install', '--global'], { env: system });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('core.hooksPath of the system'),
    });
  });
});

describe('--template', () => {
  it('gives the hooks to every new repository, and is gone without a trace', async () => {
    const { env, home } = account();
    const before = filesBelow(home);
    const dry = await run(['hook', 'install', '--template', '--dry-run'], { env });
    expect(dry.stdout).toContain('init.templateDir of your git configuration would be ');
    expect(filesBelow(home)).toEqual(before);
    await run(['hook', 'install', '--template'], { env });
    const folder = join(temporaryFolder(), 'new');
    gitIn(home, ['init', '--quiet', folder], env);
    expect(commitIn({ folder }, { a: '1\n' }, env)).toMatchObject({ code: 0 });
    expect(commitIn({ folder }, { b: `token = "${githubToken(23)}"\n` }, env).code).not.toBe(0);
    await run(['hook', 'uninstall', '--template'], { env });
    const left = Object.entries(filesBelow(home)).filter(([path]) => path !== 'config/bitsieve/key');
    expect(Object.fromEntries(left)).toEqual(before);
  });
});
