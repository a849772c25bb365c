/** Bitbucket Data Center: what is listed, under a context path, on old and new versions, and what may not be seen. */
import { describe, expect, it } from 'vitest';
import { ForgeError } from '../../src/bitbucket/forge-error.ts';
import type { ForgeRepository } from '../../src/bitbucket/forge.ts';
import type { Fault } from '../support/loopback-bitbucket/faults.ts';
import type { ModelRepository } from '../support/loopback-bitbucket/model.ts';
import {
  EVERYTHING,
  listAll,
  madeUpSecret,
  openLoopback,
  openModel,
  type Opened,
  pathsAsked,
} from './support/open-loopback.ts';

const repository: ModelRepository = {
  id: 1,
  workspace: 'CORE',
  project: 'CORE',
  slug: 'web',
  hierarchy: 'abc',
};

function dataCenter(...repositories: ModelRepository[]): Parameters<typeof openLoopback>[0] {
  return { face: 'data-center', model: openModel({ repositories }) };
}

async function firstOf({ forge }: Opened): Promise<ForgeRepository> {
  const [listed] = await listAll(forge.repositories(EVERYTHING));
  if (!listed || !('repository' in listed)) throw new Error('there is none');
  return listed.repository;
}

describe('listing repositories', () => {
  it('gives all that is known of one', async () => {
    const opened = await openLoopback(dataCenter(repository));
    const { url } = opened.loopback;
    expect(await firstOf(opened)).toEqual({
      id: '1',
      fullName: 'CORE/web',
      workspace: 'CORE',
      slug: 'web',
      project: { key: 'CORE', name: 'Project CORE', isPersonal: false },
      name: 'web',
      isPublic: false,
      isArchived: false,
      mainBranch: null,
      sizeBytes: null,
      forkOf: null,
      family: 'abc',
      owner: null,
      updatedAt: null,
      clone: { https: `${url}/scm/CORE/web.git`, ssh: 'ssh://git@127.0.0.1:7999/CORE/web.git' },
      webUrl: `${url}/projects/CORE/repos/web/browse`,
    });
    expect(pathsAsked(opened.loopback)).toEqual([
      '/bitbucket/rest/api/latest/application-properties',
      '/bitbucket/rest/api/latest/repos',
    ]);
  });

  it('holds personal, archived and public ones', async () => {
    const { forge } = await openLoopback(
      dataCenter(
        { ...repository, isPublic: true },
        { ...repository, id: 2, slug: 'old', isArchived: true },
        { ...repository, id: 3, project: '~ada', slug: 'mine' },
      ),
    );
    expect(await listAll(forge.repositories(EVERYTHING))).toMatchObject([
      { repository: { isPublic: true } },
      { repository: { isArchived: true } },
      { repository: { fullName: '~ada/mine', project: { isPersonal: true } } },
    ]);
  });

  it('follows nextPageStart, which is not start and limit', async () => {
    const many = Array.from({ length: 130 }, (_, i) => ({ ...repository, id: i + 1, slug: `r${i + 1}` }));
    const { forge, loopback } = await openLoopback(dataCenter(...many));
    const listed = await listAll(forge.repositories(EVERYTHING));
    const ids = listed.map((one) => ('repository' in one ? Number(one.repository.id) : 0));
    expect(ids).toEqual(many.map(({ id }) => id));
    expect(loopback.requests.map(({ path }) => /start=(\d+)/.exec(path)?.[1])).toEqual([
      undefined,
      undefined,
      '27',
      '54',
      '81',
      '108',
      '135',
    ]);
  });

  it('knows a family of forks by its hierarchy', async () => {
    const { forge } = await openLoopback(
      dataCenter(repository, { ...repository, id: 2, project: '~ada', forkOf: 1 }),
    );
    expect(await listAll(forge.repositories(EVERYTHING))).toMatchObject([
      { repository: { family: 'abc', forkOf: null } },
      { repository: { family: 'abc', forkOf: '1' } },
    ]);
  });

  it('lists a project, a person, single repositories, and says which are not to be seen', async () => {
    const { forge } = await openLoopback(dataCenter(repository, { ...repository, id: 2, project: '~ada' }));
    const scope = { workspaces: [], projects: ['~ada', 'GONE'], repositories: ['CORE/web', 'CORE/gone'] };
    expect(await listAll(forge.repositories(scope))).toMatchObject([
      { repository: { fullName: '~ada/web' } },
      { unseen: { scope: 'project', on: 'GONE', isRefused: true } },
      { repository: { fullName: 'CORE/web' } },
      { unseen: { scope: 'repository', on: 'CORE/gone', isRefused: true } },
    ]);
  });

  it('ends with the error when the credential is dead, not when one project may not be seen', async () => {
    const dead = { kind: 'http-token', token: madeUpSecret(), user: null } as const;
    const { forge } = await openLoopback(dataCenter(repository), dead);
    await expect(listAll(forge.repositories(EVERYTHING))).rejects.toMatchObject({ kind: 'unauthorized' });
    const alive = await openLoopback(dataCenter(repository));
    alive.loopback.faults.push({ on: /SECRET/, fault: { kind: 'status', status: 401 } });
    const scope = { ...EVERYTHING, projects: ['SECRET', 'CORE'] };
    expect(await listAll(alive.forge.repositories(scope))).toMatchObject([
      { unseen: { on: 'SECRET', isRefused: true } },
      { repository: { fullName: 'CORE/web' } },
    ]);
  });

  it('asks old servers for 1.0, and keeps to it', async () => {
    const opened = await openLoopback({ ...dataCenter(repository), isOld: true, version: '6.10.0' });
    await firstOf(opened);
    expect(pathsAsked(opened.loopback)).toEqual([
      '/bitbucket/rest/api/latest/application-properties',
      '/bitbucket/rest/api/1.0/application-properties',
      '/bitbucket/rest/api/1.0/repos',
    ]);
    expect((await opened.forge.access(EVERYTHING)).version).toBe('6.10.0');
  });

  it('says so where the context path is missing', async () => {
    const { loopback } = await openLoopback(dataCenter(repository));
    const { forge } = await openLoopback(dataCenter(repository), null, {
      url: loopback.url.replace('/bitbucket', ''),
    });
    const [listed] = await listAll(forge.repositories(EVERYTHING));
    expect(listed).toMatchObject({ unseen: { why: expect.stringContaining('there is no Bitbucket') } });
  });

  it('asks which version it is again when that failed once', async () => {
    const { forge, loopback } = await openLoopback(dataCenter(repository));
    loopback.faults.push({ on: /properties/, times: 6, fault: { kind: 'status', status: 503 } });
    expect(await listAll(forge.repositories(EVERYTHING))).toMatchObject([{ unseen: { isRefused: false } }]);
    expect(await listAll(forge.repositories(EVERYTHING))).toMatchObject([{ repository: {} }]);
  });

  it.each<[string, (page: object) => unknown]>([
    ['that goes back', (page) => ({ ...page, isLastPage: false, nextPageStart: 0 })],
    ['that stays', (page) => ({ ...page, isLastPage: false, nextPageStart: 27 })],
  ])('ends a list without an end: one %s', async (_, change) => {
    const { forge, loopback } = await openLoopback(dataCenter(repository));
    const fault: Fault = { kind: 'json', change: (document) => change(Object(document)) };
    loopback.faults.push({ on: /\/repos\?/, fault });
    const listed = await listAll(forge.repositories(EVERYTHING));
    expect(listed.at(-1)).toMatchObject({ unseen: { why: expect.stringContaining('read already') } });
    expect(loopback.requests.length).toBeLessThan(5);
  });

  it('ends a list without an end: one of large pages that are all new', async () => {
    const { forge, loopback } = await openLoopback(dataCenter(repository));
    const values = Array.from({ length: 5000 }, () => ({ active: false }));
    let start = 0;
    const change = (): object => ({ values, isLastPage: false, nextPageStart: (start += 5000) });
    loopback.faults.push({ on: /more-members/, fault: { kind: 'json', change } });
    expect(await listAll(forge.groupMembers('all'))).toMatchObject([
      { unseen: { why: expect.stringContaining('more than 1000000 values') } },
    ]);
    expect(start).toBe(1_005_000);
  });

  it('lets no clone address through that leads to another host', async () => {
    const { forge, loopback } = await openLoopback(dataCenter(repository));
    const clone = [
      { name: 'http', href: 'https://evil.example.org/scm/CORE/web.git' },
      { name: 'ssh', href: 'ssh://-oProxyCommand=x/CORE/web.git' },
    ];
    const change = (document: unknown): object => {
      const [first] = Object(document).values;
      return { values: [{ ...first, links: { clone } }], isLastPage: true };
    };
    loopback.faults.push({ on: /\/repos\?/, fault: { kind: 'json', change } });
    expect(await listAll(forge.repositories(EVERYTHING))).toMatchObject([
      { repository: { clone: { https: null, ssh: null }, webUrl: null } },
    ]);
  });
});

