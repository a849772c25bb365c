/** Whatever the thread that scans is stuck in, the one that keeps the clock answers, and whoever waits outside gets the answer. */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { endOf, PROGRAM_ENV, run, sharedFolder, start } from '../../support/run-program.ts';
import { hanging, isRunning, PushServer } from './support.ts';

const server = new PushServer();
const { clone } = server;
const folder = sharedFolder();
const verdictFile = join(folder, 'verdict');
const WAITED_FOR = 'export BITSIEVE_VERDICT_FD=9';
const TIGHT = 'export NODE_OPTIONS=--max-old-space-size=16';
const MANY_SECRETS = `password = "${['aB3dE5gH', '7jK9mN1p'].join('')}"\n`.repeat(50_000);
const LATE = 'bitsieve: this push was not scanned to its end within';

/** More work than fits into a deadline by far, and nothing in it lets a timer of its thread get its turn. */
function busy(name: string): void {
  const almost = 'password: secret = "token" api_key = AKIA ghp_ xoxb- -----BEGIN\n'.repeat(1_000_000);
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  server.branch(name);
  clone.commit({ 'almost.txt': almost, 'a.gz': bomb, 'b.gz': Buffer.concat([bomb, bomb]) });
}

describe('while a processor is kept busy', () => {
  busy('busy');

  // A thread that is not busy at the deadline has answered before, and its program is not killed.
  it('the clock answers and ends the program, which could not have said so itself', async () => {
    server.hook(`--deadline 2s --on-deadline allow --spool "${server.spool}" 9>"${verdictFile}"`, WAITED_FOR);
    const { isTaken, output } = await server.push(['busy']);
    expect(output).toContain('died of signal 9');
    expect(output).toContain(`${LATE} 2 s`);
    expect(isTaken).toBe(false);
    expect(readFileSync(verdictFile, 'utf8')).toMatch(/ refs\/heads\/busy\n\.\nverdict 0\n$/);
    expect(server.last).toMatchObject({ verdict: 'deferred', refs: [{ ref: 'refs/heads/busy' }] });
    const [entry = ''] = readdirSync(server.spool);
    expect(readFileSync(join(server.spool, entry), 'utf8')).toContain(clone.git('rev-parse', 'busy'));
  });

  it('a push that is refused anyway needs nobody who waits, and git remarks on nothing', async () => {
    server.hook('--deadline 2s');
    const { isTaken, output } = await server.push(['busy']);
    expect(output).toContain('push refused (--on-deadline block)');
    expect(output).not.toContain('died of');
    expect(isTaken).toBe(false);
    expect(server.last).toMatchObject({ verdict: 'refused', cause: 'deadline' });
  });

  it('a push is let through where the server says so, though nobody but the program itself waits', async () => {
    server.hook('--deadline 2s --on-deadline allow');
    const { isTaken, output } = await server.push(['busy']);
    expect(output).toContain('(--on-deadline allow); nothing is there to scan it later');
    expect(isTaken).toBe(true);
  });
});

