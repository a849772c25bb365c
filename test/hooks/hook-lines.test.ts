/** The scripts that are installed, run by git: a stand-in for the scan writes down what it was given. */
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../src/git/open-repository.ts';
import { perform } from '../../src/hooks/install/hook-disk.ts';
import type { ClientHook } from '../../src/hooks/install/hook-names.ts';
import { planInstall } from '../../src/hooks/install/plan-install.ts';
import { makeRepository, temporaryFolder, type TestRepository } from '../support/make-repository.ts';
import { PROGRAM_ENV } from '../support/run-program.ts';
import { commitIn, gitIn, writeHook } from './support/hooked.ts';

/** Says in which order, and with which arguments and input, it was called. */
const RECORDS = 'echo "$0: $*" >>"$PWD/calls"; cat >>"$PWD/calls"; [ ! -f fail ] || exit 5';

/** A name that a shell could take for anything. */
const ODD = `it's "$HOME" \`x\` ü;& *`;

async function installed(repository: TestRepository, hooks: readonly ClientHook[]): Promise<string> {
  const script = join(temporaryFolder(), `${ODD}.sh`);
  writeFileSync(script, `echo scan: "$@" >>calls; cat >>calls; [ ! -f found ] || exit 1\n`);
  const plans = await planInstall(await openRepository(repository.folder), hooks, {
    node: '/bin/sh',
    script,
  });
  for (const { steps } of plans) perform(steps);
  return script;
}

function calls({ folder }: TestRepository): string[] {
  return readFileSync(join(folder, 'calls'), 'utf8')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'ID')
    .trim()
    .split('\n');
}

function pushed(repository: TestRepository): TestRepository {
  commitIn(repository, { a: '1\n' });
  const remote = makeRepository('--bare');
  repository.git('remote', 'add', 'origin', remote.folder);
  rmSync(join(repository.folder, 'calls'), { force: true });
  return remote;
}

describe('pre-push', () => {
  it('hands every ref to the hook before, to the scan, and to lines below', async () => {
    const repository = makeRepository();
    writeHook(repository, 'pre-push', `#!/bin/sh\n${RECORDS}\n`);
    await installed(repository, ['pre-push']);
    const path = join(repository.folder, '.git/hooks/pre-push');
    writeFileSync(path, `${readFileSync(path, 'utf8')}echo below: "$@" >>calls; cat >>calls\n`);
    const remote = pushed(repository);
    expect(gitIn(repository.folder, ['push', 'origin', 'HEAD:one', 'HEAD:two'])).toMatchObject({ code: 0 });
    const refs = ['one', 'two'].map((name) => `HEAD ID refs/heads/${name} ID`);
    expect(calls(repository)).toEqual([
      `.git/hooks/pre-push.before-bitsieve: origin ${remote.folder}`,
      ...refs,
      `scan: hook pre-push origin ${remote.folder}`,
      ...refs,
      `below: origin ${remote.folder}`,
      ...refs,
    ]);
  });

  it('hands on that there is nothing, and not an empty line', async () => {
    const repository = makeRepository();
    await installed(repository, ['pre-push']);
    const remote = pushed(repository);
    gitIn(repository.folder, ['push', 'origin', 'HEAD:one']);
    rmSync(join(repository.folder, 'calls'));
    expect(gitIn(repository.folder, ['push', 'origin', 'HEAD:one'])).toMatchObject({ code: 0 });
    expect(calls(repository)).toEqual([`scan: hook pre-push origin ${remote.folder}`]);
  });

  it('stops at the first that fails, with its exit code', async () => {
    const repository = makeRepository();
    writeHook(repository, 'pre-push', `#!/bin/sh\n${RECORDS}\n`);
    await installed(repository, ['pre-push']);
    pushed(repository);
    repository.write('fail', '');
    expect(gitIn(repository.folder, ['push', 'origin', 'HEAD:one']).code).toBe(1);
    expect(calls(repository).filter((line) => line.startsWith('scan'))).toEqual([]);
    rmSync(join(repository.folder, 'fail'));
    repository.write('found', '');
    expect(gitIn(repository.folder, ['push', 'origin', 'HEAD:one']).code).toBe(1);
    expect(repository.git('ls-remote', 'origin')).toBe('');
  });
});

describe('the program', () => {
  it('is found in a repository with an odd name, from a linked worktree, with a short PATH', async () => {
    const repository = makeRepository();
    await installed(repository, ['pre-commit']);
    commitIn(repository, { a: '1\n' });
    const linked = join(temporaryFolder(), ODD);
    repository.git('worktree', 'add', '--quiet', '-b', 'linked', linked);
    expect(commitIn({ folder: linked }, { b: '2\n' }, { PATH: '/usr/bin:/bin' })).toMatchObject({ code: 0 });
    expect(readFileSync(join(linked, 'calls'), 'utf8')).toBe('scan: hook pre-commit\n');
  });

  it('where it is gone: that of the repository, else of the PATH, else the commit is stopped and it is said what to do', async () => {
    const repository = makeRepository();
    rmSync(await installed(repository, ['pre-commit']));
    const stopped = commitIn(repository, { a: '1\n' }, { PATH: '/usr/bin:/bin' });
    expect(stopped.code).toBe(1);
    expect(stopped.output).toMatch(/^bitsieve: nothing was scanned, so the commit is stopped/);
    expect(stopped.output).toContain('git commit --no-verify');
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'bitsieve'), '#!/bin/sh\necho path: "$@" >>calls\n');
    chmodSync(join(folder, 'bitsieve'), 0o755);
    expect(commitIn(repository, { a: '1\n' }, { PATH: `${folder}:${PROGRAM_ENV['PATH']}` }).code).toBe(0);
    expect(calls(repository)).toEqual(['path: hook pre-commit']);
    mkdirSync(join(repository.folder, 'node_modules/.bin'), { recursive: true });
    symlinkSync(join(folder, 'bitsieve'), join(repository.folder, 'node_modules/.bin/bitsieve'));
    expect(commitIn(repository, { b: '1\n' }, { PATH: '/usr/bin:/bin' }).code).toBe(0);
    expect(calls(repository)).toHaveLength(2);
  });
});

describe('the hook before', () => {
  it.each([
    ['in another language', `#!${process.execPath}\nrequire('node:fs').writeFileSync('ran', 'js')\n`, 'js'],
    ['without a line that says which', 'printf sh >ran\nexit 0\n', 'sh'],
  ])('%s runs', async (_, text, expected) => {
    const repository = makeRepository();
    writeHook(repository, 'pre-commit', text);
    await installed(repository, ['pre-commit']);
    expect(commitIn(repository, { a: '1\n' })).toMatchObject({ code: 0 });
    expect(readFileSync(join(repository.folder, 'ran'), 'utf8')).toBe(expected);
  });
});
