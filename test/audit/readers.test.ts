/** Who may read, after an audit: owners, groups, keys, everybody; what the token may not see is kept as that, never as nobody. */
import { describe, expect, it } from 'vitest';
import { planAudit } from '../../src/audit/plan.ts';
import { PERMISSION_DEPTHS, type PermissionDepth } from '../../src/audit/reader-survey.ts';
import { runAudit } from '../../src/audit/run-audit.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { ReaderList, Readers, Scope } from '../../src/store/audit/audit-store.ts';
import { madeUpSecret, openLoopback, type Opened } from '../bitbucket/support/open-loopback.ts';
import type { ModelAccount, ModelGrant, ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { makeRepository } from '../support/make-repository.ts';
import { cloudMeans } from './support/cloud-means.ts';

const GRANTS: readonly ModelGrant[] = [
  { on: '', kind: 'group', name: 'sysadmins', level: 'admin' },
  { on: 'acme', kind: 'user', name: 'olga', level: 'admin' },
  { on: 'CORE', kind: 'user', name: 'pia', level: 'admin' },
  { on: 'CORE', kind: 'access-key', name: 'mirror', level: 'read' },
  { on: 'CORE', kind: 'default', name: '', level: 'read' },
  { on: 'acme/web', kind: 'user', name: 'rita', level: 'admin' },
  { on: 'acme/web', kind: 'access-key', name: 'deploy', level: 'read' },
  { on: 'CORE/web', kind: 'user', name: 'rita', level: 'admin' },
  { on: 'CORE/web', kind: 'access-key', name: 'push', level: 'write' },
];

interface Surveyed {
  readonly opened: Opened;
  readonly problems: readonly Problem[];
  readonly readers: (kind: Scope['kind'], id: string) => Promise<Readers | undefined>;
  readonly list: (kind: Scope['kind'], id: string) => Promise<ReaderList | undefined>;
  readonly idOf: (slug: string) => string;
}

async function survey(
  face: 'cloud' | 'data-center',
  permissions: PermissionDepth,
  isAdministrator = true,
  prepare: (opened: Opened) => void = () => undefined,
): Promise<Surveyed> {
  const { folder } = makeRepository();
  const secret = madeUpSecret();
  const of = (id: number, slug: string): ModelRepository => ({
    id,
    workspace: 'acme',
    project: 'CORE',
    slug,
    folder,
  });
  const kind: ModelAccount['kind'] = face === 'cloud' ? 'access-token' : 'project-token';
  const accounts = [{ kind, user: '', secret, isAdministrator }];
  const opened = await openLoopback(
    {
      face,
      model: { workspaces: ['acme'], repositories: [of(1, 'web'), of(2, 'quiet')], grants: GRANTS, accounts },
    },
    { kind: face === 'cloud' ? 'access-token' : 'http-token', token: secret, user: null },
  );
  prepare(opened);
  const scope = { workspaces: face === 'cloud' ? ['acme'] : [], projects: [], repositories: [] };
  const target = { scope, include: [], exclude: [], forks: true, archived: true, personal: true };
  const means = await cloudMeans(opened, { permissions, target });
  const { store, forgeName } = means;
  const { run } = await runAudit(await planAudit(opened.forge, target), means);
  const places = await store.places(run);
  return {
    opened,
    problems: await store.problems(run),
    readers: (of_, id) => store.readers(run, forgeName, { kind: of_, id }),
    list: (of_, id) => store.readerList(run, forgeName, { kind: of_, id }),
    idOf: (slug) => places.find(({ fullName }) => fullName.endsWith(`/${slug}`))?.id ?? '',
  };
}

function told(readers: Readers | undefined): readonly string[] | null | undefined {
  if (!readers) return readers;
  return readers.map(({ subject, name, level }) =>
    [subject, name, level].filter((word) => word !== '').join(' '),
  );
}

function asksOf({ loopback }: Opened, pattern: RegExp): number {
  return loopback.requests.filter(({ path }) => pattern.test(path)).length;
}

describe('readers on Cloud', () => {
  it('are owners of the workspace and users of each repository, at two requests', async () => {
    const { opened, readers, idOf, problems } = await survey('cloud', 'workspace');
    expect(told(await readers('workspace', 'acme'))).toEqual(['user olga admin']);
    expect(told(await readers('repository', idOf('web')))).toEqual(['user rita admin']);
    expect(await readers('repository', idOf('quiet'))).toEqual([]);
    expect(await readers('project', 'acme/CORE')).toBeUndefined();
    expect(asksOf(opened, /permissions|deploy-keys/)).toBe(2);
    expect(problems).toEqual([]);
  });

  it('of projects and repositories, keys among them, are asked for where that is said', async () => {
    const { opened, readers, list, idOf } = await survey('cloud', 'repository');
    expect(told(await readers('project', 'acme/CORE'))).toEqual(['user pia admin', 'access-key mirror read']);
    expect(told(await readers('repository', idOf('web')))).toEqual([
      'user rita admin',
      'access-key deploy read',
    ]);
    expect(await list('repository', idOf('quiet'))).toEqual({
      grants: [],
      asked: ['effective', 'users', 'groups', 'access-keys'],
      hidden: [],
    });
    expect(asksOf(opened, /permissions|deploy-keys/)).toBe(2 + 3 + 2 * 3);
  });

  it('that the token may not see are null, and a warning for each kind of list', async () => {
    const { readers, idOf, problems } = await survey('cloud', 'repository', false);
    expect(await readers('workspace', 'acme')).toBeNull();
    expect(await readers('project', 'acme/CORE')).toBeNull();
    expect(await readers('repository', idOf('web'))).toBeNull();
    expect(problems.map(({ severity, message }) => `${severity} ${message.slice(0, 56)}`)).toMatchObject([
      expect.stringContaining('warning Who may read workspace acme (effective)'),
      expect.stringContaining('warning Who may read workspace acme (owners)'),
      expect.stringContaining('warning Who may read project acme/CORE (users)'),
      expect.stringContaining('warning Who may read project acme/CORE (groups)'),
      expect.stringContaining('warning Who may read project acme/CORE (access-keys)'),
      expect.stringContaining('warning Who may read repository acme/web and 1 more (users)'),
      expect.stringContaining('warning Who may read repository acme/web and 1 more (groups)'),
      expect.stringContaining('warning Who may read repository acme/web and 1 more (acc'),
    ]);
  });

  it('are null as a whole where one list may not be seen, and the others are kept', async () => {
    const { readers, list, idOf } = await survey('cloud', 'repository', true, ({ loopback }) => {
      loopback.faults.push({ on: /web\/deploy-keys/, fault: { kind: 'status', status: 403 }, times: 9 });
    });
    expect(await readers('repository', idOf('web'))).toBeNull();
    expect(await list('repository', idOf('web'))).toMatchObject({
      grants: [{ name: 'rita' }],
      hidden: ['access-keys'],
    });
    expect(await readers('repository', idOf('quiet'))).toEqual([]);
  });
});

describe('readers on a Data Center', () => {
  it.each(PERMISSION_DEPTHS)(
    'are those of instance and project, and of repositories where that is said: %s',
    async (depth) => {
      const { opened, readers, idOf } = await survey('data-center', depth);
      expect(told(await readers('instance', ''))).toEqual(['group sysadmins admin']);
      expect(told(await readers('project', 'CORE'))).toEqual([
        'user PIA admin',
        'access-key mirror read',
        'everyone read',
      ]);
      const ofWeb = told(await readers('repository', idOf('web')));
      expect(ofWeb).toEqual(
        depth === 'repository' ? ['user RITA admin', 'access-key push write'] : undefined,
      );
      expect(asksOf(opened, /permissions|\/ssh/)).toBe(2 + 5 + (depth === 'repository' ? 6 : 0));
    },
  );
});
