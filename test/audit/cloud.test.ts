/** The same run in front of Bitbucket Cloud: workspaces, paged permissions, an API token that goes to git by another name. */
import { describe, expect, it } from 'vitest';
import { planAudit } from '../../src/audit/plan.ts';
import { runAudit } from '../../src/audit/run-audit.ts';
import { madeUpSecret, openLoopback } from '../bitbucket/support/open-loopback.ts';
import { makeRepository } from '../support/make-repository.ts';
import { githubToken } from '../support/secrets.ts';
import { cloudMeans } from './support/cloud-means.ts';

describe('an audit of Cloud', () => {
  it('lists a workspace, fetches with the token, keeps who may read', { timeout: 60_000 }, async () => {
    const web = makeRepository();
    web.commit({ 'a.txt': `token = ${githubToken(1)}\n` });
    const secret = madeUpSecret();
    const opened = await openLoopback(
      {
        face: 'cloud',
        model: {
          workspaces: ['acme'],
          repositories: [{ id: 1, workspace: 'acme', project: 'CORE', slug: 'web', folder: web.folder }],
          grants: [{ on: 'acme/web', kind: 'user', name: 'ada', level: 'write' }],
          accounts: [{ kind: 'api-token', user: 'ada@example.org', secret, isAdministrator: true }],
        },
      },
      { kind: 'api-token', token: secret, user: 'ada@example.org' },
    );
    const means = await cloudMeans(opened);
    const { store } = means;
    const end = await runAudit(await planAudit(opened.forge, means.target), means);
    const found: string[] = [];
    for await (const { place, finding } of store.findings(end.run))
      found.push(`${place.fullName} ${finding.path}`);
    const [place] = await store.places(end.run);
    const scope = { kind: 'repository', id: place?.id ?? '' } as const;
    const readers = await store.readers(end.run, opened.loopback.url, scope);
    await store.close();
    expect(end).toMatchObject({ isFinished: true, isComplete: true });
    expect(found).toEqual(['acme/web a.txt']);
    expect(readers).toMatchObject([{ subject: 'user', level: 'write' }]);
    expect(opened.budget.used('git').requests).toBe(1);
  });
});
