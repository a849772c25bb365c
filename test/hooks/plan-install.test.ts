/** Where hooks go and what is in the way: every refusal is clear, and leaves all bytes as they were. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../src/git/open-repository.ts';
import { perform } from '../../src/hooks/install/hook-disk.ts';
import { CLIENT_HOOKS } from '../../src/hooks/install/hook-names.ts';
import { hooksActive } from '../../src/hooks/install/hooks-active.ts';
import type { HookPlan } from '../../src/hooks/install/plan.ts';
import { planInstall, planUninstall } from '../../src/hooks/install/plan-install.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { filesBelow, hookFile, writeHook } from './support/hooked.ts';

const program = { node: process.execPath, script: '/nowhere/bitsieve.js' };

async function install(folder: string, script = program.script): Promise<HookPlan[]> {
  const plans = await planInstall(await openRepository(folder), CLIENT_HOOKS, { ...program, script });
  for (const { steps } of plans) perform(steps);
  return plans;
}

async function uninstall(folder: string): Promise<HookPlan[]> {
  const plans = await planUninstall(await openRepository(folder), CLIENT_HOOKS);
  for (const { steps } of plans) perform(steps);
  return plans;
}

async function outcomes(plans: Promise<HookPlan[]>): Promise<string[]> {
  return (await plans).map(({ outcome }) => outcome);
}

describe('where hooks go', () => {
  it.each([
    ['a folder of the work tree', 'tools/hooks'],
    ['one that is not there yet', 'not/there/yet'],
    ['the folder of the repository itself', '.git/hooks'],
  ])('core.hooksPath: %s', async (_, path) => {
    const repository = makeRepository();
    repository.git('config', 'core.hooksPath', path);
    if (path === 'tools/hooks') mkdirSync(join(repository.folder, path), { recursive: true });
    const before = filesBelow(repository.folder);
    await install(join(repository.folder, '.'));
    const text = readFileSync(join(repository.folder, path, 'pre-push'), 'utf8');
    // What is committed knows nothing of this machine.
    expect(text.includes(program.node)).toBe(path === '.git/hooks');
    expect((await hooksActive(await openRepository(repository.folder))).map(({ by }) => by)).toEqual([
      'bitsieve',
      'bitsieve',
    ]);
    await uninstall(repository.folder);
    expect(filesBelow(repository.folder)).toEqual(before);
  });

  it('core.hooksPath: outside of the repository, through a link too', async () => {
    const repository = makeRepository();
    const [elsewhere, here] = [temporaryFolder(), temporaryFolder()];
    symlinkSync(elsewhere, join(here, 'link'));
    repository.git('config', 'core.hooksPath', join(here, 'link'));
    await install(repository.folder);
    expect(readFileSync(join(elsewhere, 'pre-commit'), 'utf8')).toContain(program.node);
  });

  it('from below the top of the work tree, and from a linked worktree, where git looks', async () => {
    const repository = makeRepository();
    repository.commit({ 'deep/er/file': 'x\n' });
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', linked);
    expect(await outcomes(install(join(linked, 'deep')))).toEqual(['written', 'written']);
    expect(existsSync(hookFile(repository, 'pre-commit'))).toBe(true);
    expect(await outcomes(install(join(repository.folder, 'deep/er')))).toEqual(['there', 'there']);
  });
});

describe('a refusal', () => {
  it.each([
    ['is empty', '', 'core.hooksPath is empty'],
    ['is no folder at all', '/dev/null', 'hooks are switched off'],
    ['is a file', 'file', 'ENOTDIR'],
    ['may not be written', '/proc/bitsieve', 'ENOENT'],
  ])('core.hooksPath %s', async (_, path, message) => {
    const repository = makeRepository();
    repository.write('file', 'not a folder\n');
    repository.git('config', 'core.hooksPath', path);
    const before = filesBelow(repository.folder);
    await expect(install(repository.folder)).rejects.toMatchObject({
      code: 'hook',
      message: expect.stringContaining(message),
    });
    expect(filesBelow(repository.folder)).toEqual(before);
    expect((await hooksActive(await openRepository(repository.folder))).map(({ by }) => by)).toEqual([
      null,
      null,
    ]);
  });

  it('a folder in the place of a hook, and then the other hook is not written either', async () => {
    const repository = makeRepository();
    mkdirSync(hookFile(repository, 'pre-push'));
    await expect(install(repository.folder)).rejects.toThrow(/pre-push: is no file/);
    expect(existsSync(hookFile(repository, 'pre-commit'))).toBe(false);
  });

  it('a repository without a work tree', async () => {
    await expect(install(makeRepository('--bare').folder)).rejects.toThrow(/has no work tree/);
  });

  it('lines of ours that somebody changed, on both ways', async () => {
    const repository = makeRepository();
    await install(repository.folder);
    const path = hookFile(repository, 'pre-commit');
    writeFileSync(path, readFileSync(path, 'utf8').replace('exit $?', 'true'));
    const before = filesBelow(repository.folder);
    await expect(install(repository.folder)).rejects.toThrow(/changed the lines between our marks/);
    await expect(uninstall(repository.folder)).rejects.toThrow(/changed the lines between our marks/);
    expect(filesBelow(repository.folder)).toEqual(before);
  });

  it('two hooks for one name, after somebody replaced ours', async () => {
    const repository = makeRepository();
    writeHook(repository, 'pre-commit', '#!/bin/sh\n# first\n');
    await install(repository.folder);
    writeHook(repository, 'pre-commit', '#!/bin/sh\n# second\n');
    const before = filesBelow(repository.folder);
    await expect(install(repository.folder)).rejects.toThrow(/which is there already/);
    expect(filesBelow(repository.folder)).toEqual(before);
  });

  it('to take out a script with lines of others, where it stands before another', async () => {
    const repository = makeRepository();
    writeHook(repository, 'pre-commit', '#!/bin/sh\n# first\n');
    await install(repository.folder);
    const path = hookFile(repository, 'pre-commit');
    writeFileSync(path, `${readFileSync(path, 'utf8')}echo more\n`);
    const before = filesBelow(repository.folder);
    await expect(uninstall(repository.folder)).rejects.toThrow(/has lines that somebody added/);
    expect(filesBelow(repository.folder)).toEqual(before);
  });
});

describe('bytes', () => {
  it.each<[string, Buffer, number]>([
    ['a script without a line end', Buffer.from('#!/bin/sh\nexit 0'), 0o755],
    ['line ends of Windows', Buffer.from('#!/bin/sh\r\necho a\r\nexit 0\r\n'), 0o755],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe]), 0o711],
    ['an empty file', Buffer.alloc(0), 0o755],
    ['a hook that is not executable', Buffer.from('#!/bin/sh\nexit 1\n'), 0o600],
    ['more than a script has', Buffer.alloc(3 * 1024 * 1024, '# x\n'), 0o755],
  ])('%s comes back as it was', async (_, content, mode) => {
    const repository = makeRepository();
    for (const hook of CLIENT_HOOKS) writeHook(repository, hook, content, mode);
    const before = filesBelow(join(repository.folder, '.git/hooks'));
    await install(repository.folder);
    expect(await outcomes(install(repository.folder))).toEqual(['there', 'there']);
    await uninstall(repository.folder);
    expect(filesBelow(join(repository.folder, '.git/hooks'))).toEqual(before);
  });

  it('a link that leads nowhere stays one', async () => {
    const repository = makeRepository();
    symlinkSync('../../gone', hookFile(repository, 'pre-commit'));
    await install(repository.folder);
    await uninstall(repository.folder);
    expect(lstatSync(hookFile(repository, 'pre-commit')).isSymbolicLink()).toBe(true);
  });

  it('lines that somebody added to ours stay, when ours are renewed and when they go', async () => {
    const repository = makeRepository();
    await install(repository.folder);
    const path = hookFile(repository, 'pre-push');
    writeFileSync(path, `${readFileSync(path, 'utf8')}git lfs pre-push "$@"\n`);
    expect(await outcomes(install(repository.folder, '/new/place.js'))).toEqual(['renewed', 'renewed']);
    expect(readFileSync(path, 'utf8')).toMatch(
      /'\/new\/place\.js'[^]*# bitsieve: end\ngit lfs pre-push "\$@"\n$/,
    );
    await uninstall(repository.folder);
    expect(readFileSync(path, 'utf8')).toBe('#!/bin/sh\ngit lfs pre-push "$@"\n');
    expect(existsSync(hookFile(repository, 'pre-commit'))).toBe(false);
  });

  it('a hook without its bit is told of, not mended behind anybody’s back', async () => {
    const repository = makeRepository();
    await install(repository.folder);
    chmodSync(hookFile(repository, 'pre-commit'), 0o644);
    const [state] = await hooksActive(await openRepository(repository.folder));
    expect(state).toMatchObject({ by: null, remark: expect.stringContaining('not executable') });
    rmSync(hookFile(repository, 'pre-commit'));
  });
});