describe('size and main branch', () => {
  it('are asked for where they are wanted, at the cost of a request', async () => {
    const opened = await openLoopback(dataCenter({ ...repository, sizeBytes: 12_345 }));
    const first = await firstOf(opened);
    expect(await opened.forge.sizeBytes(first)).toBe(12_345);
    expect(await opened.forge.mainBranch(first)).toBe('main');
  });

  it('are null where the instance does not say', async () => {
    const opened = await openLoopback(dataCenter({ ...repository, isEmpty: true }));
    const first = await firstOf(opened);
    expect(await opened.forge.sizeBytes(first)).toBeNull();
    expect(await opened.forge.mainBranch(first)).toBeNull();
  });
});

describe('permissions', () => {
  const grants = [
    { on: '', kind: 'group', name: 'admins', level: 'admin' },
    { on: 'CORE', kind: 'user', name: 'ada', level: 'write' },
    { on: 'CORE', kind: 'access-key', name: 'mirror', level: 'write' },
    { on: 'CORE', kind: 'default', name: '', level: 'read' },
    { on: 'CORE/web', kind: 'group', name: 'partners', level: 'read' },
    { on: 'CORE/web', kind: 'access-key', name: 'build', level: 'write' },
  ] as const;
  const model = openModel({ repositories: [repository], grants });

  it('of instance and projects, also for everybody who is logged in', async () => {
    const { forge, loopback } = await openLoopback({ face: 'data-center', model });
    expect(await listAll(forge.permissions({ ...EVERYTHING, projects: ['CORE'] }))).toEqual([
      {
        grant: {
          scope: 'instance',
          on: '',
          subject: { kind: 'group', name: 'admins', email: null, accountId: null },
          level: 'admin',
          origin: 'explicit',
        },
      },
      {
        grant: {
          scope: 'project',
          on: 'CORE',
          subject: { kind: 'user', name: 'ADA', email: 'ada@example.org', accountId: 'ada' },
          level: 'write',
          origin: 'explicit',
        },
      },
      {
        grant: {
          scope: 'project',
          on: 'CORE',
          subject: { kind: 'access-key', name: 'mirror', email: null, accountId: '3' },
          level: 'write',
          origin: 'explicit',
        },
      },
      {
        grant: {
          scope: 'project',
          on: 'CORE',
          subject: { kind: 'authenticated', name: '', email: null, accountId: null },
          level: 'read',
          origin: 'explicit',
        },
      },
    ]);
    // The version, two for the instance, five for the project.
    expect(loopback.requests).toHaveLength(8);
  });

  it('to read come to the people of a group, whose accounts are switched on, however many', async () => {
    const members = Array.from({ length: 60 }, (_, place) => `user${place}`);
    const groups = [{ name: 'all & sundry', members, inactive: ['user7'] }];
    const { forge } = await openLoopback({ face: 'data-center', model: { ...model, groups } });
    const found = await listAll(forge.groupMembers('all & sundry'));
    expect(found).toHaveLength(59);
    expect(found).toContainEqual({
      member: { kind: 'user', name: 'USER59', email: 'user59@example.org', accountId: 'user59' },
    });
    // The token of a project is nobody with a licence.
    const secret = madeUpSecret();
    const accounts = [{ kind: 'project-token', user: '', secret, isAdministrator: false } as const];
    const closed = await openLoopback(
      { face: 'data-center', model: { ...model, groups, accounts, isOpen: false } },
      { kind: 'http-token', token: secret, user: null },
    );
    expect(await listAll(closed.forge.groupMembers('all & sundry'))).toMatchObject([
      { unseen: { scope: 'group', on: 'all & sundry', part: 'members', isRefused: true } },
    ]);
  });

  it('of the projects that there are, where none is named', async () => {
    const { forge } = await openLoopback({ face: 'data-center', model });
    const found = await listAll(forge.permissions(EVERYTHING));
    expect(found.map((one) => ('grant' in one ? one.grant.on : '!'))).toEqual(['', 'CORE', 'CORE', 'CORE']);
  });

  it('of a person, who has a project too', async () => {
    const own = [{ on: '~ada', kind: 'user', name: 'ada', level: 'admin' }] as const;
    const { forge } = await openLoopback({ face: 'data-center', model: openModel({ grants: own }) });
    expect(await listAll(forge.projectPermissions('~ada'))).toMatchObject([
      { grant: { scope: 'project', on: '~ada', level: 'admin' } },
    ]);
  });

  it('of a repository: groups and keys', async () => {
    const opened = await openLoopback({ face: 'data-center', model });
    expect(await listAll(opened.forge.repositoryPermissions(await firstOf(opened)))).toMatchObject([
      { grant: { on: 'CORE/web', subject: { kind: 'group', name: 'partners' }, level: 'read' } },
      { grant: { on: 'CORE/web', subject: { kind: 'access-key', name: 'build' }, level: 'write' } },
    ]);
  });

  it('that may not be seen are said to be so, and never thrown', async () => {
    const token = madeUpSecret();
    const accounts = [{ kind: 'http-token', user: 'ada', secret: token }] as const;
    const opened = await openLoopback(
      { face: 'data-center', model: { ...model, accounts, isOpen: false } },
      { kind: 'http-token', token, user: null },
    );
    const found = await listAll(opened.forge.permissions({ ...EVERYTHING, projects: ['CORE'] }));
    const parts = found.map((one) => ('unseen' in one ? `${one.unseen.scope} ${one.unseen.part}` : ''));
    const lists = ['instance users', 'instance groups', 'project users', 'project groups'];
    expect(parts).toEqual([...lists, 'project access-keys', 'project everybody']);
    for (const one of found) expect(one).toMatchObject({ unseen: { isRefused: true } });
    expect(found[0]).toMatchObject({ unseen: { why: expect.stringContaining('not visible to this token') } });
  });

  it('of a kind that opens no repository are left out', async () => {
    const { forge, loopback } = await openLoopback({ face: 'data-center', model });
    const values = ['LICENSED_USER', 'PROJECT_CREATE', 'constructor'].map((permission) => ({
      permission,
      group: { name: 'all' },
    }));
    loopback.faults.push({
      on: /admin/,
      fault: { kind: 'json', change: () => ({ values, isLastPage: true }) },
    });
    const found = await listAll(forge.permissions({ ...EVERYTHING, projects: ['CORE'] }));
    expect(found.filter((one) => 'grant' in one && one.grant.scope === 'instance')).toEqual([]);
  });
});

