/** `bitsieve evidence export`: the same bytes each time, what is in them and what never is, and how the file appears. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/store/audit/audit-store.ts';
import { FILE_NAMES } from '../../src/evidence/bundle-format.ts';
import { auditedForge, audit, newStore } from '../audit/support/audited-forge.ts';
import { hiddenList, listOf, madeStore, type MadeRun } from '../exposure/support/made-store.ts';
import { findingOf } from '../support/audited.ts';
import { PROGRAM, PROGRAM_ENV, type Ran, run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const AT = '2026-11-22T12:00:00Z';
const LATER = '2026-11-24T12:00:00Z';

const ada: Grant = { subject: 'user', id: 'ada', name: 'Ada', level: 'read', email: 'ada@example.org' };
const team: Grant = { subject: 'group', id: 'team', name: 'Team', level: 'write' };
const readers: NonNullable<MadeRun['readers']> = [
  [{ kind: 'repository', id: '{1}' }, listOf(ada, team)],
  [{ kind: 'repository', id: '{2}' }, hiddenList(['users'])],
  [{ kind: 'group', id: 'team' }, listOf({ ...ada, id: 'ben', name: 'Ben' })],
];

function storeOf(...more: MadeRun[]): Promise<string> {
  const found = {
    1: [findingOf(1, 1), findingOf(1, 0)],
    2: [findingOf(2, 0, { level: 'CONFIDENTIAL' })],
    10: [],
  };
  return madeStore([{ at: AT, found, readers }, ...more]);
}

async function exported(store: string, ...args: string[]): Promise<Ran & { file: string }> {
  const file = join(tempFolder(), 'evidence.zip');
  return { ...(await run(['evidence', 'export', '-r', file, '--store', store, ...args])), file };
}

/** By a program that knows nothing of this one. */
function unpacked(file: string): string {
  const folder = tempFolder();
  execFileSync('python3', ['-m', 'zipfile', '-e', file, folder]);
  return folder;
}

