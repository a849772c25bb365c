/** `hook install` with real git: secrets are stopped, what was there goes on running, and comes back byte for byte. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository } from '../support/make-repository.ts';
import { LAUNCHER, PROGRAM, PROGRAM_ENV, run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { commitIn, filesBelow, hookFile, writeHook } from './support/hooked.ts';

describe('hook install', () => {
  it('stops a commit with a secret, lets one without pass, and is gone without a trace after uninstall', async () => {
    const repository = makeRepository();
    const before = filesBelow(join(repository.folder, '.git/hooks'));
    expect(await run(['hook', 'install', repository.folder])).toMatchObject({ code: 0, stderr: '' });
    expect(commitIn(repository, { 'a.txt': 'nothing here\n' }).code).toBe(0);
    expect(commitIn(repository, { 'b.txt': `token = "${githubToken(1)}"\n` }).code).not.toBe(0);
    expect((await run(['hook', 'uninstall', repository.folder])).code).toBe(0);
    expect(filesBelow(join(repository.folder, '.git/hooks'))).toEqual(before);
    expect(commitIn(repository, {}).code).toBe(0);
  });

  it('twice is once', async () => {
    const repository = makeRepository();
    await run(['hook', 'install', repository.folder]);
    const once = filesBelow(join(repository.folder, '.git/hooks'));
    const again = await run(['hook', 'install', repository.folder]);
    expect(again.stdout).toMatch(/pre-commit: is there already.*\npre-push: is there already/);
    expect(filesBelow(join(repository.folder, '.git/hooks'))).toEqual(once);
  });

  it('writes where the program lies, whatever link it was started by', () => {
    const repository = makeRepository();
    const link = join(repository.folder, 'linked');
    symlinkSync(PROGRAM, link);
    spawnSync(process.execPath, [link, 'hook', 'install', repository.folder], { env: PROGRAM_ENV });
    const text = readFileSync(hookFile(repository, 'pre-commit'), 'utf8');
    expect(text).toContain(LAUNCHER);
    expect(text).not.toContain(link);
  });

  it('says what it would do, and does nothing, on a dry run', async () => {
    const repository = makeRepository();
    const before = filesBelow(repository.folder);
    const { stdout } = await run(['hook', 'install', '--dry-run', repository.folder]);
    expect(stdout).toContain(`pre-commit: would be installed (${hookFile(repository, 'pre-commit')})`);
    expect(filesBelow(repository.folder)).toEqual(before);
  });

  it('installs one of the two where one is named', async () => {
    const repository = makeRepository();
    await run(['hook', 'install', '--pre-push', repository.folder]);
    expect(existsSync(hookFile(repository, 'pre-push'))).toBe(true);
    expect(existsSync(hookFile(repository, 'pre-commit'))).toBe(false);
  });
});

describe('a hook that was there', () => {
  it('runs first, its exit code is the commit’s, and it comes back as it was', async () => {
    const repository = makeRepository();
    const text = '#!/bin/sh\necho "theirs $# $0" >>ran\n[ ! -f stop ] || exit 7\nexit 0';
    writeHook(repository, 'pre-commit', text);
    await run(['hook', 'install', repository.folder]);
    expect(commitIn(repository, { a: '1\n' }).code).toBe(0);
    expect(commitIn(repository, { b: `token = "${githubToken(2)}"\n` }).code).not.toBe(0);
    const theirs = readFileSync(join(repository.folder, 'ran'), 'utf8').trim().split('\n');
    expect(theirs).toHaveLength(2);
    repository.write('stop', '');
    const stopped = commitIn(repository, { c: `token = "${githubToken(3)}"\n` });
    // Nothing is scanned that is not committed anyway.
    expect(stopped).toMatchObject({ code: 1, output: '' });
    await run(['hook', 'uninstall', repository.folder]);
    expect(readFileSync(hookFile(repository, 'pre-commit'), 'utf8')).toBe(text);
    expect(statSync(hookFile(repository, 'pre-commit')).mode & 0o777).toBe(0o755);
  });

  it('stays a link, and what it leads to is not touched', async () => {
    const repository = makeRepository();
    repository.write('tools/check', '#!/bin/sh\necho linked >>ran\n');
    chmodSync(join(repository.folder, 'tools/check'), 0o755);
    symlinkSync('../../tools/check', hookFile(repository, 'pre-commit'));
    await run(['hook', 'install', repository.folder]);
    expect(commitIn(repository, { a: '1\n' }).code).toBe(0);
    expect(readFileSync(join(repository.folder, 'ran'), 'utf8')).toBe('linked\n');
    expect(readFileSync(join(repository.folder, 'tools/check'), 'utf8')).toContain('linked');
    await run(['hook', 'uninstall', repository.folder]);
    expect(lstatSync(hookFile(repository, 'pre-commit')).isSymbolicLink()).toBe(true);
    expect(readlinkSync(hookFile(repository, 'pre-commit'))).toBe('../../tools/check');
  });

  it('that git passed over for want of a bit goes on being passed over', async () => {
    const repository = makeRepository();
    writeHook(repository, 'pre-commit', '#!/bin/sh\nexit 9\n', 0o644);
    await run(['hook', 'install', repository.folder]);
    expect(commitIn(repository, { a: '1\n' }).code).toBe(0);
    await run(['hook', 'uninstall', repository.folder]);
    expect(statSync(hookFile(repository, 'pre-commit')).mode & 0o777).toBe(0o644);
  });
});

describe('hook status', () => {
  it('says what is active, through whom, and what is not', async () => {
    const repository = makeRepository();
    await run(['hook', 'install', '--pre-commit', repository.folder]);
    const { code, stdout } = await run(['hook', 'status', repository.folder]);
    expect(stdout).toContain('pre-commit: active, run by bitsieve (');
    expect(stdout).toContain('pre-push: not active: not installed (');
    expect(code).toBe(1);
    await run(['hook', 'install', repository.folder]);
    expect((await run(['hook', 'status', repository.folder])).code).toBe(0);
  });
});