describe('pull requests', () => {
  it('come in all states, with the newest commits', async () => {
    const pullRequests = (['OPEN', 'MERGED', 'DECLINED'] as const).map((state, i) => ({
      id: i + 1,
      state,
      source: 'a'.repeat(40),
      target: 'b'.repeat(40),
    }));
    const opened = await openLoopback(dataCenter({ ...repository, pullRequests }));
    const found = await listAll(opened.forge.pullRequests(await firstOf(opened)));
    expect(found.map(({ state }) => state)).toEqual(['open', 'merged', 'declined']);
    expect(found[0]).toMatchObject({
      author: 'Ada Author',
      sourceRepository: '~ada/elsewhere',
      sourceBranch: 'feature',
      targetBranch: 'main',
      createdAt: '2025-10-20T22:40:00.000Z',
      sourceCommit: 'a'.repeat(40),
      targetCommit: 'b'.repeat(40),
      updatedAt: '2025-11-01T12:26:40.000Z',
    });
  });

  it('end with an error where they cannot be read', async () => {
    const opened = await openLoopback(dataCenter(repository));
    const first = await firstOf(opened);
    opened.loopback.faults.push({
      on: /pull-requests/,
      fault: { kind: 'json', change: () => ({ values: [{}] }) },
    });
    await expect(listAll(opened.forge.pullRequests(first))).rejects.toBeInstanceOf(ForgeError);
  });
});

