/** `bitsieve audit` against a Bitbucket on this machine: what it finds, what it does not do twice, what it survives. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { makeRepository } from '../support/make-repository.ts';
import { endOf, run, start } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import {
  audit,
  auditedForge,
  BROKEN,
  contentsOf,
  findingsIn,
  manyMore,
  newStore,
} from './support/audited-forge.ts';

describe('an audit', () => {
  it('finds what lies at a tip, in a history and in a fork, and asks no repository how to', async () => {
    const store = newStore();
    const { code, stdout, stderr } = await audit(await auditedForge(), store);
    expect(code, stdout + stderr).toBe(1);
    const places = (await findingsIn(store)).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(places).toEqual([
      'acme/api deploy.sh',
      'acme/fork config.txt',
      'acme/fork own.txt',
      'acme/web config.txt',
    ]);
    expect(stdout).toContain('4 repositories: 4 scanned');
    expect(stderr).toMatch(/\[4\/4\] acme\//);
  });

  it('fetches and scans nothing when nothing has changed', async () => {
    const forge = await auditedForge();
    const store = newStore();
    const first = await audit(forge, store);
    expect(first.transfers.filter((path) => path.includes('git-upload-pack')).length).toBeGreaterThan(7);
    const before = await findingsIn(store);
    const second = await audit(forge, store);
    expect(second.stdout).toContain('0 scanned, 4 unchanged');
    // The refs are asked for, by one request each.
    expect(second.transfers).toHaveLength(4);
    expect(second.code).toBe(1);
    expect(await findingsIn(store)).toEqual(before);
  });

  it('scans what forks share once', async () => {
    const store = newStore();
    const forge = await auditedForge();
    // The first scan of a family begins with its first fetch, and sees as much of the second as has come by then: here nothing.
    const child = start(['audit', ...forge.named, '--store', store], { env: forge.env });
    const until = new Promise<void>((release) => {
      child.stderr?.on('data', (chunk: Buffer) => /\] acme\/web:/.test(chunk.toString()) && release());
      child.once('close', () => release());
    });
    forge.loopback.faults.push({ on: /fork\.git/, fault: { kind: 'held', until }, times: 99 });
    const { code, stderr } = await endOf(child);
    expect(code, stderr).toBe(1);
    const reader = await readAuditStore(store);
    const visits = await reader.visits(1);
    await reader.close();
    const blobs = visits.map(
      ({ place, summary }) => `${place.fullName} ${summary?.blobs} ${summary?.reused}`,
    );
    expect(blobs.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'acme/api 2 0',
      'acme/fork 3 2',
      'acme/hollow 0 0',
      'acme/web 2 0',
    ]);
  });

  it('fetches and scans what was pushed to, and that alone', async () => {
    const forge = await auditedForge();
    const store = newStore();
    await audit(forge, store);
    const before = await findingsIn(store);
    forge.web.commit({ 'more.txt': `token = ${githubToken(7)}\n` });
    const second = await audit(forge, store);
    expect(second.stdout).toContain('1 scanned, 3 unchanged');
    const after = await findingsIn(store);
    expect(after.filter((line) => !before.includes(line))).toHaveLength(1);
    expect(after.join()).toContain('acme/web more.txt');
    const reader = await readAuditStore(store);
    const changes: string[] = [];
    for await (const { kind, finding } of reader.changes(1, 2)) changes.push(`${kind} ${finding.path}`);
    await reader.close();
    expect(changes).toEqual(['new more.txt']);
  });

  it('goes on past a repository that cannot be fetched, and says which', async () => {
    const store = newStore();
    const { code, stdout } = await audit(await auditedForge([BROKEN]), store);
    expect(code).toBe(3);
    expect(stdout).toContain('4 scanned, 0 unchanged since their last scan, 1 not covered');
    expect(stdout).toContain('acme/broken could not be fetched (not-found)');
    expect(await findingsIn(store)).toHaveLength(4);
    const status = await run(['audit', 'status', '--store', store]);
    expect(status).toMatchObject({ code: 0, stdout });
  });

  it('killed and started again, ends where one in peace ends', async () => {
    const forge = await auditedForge(manyMore(16));
    const peaceful = newStore();
    await audit(forge, peaceful);
    const store = newStore();
    for (const delayMs of [0, 40, 80]) {
      const args = ['audit', ...forge.named, '--store', store, '--fetch-jobs', '2'];
      const child = start(args, { env: forge.env });
      const ended = endOf(child);
      // After the first repository is done.
      await new Promise((seen) => child.stderr?.once('data', seen).once('close', seen));
      await new Promise((passed) => setTimeout(passed, delayMs));
      child.kill('SIGKILL');
      await ended;
    }
    const { stdout: between } = await run(['audit', 'status', '--store', store]);
    expect(between).toMatch(/Run 1, .*not finished[^]* [1-9]\d* scanned, .* [1-9]\d* waiting/);
    const { code, stdout } = await audit(forge, store);
    expect(code).toBe(1);
    expect(stdout).toContain('Run 1,');
    expect(stdout).toContain('20 repositories: 20 scanned');
    expect(await findingsIn(store)).toEqual(await findingsIn(peaceful));
  });

  it('leaves nothing of the token, and no secret in clear, in store, mirrors settings and output', async () => {
    const forge = await auditedForge([BROKEN]);
    const store = newStore();
    const { stdout, stderr } = await audit(forge, store);
    const encoded = Buffer.from(forge.token).toString('base64');
    const left = contentsOf(dirname(store)) + stdout + stderr;
    expect(left.length).toBeGreaterThan(10_000);
    for (const trace of [forge.token, encoded]) expect(left).not.toContain(trace);
    for (const seed of [1, 2, 3]) {
      expect(contentsOf(store) + stdout + stderr).not.toContain(githubToken(seed));
    }
  });
});

describe('an audit that only looks', () => {
  it('lists the plan, less what was said no to, and makes no store', async () => {
    const store = newStore();
    const { code, stdout, transfers } = await audit(
      await auditedForge(),
      store,
      '--dry-run',
      '--no-forks',
      '--exclude',
      'acme/h*',
    );
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('acme/web');
    expect(stdout).toContain('2 of 4 that are listed');
    expect(stdout).toMatch(/--pull-requests would cost 2 requests or more: .* each further 100/);
    expect(transfers).toEqual([]);
    expect(existsSync(store)).toBe(false);
  });

  it('says what the token can and cannot see', async () => {
    const { stdout, transfers } = await audit(await auditedForge(), newStore(), '--check');
    expect(stdout).toMatch(/Visible +What +Needs +How many\n/);
    expect(stdout).toMatch(/yes +repositories +repository read/);
    expect(stdout).toMatch(/yes +who may read project acme .*PROJECT_ADMIN/);
    expect(transfers).toEqual([]);
  });

  it('gives 4 when the forge does not know the token', async () => {
    const forge = await auditedForge();
    const env = { ...forge.env, BITSIEVE_BITBUCKET_TOKEN: 'a token of nobody'.replaceAll(' ', '-') };
    const { code, stderr } = await audit({ ...forge, env }, newStore());
    expect(code).toBe(4);
    expect(stderr).not.toContain(env.BITSIEVE_BITBUCKET_TOKEN);
  });
});

it('an allow comment hides nothing from an audit, unless --inline-allow', async () => {
  const repository = makeRepository();
  repository.commit({ 'a.txt': `token = ${githubToken(50)} # bitsieve:allow\n` });
  const forge = await auditedForge([{ ...BROKEN, slug: 'quiet', folder: repository.folder }]);
  const store = newStore();
  const only = ['--include', 'acme/quiet'];
  await audit(forge, store, ...only);
  expect(await findingsIn(store)).toEqual([expect.stringContaining('acme/quiet a.txt')]);
  // Other options: what is known from before is scanned anew.
  const honoured = await audit(forge, store, ...only, '--inline-allow');
  expect(honoured.code, honoured.stdout).toBe(0);
  expect(honoured.stdout).toContain('1 scanned');
  expect(await findingsIn(store)).toEqual([]);
});

it('globs that leave nothing end an audit in words: it would look complete', async () => {
  const ran = await audit(await auditedForge(), newStore(), '--include', 'acme/no-such-*');
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('of 4 repositories that are listed, none is left');
});
