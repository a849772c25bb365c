/** Who is in the groups that may read, through the whole program: asked once, counted once, and said where it is not told. */
import { describe, expect, it } from 'vitest';
import { madeUpSecret } from '../bitbucket/support/open-loopback.ts';
import type { ModelAccount, ModelGrant, ModelGroup } from '../support/loopback-bitbucket/model.ts';
import { type LoopbackBitbucket, startLoopbackBitbucket } from '../support/loopback-bitbucket/start.ts';
import { makeRepository } from '../support/make-repository.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { newStore } from './support/audited-forge.ts';

/** `ada` comes by three ways, `old` has no account any more, `gone` is a group without anybody. */
const GROUPS: readonly ModelGroup[] = [
  { name: 'devs', members: ['ada', 'bob', 'old'], inactive: ['old'] },
  { name: 'leads', members: ['ada', 'eve'] },
  { name: 'gone', members: [] },
  { name: 'ops', members: ['olga'] },
];
const GRANTS: readonly ModelGrant[] = [
  { on: 'CORE', kind: 'user', name: 'ada', level: 'admin' },
  { on: 'CORE', kind: 'group', name: 'devs', level: 'write' },
  { on: 'CORE', kind: 'group', name: 'gone', level: 'read' },
  { on: 'CORE/web', kind: 'group', name: 'leads', level: 'read' },
  { on: 'CORE/api', kind: 'group', name: 'leads', level: 'read' },
  { on: 'CORE/api', kind: 'group', name: 'ops', level: 'read' },
];

interface Read {
  readonly loopback: LoopbackBitbucket;
  readonly summary: string;
  readonly exposure: (...args: string[]) => Promise<Record<string, never>>;
}

async function auditAs(account: Partial<ModelAccount>): Promise<Read> {
  const repository = makeRepository();
  repository.commit({ 'a.txt': `token = ${githubToken(1)}\n` });
  const { folder } = repository;
  const of = { workspace: 'CORE', project: 'CORE', folder };
  const repositories = [
    { ...of, id: 1, slug: 'web' },
    { ...of, id: 2, slug: 'api' },
  ];
  const secret = madeUpSecret();
  const accounts: ModelAccount[] = [{ kind: 'http-token', user: 'root', secret, ...account }];
  const model = { workspaces: ['CORE'], repositories, grants: GRANTS, groups: GROUPS, accounts };
  const loopback = await startLoopbackBitbucket({ face: 'data-center', model });
  const store = newStore();
  const env = { BITSIEVE_BITBUCKET_TOKEN: secret, BITSIEVE_KEY: 'of the tests' };
  const args = ['--url', loopback.url, '--store', store, '--permissions', 'repository'];
  const audited = await run(['audit', ...args], { env });
  expect(audited.code, audited.stderr).toBe(1);
  const exposure = async (...more: string[]): Promise<Record<string, never>> => {
    const ran = await run(['exposure', '--store', store, '-f', 'json', ...more]);
    expect(ran.code, ran.stderr).toBe(0);
    return JSON.parse(ran.stdout);
  };
  return { loopback, summary: audited.stdout, exposure };
}

function asked({ requests }: LoopbackBitbucket): string[] {
  const groups = requests.flatMap(({ path }) => /more-members\?.*context=(\w+)/.exec(path)?.[1] ?? []);
  return groups.toSorted();
}

describe('members of groups', () => {
  it('count as people, once, whichever way they come, and each group is asked for once', async () => {
    const { loopback, exposure, summary } = await auditAs({ isAdministrator: true });
    expect(asked(loopback)).toEqual(['devs', 'gone', 'leads', 'ops']);
    expect(summary).not.toContain('Who is in');
    const { readers, total, notKnown }: Record<string, never> = await exposure('--readers');
    expect(total).toMatchObject({ readers: { people: 4, groups: 0, unseen: 0 } });
    expect(notKnown).toEqual([]);
    expect(readers).toMatchObject({
      repositories: [
        { repository: 'CORE/api', readers: { people: 4 } },
        { repository: 'CORE/web', readers: { people: 3 } },
      ],
    });
    expect(JSON.stringify(readers)).toContain('project CORE: group devs (2 members)');
    expect(JSON.stringify(readers)).not.toContain('OLD');
    expect(await exposure('--as', 'user:olga')).toMatchObject({ repositoriesAsked: 1, notKnown: [] });
    expect(await exposure('--as', 'user:bob')).toMatchObject({ repositoriesAsked: 2, notKnown: [] });
    expect(await exposure('--as', 'user:old')).toMatchObject({ repositoriesAsked: 0 });
  });

  it('are not known where the token may not see them, and nobody asks in vain for long', async () => {
    // Sees permissions, and is nobody's: the rest of the groups is not asked for.
    const { loopback, exposure, summary } = await auditAs({ isAdministrator: true, kind: 'project-token' });
    expect(asked(loopback)).toHaveLength(3);
    expect(summary).toMatch(/Who is in group devs and 3 more/);
    const { total, notKnown }: Record<string, never> = await exposure('--readers');
    expect(total).toMatchObject({ readers: { people: 1, groups: 4 } });
    expect(notKnown).toEqual(['Who is in groups leads, ops, devs, gone is not known.']);
    expect(await exposure('--as', 'user:olga')).toMatchObject({
      repositoriesAsked: 0,
      notKnown: expect.arrayContaining([expect.stringContaining('more repositories is not known')]),
    });
  });
});
