/** `--state`: what lies in the file, who may read it, and when it is written. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hangingGit } from '../support/hanging-git.ts';
import { makeRepository, temporaryFolder, type TestRepository } from '../support/make-repository.ts';
import { endOf, reportOf, run, scan, start } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const env = { BITSIEVE_KEY: 'a key of this test' };
const tokens = [githubToken(1), githubToken(2), githubToken(3)];

function grown(): TestRepository {
  const repository = makeRepository();
  repository.commit({ [`${tokens[2]}/a`]: `${tokens[0]}\n`, b: 'clean\n' });
  repository.commit({ a: `edited\n${tokens[0]}\n` }, `says ${tokens[1]}`);
  return repository;
}

describe('bitsieve scan --state', () => {
  it('reports the same twice, and says how much was known', async () => {
    const { folder } = grown();
    const state = join(temporaryFolder(), 'state');
    const plain = await scan([folder], { env });
    const first = await scan([folder, '--state', state], { env });
    const second = await scan([folder, '--state', state], { env });
    for (const told of [first, second]) expect(told.report.findings).toEqual(plain.report.findings);
    expect(plain.stdout).toContain('"reused": 0,');
    expect(second.stdout).toContain('"reused": 3,');
    expect([first.code, second.code]).toEqual([1, 1]);
    const { stdout } = await run(['scan', folder, '--state', state], { env });
    expect(stdout).toMatch(/3 blobs · 3 blobs known/);
    // A name that looks like a secret is hidden the second time as well.
    expect(stdout).not.toContain(tokens[2]);
  });

  it('the file is for its owner alone, and holds no secret in clear', async () => {
    const { folder } = grown();
    const beside = temporaryFolder();
    const state = join(beside, 'state');
    await scan([folder, '--state', state], { env });
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(readdirSync(beside)).toEqual(['state']);
    const bytes = readFileSync(state);
    expect(bytes.length).toBeGreaterThan(1000);
    for (const token of tokens) {
      for (const shift of [0, 1, 2]) {
        const base64 = Buffer.from('x'.repeat(shift) + token)
          .toString('base64')
          .slice(4, 40);
        expect(bytes.includes(base64)).toBe(false);
      }
      expect(bytes.includes(token.slice(4))).toBe(false);
      expect(bytes.includes(Buffer.from(token, 'utf16le'))).toBe(false);
    }
    // Nor as something compressed.
    for (let at = 0; at < 200; at++) expect(() => inflateSync(bytes.subarray(at))).toThrow();
  });

  it('one that cannot be used is a warning, and everything is scanned', async () => {
    const { folder } = grown();
    const state = join(temporaryFolder(), 'state');
    const { report } = await scan([folder, '--state', state], { env });
    const other = await scan([folder, '--state', state], { env: { BITSIEVE_KEY: 'another' } });
    expect(other.code).toBe(1);
    expect(other.report.findings).toHaveLength(report.findings.length);
    expect(other.report.problems).toMatchObject([{ code: 'state-unusable', severity: 'warning' }]);
    expect(other.report.problems[0]?.message).toContain('another key');
    const third = await scan([folder, '--state', state], { env: { BITSIEVE_KEY: 'another' } });
    expect(third.report.problems).toEqual([]);
  });

  it('a folder for the file that is not there, and a file of somebody else, are warnings too', async () => {
    const { folder } = grown();
    const beside = temporaryFolder();
    const missing = await scan([folder, '--state', join(beside, 'no', 'state')], { env });
    expect(missing.report.problems).toMatchObject([{ code: 'state-unusable', severity: 'warning' }]);
    writeFileSync(join(beside, 'letter'), 'to a friend');
    const foreign = await scan([folder, '--state', join(beside, 'letter')], { env });
    expect(foreign.report.problems).toHaveLength(1);
    expect(readFileSync(join(beside, 'letter'), 'utf8')).toBe('to a friend');
    expect([missing.code, foreign.code]).toEqual([1, 1]);
  });

  it('without a lasting key nothing is kept', async () => {
    const { folder } = grown();
    const beside = temporaryFolder();
    writeFileSync(join(beside, 'config'), 'a file where a folder has to be');
    const unlasting = { BITSIEVE_KEY: '', XDG_CONFIG_HOME: join(beside, 'config') };
    const { report } = await scan([folder, '--state', join(beside, 'state')], { env: unlasting });
    expect(report.problems.map(({ code }) => code)).toEqual(['config-ignored', 'state-unusable']);
    expect(readdirSync(beside)).toEqual(['config']);
  });

  it('two scans at once: one of two whole states stays', async () => {
    const { folder } = grown();
    const beside = temporaryFolder();
    const args = [folder, '--state', join(beside, 'state')];
    const both = await Promise.all([scan(args, { env }), scan(args, { env })]);
    expect(both.map(({ report }) => report.problems)).toEqual([[], []]);
    expect(readdirSync(beside)).toEqual(['state']);
    const third = await scan(args, { env });
    expect(third.stdout).toContain('"reused": 3,');
  });

  it('an interrupted scan writes none', async () => {
    const repository = grown();
    const beside = temporaryFolder();
    // A blob that is not as long as it says is left to git, and git hangs.
    const oid = repository.git('rev-parse', 'HEAD:b');
    const path = join(repository.folder, '.git/objects', oid.slice(0, 2), oid.slice(2));
    chmodSync(path, 0o644);
    writeFileSync(path, deflateSync('blob 6\0cle'));
    const git = hangingGit(temporaryFolder(), oid);
    const args = ['scan', repository.folder, '-f', 'json', '--state', join(beside, 'state')];
    const child = start(args, { env: { ...git.env, ...env, BITSIEVE_READER: '' }, hasOwnGroup: true });
    const ended = endOf(child);
    await git.asked();
    // To the program alone: git that ended first would look like a damaged object.
    child.kill('SIGINT');
    const ran = await ended;
    expect(reportOf(ran).report.problems).toMatchObject([{ code: 'interrupted' }]);
    expect(reportOf(ran).report.findings.length).toBeGreaterThan(0);
    expect(readdirSync(beside)).toEqual([]);
  });

  it.each([['--staged'], ['--files'], ['--range=HEAD~1..HEAD']])('does not go with %s', async (flag) => {
    const { code, stderr } = await run(['scan', '--state', 'state', flag]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--state and --') });
  });
});
