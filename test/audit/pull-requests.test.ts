/** Pull requests in an audit: what lay in a branch that is gone, on a server that still gives it and on one that does not. */
import { describe, expect, it } from 'vitest';
import { planAudit } from '../../src/audit/plan.ts';
import { runAudit } from '../../src/audit/run-audit.ts';
import type { KnownVisit, PullRequests } from '../../src/store/audit/audit-store.ts';
import { readAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { madeUpSecret, openLoopback } from '../bitbucket/support/open-loopback.ts';
import type { ModelPullRequest, ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { makeRepository } from '../support/make-repository.ts';
import { githubToken } from '../support/secrets.ts';
import { audit, type AuditedForge, auditedForge, findingsIn, newStore } from './support/audited-forge.ts';
import { cloudMeans } from './support/cloud-means.ts';

const NOWHERE = 'f'.repeat(40);

interface Gone extends ModelRepository {
  readonly pullRequests: ModelPullRequest[];
}

/** A declined request whose branch was deleted, a merged one whose target was pushed over since, an open one. */
function repositoryWithGoneBranches(changed: Pick<ModelRepository, 'givesRefsOnly'> = {}): Gone {
  const repository = makeRepository();
  const first = repository.commit({ 'a.txt': 'one\n' });
  repository.git('checkout', '--quiet', '-b', 'declined');
  const declined = repository.commit({ 'declined.txt': `token = ${githubToken(21)}\n` });
  repository.git('checkout', '--quiet', 'main');
  repository.git('branch', '--quiet', '-D', 'declined');
  const overwritten = repository.commit({ 'overwritten.txt': `token = ${githubToken(22)}\n` });
  repository.git('reset', '--quiet', '--hard', first);
  repository.git('checkout', '--quiet', '-b', 'open');
  const open = repository.commit({ 'open.txt': `token = ${githubToken(23)}\n` });
  repository.git('checkout', '--quiet', 'main');
  return {
    id: 20,
    workspace: 'acme',
    project: 'acme',
    slug: 'pulled',
    hierarchy: 'pulled',
    folder: repository.folder,
    pullRequests: [
      { id: 1, state: 'DECLINED', source: declined, target: first },
      { id: 2, state: 'MERGED', source: open, target: overwritten },
      { id: 3, state: 'OPEN', source: open, target: first, branch: `feature/${githubToken(24)}` },
    ],
    ...changed,
  };
}

interface Known {
  readonly pullRequests: PullRequests | undefined;
  readonly visit: KnownVisit | undefined;
}

async function knownIn(store: string, id = '20'): Promise<Known> {
  const reader = await readAuditStore(store);
  try {
    const [last] = await reader.runs();
    const run = last?.number ?? 0;
    const visits = await reader.visits(run);
    const place = visits.find((one) => one.place.id === id)?.place;
    const pullRequests = place && (await reader.pullRequests(run, place));
    return { pullRequests, visit: visits.find((one) => one.place.id === id) };
  } finally {
    await reader.close();
  }
}

async function foundIn(store: string): Promise<string[]> {
  const lines = (await findingsIn(store)).filter((line) => line.startsWith('acme/pulled '));
  return lines.map((line) => line.split(' ')).map(([, path, , reach]) => `${path} ${reach}`);
}

function only(): string[] {
  return ['--include', 'acme/pulled'];
}

function asksOf({ loopback }: AuditedForge): number {
  return loopback.requests.filter(({ path }) => path.includes('/pull-requests')).length;
}

/** Each reason once, and what it is about. */
it('that cannot be had are told by the reason, a line each', async () => {
  const repository = repositoryWithGoneBranches();
  const [first] = repository.pullRequests;
  const target = first?.target ?? NOWHERE;
  repository.pullRequests.push(
    { id: 4, state: 'DECLINED', source: NOWHERE, target },
    { id: 5, state: 'DECLINED', source: 'e'.repeat(40), target },
  );
  const account = { kind: 'access-token', user: '', secret: madeUpSecret(), isAdministrator: true } as const;
  const forge = await auditedForge([repository], { face: 'cloud', account, grants: [] });
  forge.loopback.faults.push({ on: /commit\/e{12}/, fault: { kind: 'status', status: 404 }, times: 1 });
  const args = ['--workspace', 'acme', '--pull-requests', ...only()];
  const { code, stdout } = await audit(forge, newStore(), ...args);
  expect(code, stdout).toBe(3);
  expect(stdout).toMatch(/error pull-request-not-fetched, 1 repository\n/);
  expect(stdout).toMatch(/for its server does not have them any more: f{12} of #4\n/);
  expect(stdout).toMatch(/for the forge knows no such commits any more: e{12} of #5\n/);
});

describe('pull requests', () => {
  it('are not asked for unless that is said', async () => {
    const forge = await auditedForge([repositoryWithGoneBranches()]);
    const store = newStore();
    await audit(forge, store, ...only());
    expect(await foundIn(store)).toEqual(['open.txt unmerged']);
    expect((await knownIn(store)).pullRequests).toBeUndefined();
    expect(asksOf(forge)).toBe(0);
  });

  it('have their latest commits scanned where no branch leads there any more, as unmerged', async () => {
    const forge = await auditedForge([repositoryWithGoneBranches()]);
    const store = newStore();
    const { code, stdout } = await audit(forge, store, ...only(), '--pull-requests');
    expect(code, stdout).toBe(1);
    expect(await foundIn(store)).toEqual([
      'declined.txt unmerged',
      'open.txt unmerged',
      'overwritten.txt unmerged',
    ]);
    const { pullRequests } = await knownIn(store);
    expect(pullRequests).toMatchObject([
      { id: 1, state: 'declined', author: 'Ada Author', sourceBranch: 'feature', isCovered: true },
      { id: 2, state: 'merged', sourceRepository: '~ada/elsewhere', targetBranch: 'main', isCovered: true },
      { id: 3, state: 'open', createdAt: '2025-10-20T22:40:00.000Z', isCovered: true },
    ]);
    expect(JSON.stringify(pullRequests)).not.toContain(githubToken(24));
    expect(pullRequests?.[2]?.sourceBranch).toMatch(/^feature\/ghp_/);
  });

  it('cost one request where nothing has changed, and tell what changes without a push', async () => {
    const repository = repositoryWithGoneBranches();
    const forge = await auditedForge([repository]);
    const store = newStore();
    await audit(forge, store, ...only(), '--pull-requests');
    const before = asksOf(forge);
    const open = repository.pullRequests.pop();
    if (open) repository.pullRequests.push({ ...open, state: 'DECLINED' });
    const second = await audit(forge, store, ...only(), '--pull-requests');
    expect(second.stdout).toContain('0 scanned, 1 unchanged');
    expect(asksOf(forge) - before).toBe(1);
    expect((await knownIn(store)).pullRequests?.[2]).toMatchObject({ state: 'declined', isCovered: true });
  });

  it('that move are scanned again', async () => {
    const repository = repositoryWithGoneBranches();
    const forge = await auditedForge([repository]);
    const store = newStore();
    const [declined] = repository.pullRequests.splice(0, 1);
    await audit(forge, store, ...only(), '--pull-requests');
    expect(await foundIn(store)).not.toContain('declined.txt unmerged');
    if (declined) repository.pullRequests.push(declined);
    const second = await audit(forge, store, ...only(), '--pull-requests');
    expect(second.stdout).toContain('1 scanned, 0 unchanged');
    expect(await foundIn(store)).toContain('declined.txt unmerged');
    expect(await foundIn(store)).toContain('overwritten.txt unmerged');
    const third = await audit(forge, store, ...only());
    expect(third.stdout).toContain('1 scanned');
    expect(await foundIn(store)).toEqual(['open.txt unmerged']);
  });

  it('whose commits the server does not give are listed, and scanned as far as it does', async () => {
    const repository = repositoryWithGoneBranches();
    repository.pullRequests.push({ id: 4, state: 'DECLINED', source: NOWHERE, target: NOWHERE });
    const forge = await auditedForge([repository]);
    const store = newStore();
    const { code, stdout } = await audit(forge, store, ...only(), '--pull-requests');
    expect(code, stdout).toBe(3);
    expect(await foundIn(store)).toContain('declined.txt unmerged');
    const { pullRequests, visit } = await knownIn(store);
    expect(pullRequests?.map(({ isCovered }) => isCovered)).toEqual([true, true, true, false]);
    expect(visit?.problems).toMatchObject([
      {
        code: 'pull-request-not-fetched',
        severity: 'error',
        message: expect.stringMatching(
          /acme\/pulled are not covered, for its server does not have.*: f{12} of #4$/,
        ),
      },
    ]);
    const second = await audit(forge, store, ...only(), '--pull-requests');
    expect(second.stdout).toContain('0 scanned, 1 unchanged');
    expect(second.code).toBe(3);
  });

  it('of a server that gives what its refs lead to and nothing else are said not to be covered', async () => {
    const forge = await auditedForge([repositoryWithGoneBranches({ givesRefsOnly: true })]);
    const store = newStore();
    const { code, transfers } = await audit(forge, store, ...only(), '--pull-requests');
    expect(code).toBe(3);
    expect(await foundIn(store)).toEqual(['open.txt unmerged']);
    const { pullRequests, visit } = await knownIn(store);
    expect(pullRequests?.map(({ isCovered }) => isCovered)).toEqual([false, false, true]);
    expect(visit?.problems[0]?.message).toMatch(/gives no commits by their ids: .* of #1, #2$/);
    // Once is enough to know.
    expect(transfers.filter((path) => path.includes('info/refs')).length).toBeLessThanOrEqual(3);
  });

  it('that the token may not see are said to be so, and are not taken for none', async () => {
    const forge = await auditedForge([repositoryWithGoneBranches()]);
    forge.loopback.faults.push({ on: /pull-requests/, fault: { kind: 'status', status: 403 }, times: 9 });
    const store = newStore();
    const { code } = await audit(forge, store, ...only(), '--pull-requests');
    expect(code).toBe(3);
    const { pullRequests, visit } = await knownIn(store);
    expect(pullRequests).toBeNull();
    expect(visit?.problems).toMatchObject([{ code: 'not-visible', severity: 'error' }]);
    expect(await foundIn(store)).toEqual(['open.txt unmerged']);
  });

  it('of Cloud, which abbreviates, are had by a request for each commit that is lacking', async () => {
    const secret = madeUpSecret();
    const accounts = [{ kind: 'access-token', user: '', secret, isAdministrator: true }] as const;
    const repositories = [repositoryWithGoneBranches()];
    const opened = await openLoopback(
      { face: 'cloud', model: { workspaces: ['acme'], repositories, grants: [], accounts } },
      { kind: 'access-token', token: secret, user: null },
    );
    const means = await cloudMeans(opened, { pullRequests: true });
    const end = await runAudit(await planAudit(opened.forge, means.target), means);
    const found: string[] = [];
    for await (const { finding } of means.store.findings(end.run))
      found.push(`${finding.path} ${finding.reach}`);
    const [place] = await means.store.places(end.run);
    const pullRequests = place && (await means.store.pullRequests(end.run, place));
    await means.store.close();
    expect(end.isComplete).toBe(true);
    expect(found.toSorted()).toEqual([
      'declined.txt unmerged',
      'open.txt unmerged',
      'overwritten.txt unmerged',
    ]);
    expect(pullRequests?.[0]?.sourceCommit).toBe(repositories[0]?.pullRequests[0]?.source);
    const asked = opened.loopback.requests.filter(({ path }) => path.includes('/commit/'));
    expect(asked).toHaveLength(2);
  });
});
