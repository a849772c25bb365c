/** A lock is held by one, and by nobody who is dead. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock, tryLock } from '../../../src/git/mirror/folder-lock.ts';
import { bundledProgram } from '../../support/bundled-program.ts';
import { temporaryFolder } from '../../support/make-repository.ts';

const program = bundledProgram('test/support/lock-program.ts');

describe('a lock', () => {
  it('is had by one at a time, in one process too', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'lock');
    const lock = tryLock(file);
    expect(lock).toBeDefined();
    expect(tryLock(file)).toBeUndefined();
    expect(await takeLock(file, { waitMs: 50 })).toBeUndefined();
    const waiting = takeLock(file, { waitMs: 10_000 });
    lock?.release();
    const next = await waiting;
    expect(next).toBeDefined();
    lock?.release();
    expect(existsSync(file)).toBe(true);
    next?.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes with the process that held it, however that ends', async () => {
    const file = join(temporaryFolder(), 'lock');
    const child = spawn(process.execPath, [program, file], { stdio: 'pipe' });
    const ended = new Promise((done) => child.once('close', done));
    await new Promise((held) => child.stdout.once('data', held));
    expect(tryLock(file)).toBeUndefined();
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(file)).toBe(true);
    const lock = tryLock(file);
    expect(lock).toBeDefined();
    lock?.release();
  });

  it('of a number that another process has now, or of another start of the system, is nobody’s', () => {
    const file = join(temporaryFolder(), 'lock');
    const lock = tryLock(file);
    const [pid = '', began = '', where = '', nonce = ''] = readFileSync(file, 'utf8').split('\n');
    lock?.release();
    writeFileSync(file, [pid, `${began}9`, where, nonce, ''].join('\n'));
    tryLock(file)?.release();
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, [pid, began, `elsewhere ${where}`, nonce, ''].join('\n'));
    expect(tryLock(file)).toBeUndefined();
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(file, longAgo, longAgo);
    expect(tryLock(file)).toBeDefined();
  });

  it('keeps six processes, of which some are killed, from losing a step', async () => {
    const folder = temporaryFolder();
    const [file, counter] = [join(folder, 'lock'), join(folder, 'count')];
    writeFileSync(counter, '0');
    const steady = Array.from({ length: 4 }, () => spawn(process.execPath, [program, file, counter]));
    const ends = steady.map((child) => new Promise((done) => child.once('close', done)));
    // They take the lock and die with it.
    const killed = Array.from({ length: 2 }, () =>
      spawn(process.execPath, [program, file], { stdio: 'pipe' }),
    );
    for (const child of killed) child.stdout.once('data', () => child.kill('SIGKILL'));
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
    for (const child of killed) child.kill('SIGKILL');
    expect(readFileSync(counter, 'utf8')).toBe('100');
  });
});