function linesOf(folder: string, name: string): Record<string, unknown>[] {
  const text = readFileSync(join(folder, name), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

describe('what audits found, as evidence', () => {
  it('is the same bytes on another day, in another zone, locale and umask, and from a copied store', async () => {
    const store = await storeOf();
    const { file, code, stderr } = await exported(store);
    expect(code, stderr).toBe(0);
    const copy = join(tempFolder(), 'copied.db');
    for (const end of ['', '-wal', '-shm'].filter((each) => existsSync(store + each)))
      cpSync(store + end, copy + end);
    const folder = tempFolder();
    const again = join(folder, 'again.zip');
    // Another day, as far as JavaScript can tell.
    const clock =
      'const D=Date;globalThis.Date=class extends D{constructor(...a){a.length?super(...a):super(4e12)}};Date.now=()=>4e12;';
    const command = 'umask 000; exec "$0" "$@"';
    execFileSync(
      'sh',
      ['-c', command, process.execPath, PROGRAM, 'evidence', 'export', '-r', again, '--store', copy],
      {
        env: {
          ...PROGRAM_ENV,
          TZ: 'Pacific/Kiritimati',
          LC_ALL: 'tr_TR.UTF-8',
          LANG: 'tr_TR.UTF-8',
          NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(clock)}`,
        },
      },
    );
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
    expect(statSync(again).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['again.zip']);
  });

  it('is the same for an old run after a later one', async () => {
    const first = readFileSync((await exported(await storeOf())).file);
    const store = await storeOf({ at: LATER, found: { 1: [findingOf(1, 7)], 2: [] } });
    expect(readFileSync((await exported(store, '--run', '1')).file).equals(first)).toBe(true);
    expect(readFileSync((await exported(store)).file).equals(first)).toBe(false);
  });

  it('is unpacked and checked by tools that know nothing of this program', async () => {
    const { file } = await exported(await storeOf());
    const folder = unpacked(file);
    expect(readdirSync(folder).toSorted()).toEqual(FILE_NAMES.toSorted());
    const said = execFileSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(said.trim().split('\n')).toEqual(FILE_NAMES.slice(0, -1).map((name) => `${name}: OK`));
    for (const { name, bytes, sha256 } of JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
      .files) {
      const content = readFileSync(join(folder, name));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
    expect(execFileSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' })).toMatch(/Done/);
  });

  it('names every repository, ref, finding, reader and problem, and what is not visible', async () => {
    const folder = unpacked((await exported(await storeOf())).file);
    const repositories = linesOf(folder, 'repositories.jsonl');
    // By their ids as texts, whatever they are called.
    expect(repositories.map(({ repositoryId }) => repositoryId)).toEqual(['{10}', '{1}', '{2}'].toSorted());
    expect(repositories[0]).toMatchObject({
      outcome: 'scanned',
      scannedRun: 1,
      family: 'family-3',
      isComplete: true,
    });
    expect(linesOf(folder, 'refs.jsonl')).toHaveLength(6);
    const findings = linesOf(folder, 'findings.jsonl');
    expect(findings).toHaveLength(3);
    const prints = findings
      .filter(({ repositoryId }) => repositoryId === '{1}')
      .map(({ fingerprint }) => String(fingerprint));
    expect(prints).toEqual(prints.toSorted());
    expect(findings[0]).toMatchObject({
      masked: 'exmp********9f',
      repository: 'example/repository-1',
      isGone: false,
    });
    const scopes = linesOf(folder, 'scopes.jsonl');
    expect(scopes).toContainEqual(
      expect.objectContaining({ scope: 'repository', scopeId: '{2}', hidden: ['users'] }),
    );
    expect(scopes).toContainEqual(
      expect.objectContaining({ scope: 'repository', scopeId: '{10}', asked: null }),
    );
    expect(linesOf(folder, 'readers.jsonl').map(({ scope, id }) => [scope, id])).toEqual([
      ['group', 'ben'],
      ['repository', 'team'],
      ['repository', 'ada'],
    ]);
    expect(linesOf(folder, 'problems.jsonl')).toHaveLength(3);
    expect(linesOf(folder, 'detectors.jsonl')).toHaveLength(2);
    expect(linesOf(folder, 'inventory.jsonl')).toHaveLength(3);
    const [manifest] = linesOf(folder, 'manifest.json');
    expect(manifest).toMatchObject({
      complete: true,
      findings: { PUBLIC: 0, INTERNAL: 0, CONFIDENTIAL: 1, RESTRICTED: 2 },
      run: { number: 1, startedAt: '2026-11-22T12:00:00.000Z' },
      keyId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('takes some repositories, an older run, and what a window could give', async () => {
    const store = await storeOf({ at: LATER, found: { 1: [findingOf(1, 0)], 2: [] } });
    const findingsOf = async (...args: string[]): Promise<unknown[]> =>
      linesOf(unpacked((await exported(store, ...args)).file), 'findings.jsonl').map(({ isGone }) => isGone);
    expect(await findingsOf()).toEqual([false]);
    expect(await findingsOf('--run', '1')).toHaveLength(3);
    expect(await findingsOf('--run', '1', '--repo', '*/repository-2')).toHaveLength(1);
    const inWindow = await findingsOf('--from', '2026-11-22', '--to', '2026-11-23');
    expect(inWindow.filter(Boolean)).toHaveLength(2);
    expect(inWindow).toHaveLength(3);
  });

  it('holds no secret of a real audit, anywhere', async () => {
    const store = newStore();
    expect((await audit(await auditedForge(), store)).code).toBe(1);
    const { file, code, stderr, stdout } = await exported(store);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/findings +4: 4 RESTRICTED/);
    const bytes = readFileSync(file).toString('latin1');
    for (const seed of [1, 2, 3]) {
      const token = githubToken(seed);
      for (const form of [
        token,
        Buffer.from(token).toString('base64'),
        Buffer.from(token).toString('hex'),
        token.slice(8),
      ])
        expect(bytes).not.toContain(form);
    }
    const [manifest] = linesOf(unpacked(file), 'manifest.json');
    expect(manifest).toMatchObject({
      run: { settings: { labelDigest: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    expect((await run(['evidence', 'verify', file])).code).toBe(0);
  });
});

describe('the file', () => {
  it('is never written over unless that is asked for', async () => {
    const store = await storeOf();
    const folder = tempFolder({ 'evidence.zip': 'of before' });
    const file = join(folder, 'evidence.zip');
    const refused = await run(['evidence', 'export', '-r', file, '--store', store]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/is there already\n.*--force/)]);
    expect(readFileSync(file, 'utf8')).toBe('of before');
    const link = join(folder, 'link.zip');
    symlinkSync(file, link);
    expect((await run(['evidence', 'export', '-r', link, '--store', store])).code).toBe(2);
    expect((await run(['evidence', 'export', '-r', file, '--store', store, '--force'])).code).toBe(0);
    expect((await run(['evidence', 'verify', file])).code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(['evidence.zip', 'link.zip']);
  });

  it('leaves nothing behind when it does not fit', async () => {
    const store = await storeOf();
    const folder = tempFolder({ 'old.zip': 'of before' });
    const command = 'ulimit -f 8; exec "$0" "$@"';
    for (const name of ['new.zip', 'old.zip']) {
      const args = ['evidence', 'export', '--force', '-r', join(folder, name), '--store', store];
      const failing = (): string =>
        execFileSync('sh', ['-c', command, process.execPath, PROGRAM, ...args], {
          env: PROGRAM_ENV,
          stdio: 'pipe',
        }).toString();
      expect(failing).toThrow(/cannot write the evidence to .*: it would be larger/);
    }
    expect(readdirSync(folder)).toEqual(['old.zip']);
    expect(readFileSync(join(folder, 'old.zip'), 'utf8')).toBe('of before');
  });

  it('is refused where it cannot be', async () => {
    const store = await storeOf();
    const to = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await run(['evidence', 'export', '--store', store, ...args]);
      return `${code} ${stderr}`;
    };
    expect(await to()).toMatch(/^2 .*--report-path: a file is needed/);
    expect(await to('-r', '-')).toMatch(/^2 .*a file is needed/);
    expect(await to('-r', join(dirname(store), 'no', 'evidence.zip'))).toMatch(
      /^2 .*the folder does not exist/,
    );
    expect(await to('-r', join(dirname(store), 'e.zip'), '--from', '2026-01-01')).toMatch(/^2 .*go together/);
    expect((await run(['evidence', 'import'])).code).toBe(2);
  });
});
