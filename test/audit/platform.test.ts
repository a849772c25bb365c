/** What a Bitbucket does while an audit runs: repositories are hidden, renamed, have no address; lists lead elsewhere or are gone. */
import { describe, expect, it } from 'vitest';
import { planAudit } from '../../src/audit/plan.ts';
import { ForgeError } from '../../src/bitbucket/forge-error.ts';
import { readAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { EVERYTHING, openLoopback, openModel } from '../bitbucket/support/open-loopback.ts';
import { REMOVED } from '../support/loopback-bitbucket/faults.ts';
import { manyRepositories, type ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { audit, auditedForge, findingsIn, manyMore, newStore } from './support/audited-forge.ts';

const TARGET = { include: [], exclude: [], forks: true, archived: true, personal: true };

async function placesIn(store: string): Promise<string[]> {
  const reader = await readAuditStore(store);
  try {
    const [last] = await reader.runs();
    const visits = await reader.visits(last?.number ?? 0);
    return visits.map(({ place, outcome, problems }) =>
      [place.id, place.fullName, outcome, ...problems.map(({ code }) => code)].join(' '),
    );
  } finally {
    await reader.close();
  }
}

function one(changed: Partial<ModelRepository> = {}): ModelRepository {
  const [repository] = manyMore(1);
  if (!repository) throw new Error('there is none');
  return { ...repository, ...changed };
}

function only(name = 'small-0'): string[] {
  return ['--include', `acme/${name}`];
}

describe('in mid-audit, a repository', () => {
  it('that is hidden after it was listed is not covered, and what was known of it stays known', async () => {
    const forge = await auditedForge([one()]);
    const store = newStore();
    await audit(forge, store, ...only());
    const before = await findingsIn(store);
    expect(before).toHaveLength(1);
    const body = JSON.stringify({ errors: [{ message: 'Repository does not exist.' }] });
    forge.loopback.faults.push({
      on: /small-0(?:\.git)?\//,
      fault: { kind: 'status', status: 404, body },
      times: 99,
    });
    const { code, stdout } = await audit(forge, store, ...only(), '--pull-requests');
    expect(code, stdout).toBe(3);
    expect(await placesIn(store)).toEqual(['100 acme/small-0 failed not-fetched']);
    expect(await findingsIn(store)).toEqual(before);
  });

  it('that is renamed is not followed with the credential, and is the same one under its new name', async () => {
    const repository = one();
    const forge = await auditedForge([repository]);
    const store = newStore();
    await audit(forge, store, ...only());
    const location = `${forge.loopback.url}/scm/acme/renamed.git/info/refs?service=git-upload-pack`;
    const moved = { kind: 'status', status: 301, body: '', headers: { location } } as const;
    forge.loopback.faults.push({ on: /small-0\.git/, fault: moved, times: 99 });
    const second = await audit(forge, store, ...only());
    expect(second.code, second.stdout).toBe(3);
    expect(second.transfers.filter((path) => path.includes('renamed.git'))).toEqual([]);
    Object.assign(repository, { slug: 'renamed' });
    const third = await audit(forge, store, ...only('renamed'));
    expect(third.code, third.stdout).toBe(1);
    expect(await placesIn(store)).toEqual([expect.stringMatching(/^100 acme\/renamed (?:scanned|same)$/)]);
    expect((await findingsIn(store)).map((line) => line.split(' ', 2))).toEqual([
      ['acme/renamed', 'settings.ini'],
    ]);
  });

  it('without an address to clone is not covered, and the others are', async () => {
    const store = newStore();
    const forge = await auditedForge([one({ hasNoCloneLinks: true })]);
    const { code, stdout } = await audit(forge, store);
    expect(code).toBe(3);
    expect(stdout).toContain('names no address for https');
    expect(await placesIn(store)).toContain('100 acme/small-0 failed not-fetched');
    expect(await findingsIn(store)).toHaveLength(4);
  });

  it('that is archived is audited, unless somebody says otherwise', async () => {
    const forge = await auditedForge([one({ isArchived: true })]);
    const { stdout } = await audit(forge, newStore(), '--dry-run', ...only());
    expect(stdout).toMatch(/acme\/small-0 .*archived/);
    const without = await audit(forge, newStore(), '--dry-run', '--no-archived', ...only());
    expect(without.stdout).not.toContain('acme/small-0');
  });

  it('whose size the instance does not tell has none in the plan', async () => {
    const forge = await auditedForge([one()]);
    const { code, stdout } = await audit(forge, newStore(), '--dry-run', ...only());
    expect(code).toBe(0);
    expect(stdout).toMatch(/acme\/small-0 +\?/);
    expect(forge.loopback.requests.some(({ path }) => path.endsWith('/small-0/sizes'))).toBe(true);
  });
});

describe('a list of Cloud', () => {
  it('that leads to another origin ends there, without the credential, and says that more may be missing', async () => {
    const elsewhere = await openLoopback({ face: 'cloud', model: openModel({}) });
    const model = openModel({ repositories: manyRepositories('acme', 150) });
    const { forge, loopback } = await openLoopback({ face: 'cloud', model });
    const next = `${elsewhere.loopback.apiUrl}/repositories/acme?page=2`;
    loopback.faults.push({
      on: /repositories\/acme\?/,
      fault: { kind: 'json', change: (document) => ({ ...Object(document), next }) },
    });
    const plan = await planAudit(forge, { ...TARGET, scope: { ...EVERYTHING, workspaces: ['acme'] } });
    expect(plan.listed).toHaveLength(100);
    expect(plan.unseen).toMatchObject([{ scope: 'workspace', on: 'acme', isRefused: false }]);
    expect(elsewhere.loopback.requests).toEqual([]);
  });

  it('that Bitbucket removed (410, CHANGE-2770) ends the audit with a word on what to name', async () => {
    const { forge, loopback } = await openLoopback({ face: 'cloud', model: openModel({}) });
    loopback.faults.push({ on: /user\/workspaces/, fault: REMOVED });
    const error: unknown = await planAudit(forge, { ...TARGET, scope: EVERYTHING }).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(ForgeError);
    expect(error).toMatchObject({ kind: 'gone', hint: expect.stringContaining('name the workspace') });
  });

  it('of a dead app password ends the audit (401), of a missing scope names the workspace (403)', async () => {
    const { forge, loopback } = await openLoopback({ face: 'cloud', model: openModel({}) });
    const target = { ...TARGET, scope: { ...EVERYTHING, workspaces: ['acme'] } };
    const error = { message: 'Your credentials lack one or more required privilege scopes.' };
    const body = JSON.stringify({ type: 'error', error });
    loopback.faults.push({ on: /repositories/, fault: { kind: 'status', status: 403, body }, times: 1 });
    const plan = await planAudit(forge, target);
    expect(plan.unseen).toMatchObject([
      { on: 'acme', isRefused: true, why: expect.stringContaining('scopes') },
    ]);
    loopback.faults.push({ on: /repositories/, fault: { kind: 'status', status: 401, body: '{}' } });
    await expect(planAudit(forge, target)).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});
