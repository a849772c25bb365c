/** husky, lefthook and pre-commit, the real ones: what docs/hooks.md tells people to write stops secrets, and `hook install` finds its place. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { PROGRAM, PROGRAM_ENV, run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { commitIn, gitIn, hookFile } from './support/hooked.ts';
import { preCommitSpelling, snippet } from './support/snippets.ts';

/** As `npm install --save-dev bitsieve` leaves it: a link in node_modules/.bin. */
function withProgram(repository: TestRepository): string {
  const folder = join(repository.folder, 'node_modules/.bin');
  mkdirSync(folder, { recursive: true });
  symlinkSync(PROGRAM, join(folder, 'bitsieve'));
  repository.write('.gitignore', 'node_modules\n');
  return folder;
}

function tool(repository: TestRepository, program: string, args: string[], path = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: repository.folder,
    env: { ...PROGRAM_ENV, PATH: [path, PROGRAM_ENV['PATH']].filter((part) => part !== '').join(':') },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stdout + stderr}`);
  return stdout + stderr;
}

function write(repository: TestRepository, path: string, text: string): void {
  repository.write(path, text);
  if (text.startsWith('#!')) chmodSync(join(repository.folder, path), 0o755);
}

/** A remote that has the first commit of the repository. */
function withRemote(repository: TestRepository): void {
  commitIn(repository, { 'first.txt': 'first\n' });
  const remote = makeRepository('--bare');
  repository.git('remote', 'add', 'origin', remote.folder);
  repository.git('-c', 'core.hooksPath=/dev/null', 'push', '--quiet', 'origin', 'HEAD:main');
}

/** A commit and a push with a secret are stopped, those without pass. */
function expectStopped(repository: TestRepository, seed: number, env: NodeJS.ProcessEnv = {}): void {
  const secret = `token = "${githubToken(seed)}"\n`;
  expect(commitIn(repository, { 'good.txt': `nothing here ${seed}\n` }, env)).toMatchObject({ code: 0 });
  expect(gitIn(repository.folder, ['push', 'origin', 'HEAD:main'], env)).toMatchObject({ code: 0 });
  const stopped = commitIn(repository, { 'bad.txt': secret }, env);
  expect(stopped.code).not.toBe(0);
  expect(stopped.output).toMatch(/GitHub/);
  expect(stopped.output).not.toContain(githubToken(seed));
  // Added and taken away again: the push has no file that differs, and still has the secret.
  repository.write('bad.txt', secret);
  repository.git('add', 'bad.txt');
  repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--message', 'in');
  repository.git('rm', '--quiet', 'bad.txt');
  repository.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--message', 'out');
  const push = gitIn(repository.folder, ['push', 'origin', 'HEAD:main'], env);
  expect(push.code).not.toBe(0);
  expect(push.output).toMatch(/GitHub/);
}

describe('husky', () => {
  const husky = resolve('node_modules/husky/bin.js');

  it('runs what the document says', () => {
    const repository = makeRepository();
    withProgram(repository);
    write(repository, '.husky/pre-commit', snippet('husky', 0));
    write(repository, '.husky/pre-push', snippet('husky', 1));
    withRemote(repository);
    tool(repository, process.execPath, [husky]);
    expectStopped(repository, 11);
  });

  it('runs what `hook install` adds to its files, which keep their own lines and get them back alone', async () => {
    const repository = makeRepository();
    withProgram(repository);
    const theirs = { 'pre-commit': 'echo before >>ran\nexit 0', 'pre-push': 'cat >pushed\n' };
    write(repository, '.husky/pre-commit', theirs['pre-commit']);
    write(repository, '.husky/pre-push', theirs['pre-push']);
    withRemote(repository);
    tool(repository, process.execPath, [husky]);
    expect((await run(['hook', 'install', repository.folder])).code).toBe(0);
    const text = readFileSync(join(repository.folder, '.husky/pre-commit'), 'utf8');
    expect(text).not.toContain(dirname(PROGRAM));
    expect((await run(['hook', 'status', repository.folder])).stdout).toMatch(
      /pre-push: active, run by husky/,
    );
    expectStopped(repository, 12);
    expect(readFileSync(join(repository.folder, 'pushed'), 'utf8')).toMatch(
      /^HEAD \w+ refs\/heads\/main \w+\n$/,
    );
    await run(['hook', 'uninstall', repository.folder]);
    expect(readFileSync(join(repository.folder, '.husky/pre-commit'), 'utf8')).toBe(theirs['pre-commit']);
    expect(readFileSync(join(repository.folder, '.husky/pre-push'), 'utf8')).toBe(theirs['pre-push']);
  });
});

describe('lefthook', () => {
  const lefthook = resolve(`node_modules/lefthook-${process.platform}-${process.arch}/bin/lefthook`);

  it('runs what the document says, and `hook install` says the same', async () => {
    const repository = makeRepository();
    const path = withProgram(repository);
    withRemote(repository);
    write(repository, 'lefthook.yml', '# nothing yet\n');
    const refused = await run(['hook', 'install', repository.folder]);
    expect(refused.code).toBe(2);
    for (const number of [0, 1, 2]) expect(refused.stderr).toContain(snippet('lefthook', number).trim());
    write(repository, 'lefthook.yml', snippet('lefthook', 0));
    write(repository, '.lefthook/pre-commit/bitsieve', snippet('lefthook', 1));
    write(repository, '.lefthook/pre-push/bitsieve', snippet('lefthook', 2));
    tool(repository, lefthook, ['install']);
    const written = readFileSync(hookFile(repository, 'pre-commit'), 'utf8');
    expect((await run(['hook', 'install', repository.folder])).stdout).toMatch(
      /pre-commit: is there already/,
    );
    expect(readFileSync(hookFile(repository, 'pre-commit'), 'utf8')).toBe(written);
    expect((await run(['hook', 'status', repository.folder])).code).toBe(0);
    expectStopped(repository, 13, { PATH: `${path}:${dirname(lefthook)}:${PROGRAM_ENV['PATH']}` });
  });
});

describe('pre-commit', () => {
  /** The manifest of this repository, in one whose program is on the PATH: what `language: node` builds is not built here. */
  function manifestRepository(): TestRepository {
    const repository = makeRepository();
    const manifest = preCommitSpelling(readFileSync('.pre-commit-hooks.yaml', 'utf8'));
    repository.commit({
      '.pre-commit-hooks.yaml': manifest.replaceAll('language: node', 'language: system'),
    });
    repository.git('tag', 'v0.1.0');
    return repository;
  }

  it('takes the manifest', () => {
    const repository = makeRepository();
    repository.write('manifest.yaml', preCommitSpelling(readFileSync('.pre-commit-hooks.yaml', 'utf8')));
    tool(repository, 'pre-commit', ['validate-manifest', 'manifest.yaml']);
  });

  it.each([0, 1])('runs what the document says, block %i', (number) => {
    const repository = makeRepository();
    const path = withProgram(repository);
    withRemote(repository);
    const address = /https:\S+\.git/;
    const config = preCommitSpelling(snippet('pre-commit', number));
    if (number === 0) expect(config).toMatch(address);
    write(
      repository,
      '.pre-commit-config.yaml',
      config.replace(address, () => manifestRepository().folder),
    );
    tool(repository, 'pre-commit', ['install'], path);
    expectStopped(repository, 14 + number, { PATH: `${path}:${PROGRAM_ENV['PATH']}` });
  });

  it('runs our hook before its own, and whoever is first, the other is not lost', async () => {
    const repository = makeRepository();
    withRemote(repository);
    write(repository, '.pre-commit-config.yaml', 'repos: []\n');
    write(repository, '.git/hooks/pre-commit', '#!/bin/sh\necho mine >>ran\n');
    await run(['hook', 'install', repository.folder]);
    tool(repository, 'pre-commit', ['install', '-t', 'pre-commit', '-t', 'pre-push']);
    expect(existsSync(hookFile(repository, 'pre-commit.legacy'))).toBe(true);
    const again = await run(['hook', 'install', repository.folder]);
    expect(again.stdout).toMatch(/pre-commit: is there already.*\n.*\npre-push: is there already/);
    expectStopped(repository, 16);
    expect(readFileSync(join(repository.folder, 'ran'), 'utf8')).toContain('mine\n');
    await run(['hook', 'uninstall', repository.folder]);
    expect(existsSync(hookFile(repository, 'pre-push.legacy'))).toBe(false);
    rmSync(hookFile(repository, 'pre-commit'));
    expect(readFileSync(hookFile(repository, 'pre-commit.legacy'), 'utf8')).toBe(
      '#!/bin/sh\necho mine >>ran\n',
    );
    writeFileSync(join(repository.folder, 'ran'), '');
  });
});