describe('what may be seen', () => {
  it('names the user, the version and the gaps', async () => {
    const token = madeUpSecret();
    const accounts = [{ kind: 'http-token', user: 'ada', secret: token }] as const;
    const model = openModel({ repositories: [repository], accounts, isOpen: false });
    const { forge } = await openLoopback(
      { face: 'data-center', model },
      { kind: 'http-token', token, user: null },
    );
    const access = await forge.access(EVERYTHING);
    expect(access).toMatchObject({ identity: 'ada', version: '9.4.2' });
    expect(Object.fromEntries(access.facts.map(({ subject, visible }) => [subject, visible]))).toEqual({
      'the instance': 'yes',
      repositories: 'yes',
      'global permissions': 'no',
      'members of groups': 'yes',
      'repositories of project CORE': 'yes',
      'who may read project CORE': 'no',
      'pull requests of CORE/web': 'yes',
      'push times of CORE/web': 'no',
      'who may read CORE/web': 'no',
    });
    const needs = access.facts.map((fact) => `${fact.visible} ${fact.needs}`);
    expect(needs).toContain('no project admin (PROJECT_ADMIN)');
    expect(needs).toContain('no repository admin (REPO_ADMIN)');
  });

  it('has no workspaces', async () => {
    const { forge } = await openLoopback(dataCenter(repository));
    expect(await listAll(forge.workspaces())).toEqual([]);
  });
});