describe('bin/bitsieve-hook', () => {
  const launcher = resolve('bin/bitsieve-hook');
  const before = `export BITSIEVE_NODE="${process.execPath}"`;

  it('waits for a program that has to be ended, and nobody is told how it was', async () => {
    expect(existsSync('dist/quick.image')).toBe(true);
    server.bare.git('update-ref', '-d', 'refs/heads/busy');
    server.hook('--deadline 2s --on-deadline allow', before, `"${launcher}"`);
    const { isTaken, output } = await server.push(['busy']);
    expect(output).toContain('(--on-deadline allow); nothing is there to scan it later');
    expect(output).not.toMatch(/killed|died of/i);
    expect(isTaken).toBe(true);
  });

  it('has what ended for lack of memory settled by the policy', async () => {
    const spool = sharedFolder();
    server.hook(`--on-unscanned allow --spool "${spool}"`, `${before}; ${TIGHT}`, `"${launcher}"`);
    server.branch('little-memory');
    clone.commit({ 'a.txt': MANY_SECRETS });
    const { isTaken, output } = await server.push(['little-memory']);
    expect(output).toContain('let through all the same (--on-unscanned allow); it will be scanned later');
    expect(isTaken).toBe(true);
    expect(readdirSync(spool)).toEqual([server.last.spooled]);
  });

  /** What becomes of a push whose program does this with descriptor 9. */
  function outcomeOf(script: string): { code: number | null; said: string } {
    const program = join(sharedFolder(), 'node');
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const env = { ...PROGRAM_ENV, BITSIEVE_NODE: program, BITSIEVE_NO_IMAGE: '1' };
    const ran = spawnSync(launcher, ['pre-receive'], { env, input: 'lines\n', encoding: 'utf8' });
    return { code: ran.status, said: `${ran.stdout}|${ran.stderr}` };
  }

  it.each([
    ['a verdict and its end', 'cat; echo said >&2; echo verdict 0 >&9', 0, 'lines\n|said\n'],
    ['a verdict, and then killed', 'echo verdict 0 >&9; kill -9 $$', 0, '|'],
    ['a verdict that its exit code denies', 'echo verdict 3 >&9', 3, '|'],
    ['no verdict', 'exit 0', 1, '|'],
    ['no verdict, and a code', 'exit 2', 2, '|'],
    ['no verdict, and ended by somebody', 'kill -15 $$', 143, '|'],
    ['a verdict that is no number', 'echo verdict 0x >&9', 1, '|'],
    ['half a verdict', 'printf verdict >&9', 1, '|'],
    ['a verdict on another line than the last', 'echo verdict 0 >&9; echo and more >&9', 1, '|'],
    ['nothing twice', 'kill -9 $$', 137, '|'],
    ['nothing, and then no answer', '[ "$BITSIEVE_UNANSWERED" = 1 ] || kill -9 $$', 1, '|'],
    [
      'nothing, and then an answer',
      '[ "$BITSIEVE_UNANSWERED" = 1 ] || { cat >&9; kill -9 $$; }; cat; echo verdict 0 >&9',
      0,
      'lines\n|',
    ],
  ])('of %s', (_, script, code, expected) => {
    expect(outcomeOf(script)).toEqual({ code, said: expected });
  });
});

describe('while standard input does not end', () => {
  it.each([
    ['allow', 0],
    ['block', -1],
  ])('the answer is the policy: %s', async (policy, code) => {
    const args = ['hook', 'pre-receive', '--deadline', '1s', '--on-deadline', policy];
    const child = start(args, { cwd: server.bare.folder });
    const ended = await endOf(child);
    // Only now.
    child.stdin?.destroy();
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(`${LATE} 1 s`);
  });
});

describe('a scan that takes more memory than there is', () => {
  it('is told, logged and settled by the policy, by another start of the program', async () => {
    server.branch('memory');
    clone.commit({ 'a.txt': MANY_SECRETS });
    const spool = sharedFolder();
    server.hook(`--on-unscanned allow --spool "${spool}"`, TIGHT);
    const { isTaken, output } = await server.push(['memory']);
    expect(output).toContain('The push was not scanned: it takes more memory than there is');
    expect(output).toContain('let through all the same (--on-unscanned allow); it will be scanned later');
    expect(isTaken).toBe(true);
    expect(server.last).toMatchObject({ verdict: 'deferred', cause: 'unscanned', refCount: 1 });
    expect(readdirSync(spool)).toEqual([server.last.spooled]);
  });
});

describe('what was handed on by a program without an answer', () => {
  const env = { BITSIEVE_UNANSWERED: '1', GIT_DIR: server.bare.folder };
  const spool = sharedFolder();
  const args = ['hook', 'pre-receive', '--on-unscanned', 'allow', '--spool', spool];
  const line = `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/new\n`;

  it('is let through when it is whole', async () => {
    expect(await run(args, { env, input: `${line}.\n` })).toMatchObject({ code: 0 });
    expect(readdirSync(spool)).toHaveLength(1);
  });

  it.each(['', line, line.slice(0, 20)])('is not when it is not: %j', async (input) => {
    const ran = await run(args, { env, input });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('cannot be kept for later');
  });
});

describe('a program that waits for the answer of another', () => {
  const stuck = hanging(
    'rev-list',
    'echo $PPID > "$folder/parent"; (: >&3) 2> /dev/null && echo 3 > "$folder/open"',
  );

  it('passes on the signal that ends it, and no git holds what it reads', async () => {
    const [commit] = [server.clone.git('rev-parse', 'main')];
    const args = ['hook', 'pre-receive', '--deadline', '60s', '--on-deadline', 'allow'];
    const env = { PATH: stuck.path };
    const child = start(args, { cwd: server.bare.folder, env });
    const ended = endOf(child);
    child.stdin?.end(`${'0'.repeat(40)} ${commit} refs/heads/new\n`);
    await stuck.begun();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(1);
    expect(isRunning(Number(readFileSync(join(stuck.folder, 'parent'), 'utf8')))).toBe(false);
    expect(existsSync(join(stuck.folder, 'open'))).toBe(false);
    process.kill(stuck.pid(), 'SIGKILL');
  });
});
