/** The same run in front of Bitbucket Cloud: workspaces, paged permissions, an API token that goes to git by another name. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planAudit } from '../../src/audit/plan.ts';
import { type AuditMeans, runAudit } from '../../src/audit/run-audit.ts';
import { openAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { EVERYTHING, madeUpSecret, openLoopback } from '../bitbucket/support/open-loopback.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { cacheIn } from '../support/mirrors.ts';
import { planHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';

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
    const key = Buffer.from('test');
    const folder = temporaryFolder();
    const store = await openAuditStore({ path: join(folder, 'audit.db'), key, now: () => new Date() });
    const target = {
      scope: { ...EVERYTHING, workspaces: ['acme'] },
      include: [],
      exclude: [],
      forks: true,
      archived: true,
      personal: true,
    };
    const means: AuditMeans = {
      ...opened,
      forgeName: opened.loopback.url,
      store,
      key,
      target,
      mirrors: cacheIn(join(folder, 'mirrors')),
      random: () => 0.5,
      protocol: 'https',
      request: {
        target: 'acme',
        optionsDigest: '',
        detectors: {},
        tool: { name: 'bitsieve', version: '0', detectors: 1, detectorDigest: '' },
      },
      fetchJobs: 2,
      planWith: (memory) => planHere({ memory }),
      catalogue: [],
      config: null,
      problems: [],
      signal: new AbortController().signal,
      onVisit: () => undefined,
      onFetching: () => undefined,
    };
    const end = await runAudit(await planAudit(opened.forge, target), means);
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
