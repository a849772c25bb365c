import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hangingGit } from '../support/hanging-git.ts';
import { temporaryFolder } from '../support/make-repository.ts';
import { endOf, reportOf, run, scan, sharedRepository, start } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const token = githubToken(1);
const COMMITS = 1500;
const repository = sharedRepository();
/** In the order in which the scan reads them. */
let blobs: string[] = [];

/** Enough blobs for two batches; the first blob of each batch, and each commit message at the ends of the history, holds a secret. */
beforeAll(() => {
  const commits = Array.from({ length: COMMITS }, (_, index) => {
    const content = `${index}\n${githubToken(index % 2)}\n`;
    const message = index % (COMMITS - 1) === 0 ? `commit ${token}` : `commit ${index}`;
    return [
      'commit refs/heads/main',
      `committer A <a@example.org> ${1_700_000_000 + index} +0000`,
      `data ${message.length}`,
      message,
      `M 100644 inline f${index % 7}`,
      `data ${content.length}`,
      content,
    ].join('\n');
  });
  execFileSync('git', ['-c', 'fastimport.unpackLimit=100000', 'fast-import', '--quiet'], {
    cwd: repository.folder,
    input: commits.join('\n'),
  });
  blobs = repository
    .git('cat-file', '--batch-check', '--batch-all-objects', '--unordered')
    .split('\n')
    .flatMap((line) => (line.includes(' blob ') ? [line.slice(0, 40)] : []));
});

describe('a scan that is stopped', () => {
  it.each([
    ['Ctrl-C, which the whole process group gets', 'SIGINT', true],
    ['SIGINT', 'SIGINT', false],
    ['SIGTERM', 'SIGTERM', false],
  ] as const)('%s: what was found until then is reported, as incomplete', async (_, signal, toGroup) => {
    const git = hangingGit(temporaryFolder(), blobs.at(-1) ?? '');
    const child = start(['scan', repository.folder, '-f', 'json', '-j', '1'], {
      env: git.env,
      hasOwnGroup: true,
    });
    const ended = endOf(child);
    await git.asked();
    process.kill(toGroup ? -Number(child.pid) : Number(child.pid), signal);
    const ran = await ended;
    const { report } = reportOf(ran);
    expect({ code: ran.code, complete: report.scan.complete, stderr: ran.stderr }).toEqual({
      code: 3,
      complete: false,
      stderr: '',
    });
    expect(report.problems).toMatchObject([{ code: 'interrupted', severity: 'error' }]);
    expect(report.findings.length).toBeGreaterThan(5);
    expect(report.findings.every(({ commit }) => commit !== null)).toBe(true);
    expect(report.scan.blobs).toBeLessThan(COMMITS);
  });

  it('while the commits are read: one problem, and at once', async () => {
    const git = hangingGit(temporaryFolder(), repository.git('rev-parse', 'main~700'));
    const child = start(['scan', repository.folder, '-f', 'json'], { env: git.env, hasOwnGroup: true });
    const ended = endOf(child);
    await git.asked();
    process.kill(-Number(child.pid), 'SIGINT');
    const ran = await ended;
    expect(ran.code).toBe(3);
    expect(reportOf(ran).report.problems).toMatchObject([{ code: 'interrupted' }]);
  });

  it('a second Ctrl-C ends it with 130 and no report', async () => {
    const git = hangingGit(temporaryFolder(), blobs.at(-1) ?? '', true);
    const folder = temporaryFolder();
    const args = ['scan', repository.folder, '-j', '1', '-r', join(folder, 'report.txt')];
    const child = start(args, { env: git.env, hasOwnGroup: true });
    onTestFinished(() => void process.kill(-Number(child.pid), 'SIGKILL'));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await git.asked();
    child.kill('SIGINT');
    // Two that come while it is not running are one.
    await wait(1000);
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('the report in a file is whole and marked incomplete', async () => {
    const git = hangingGit(temporaryFolder(), blobs.at(-1) ?? '');
    const folder = temporaryFolder();
    const args = ['scan', repository.folder, '-j', '1', '-r', join(folder, 'report.txt')];
    const child = start(args, { env: git.env });
    const ended = endOf(child);
    await git.asked();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('was interrupted'),
    });
    expect(readdirSync(folder)).toEqual(['report.txt']);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toContain('SCAN INCOMPLETE');
  });

  it('by --timeout', async () => {
    const git = hangingGit(temporaryFolder(), blobs.at(-1) ?? '');
    const { code, report } = await scan([repository.folder, '--timeout', '900ms'], { env: git.env });
    expect(code).toBe(3);
    expect(report.problems).toMatchObject([
      { code: 'timed-out', message: expect.stringContaining('--timeout (0.9 s)') },
    ]);
  });

  it.each([
    ['history', []],
    ['files', ['--files']],
    ['staged', ['--staged']],
  ])('by a --timeout of no time: %s', async (_, flags) => {
    const { code, report } = await scan([repository.folder, ...flags, '--timeout', '1ms']);
    expect(report.problems.filter((problem) => problem.code !== 'timed-out')).toEqual([]);
    expect([0, 1, 3]).toContain(code);
    expect(report.scan.complete).toBe(code !== 3);
  });

  it('while it waits for standard input', async () => {
    const config = temporaryFolder();
    const child = start(['scan', '-', '-f', 'json'], { env: { XDG_CONFIG_HOME: config } });
    const ended = endOf(child);
    // More than waits on the way, so the token was read when all of it is written.
    await new Promise((done) => child.stdin?.write(`${token}\n${'\n'.repeat(4 << 20)}`, done));
    // The key of the fingerprints is made after the signals are heard.
    while (!existsSync(join(config, 'bitsieve/key'))) await wait(20);
    child.kill('SIGINT');
    const ran = await ended;
    expect(ran.code).toBe(3);
    expect(reportOf(ran)).toMatchObject({
      places: ['stdin:1'],
      report: { scan: { complete: false }, problems: [{ code: 'interrupted' }] },
    });
  });

  it('by --timeout while it waits for standard input', async () => {
    const child = start(['scan', '-', '-f', 'json', '--timeout', '300ms']);
    expect(reportOf(await endOf(child)).report.problems).toMatchObject([{ code: 'timed-out' }]);
  });
});

it('a mistake found late does not wait for the time of --timeout', async () => {
  // Longer than a test may take.
  const args = ['scan', repository.folder, '--timeout', '1h', '--baseline-path', '/nowhere.json'];
  expect(await run(args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no such baseline'),
  });
});
