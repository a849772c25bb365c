/** Bitbucket Cloud: what is listed, what it costs, and what is said of parts that may not be seen. */
import { describe, expect, it } from 'vitest';
import { ForgeError } from '../../src/bitbucket/forge-error.ts';
import { REMOVED } from '../support/loopback-bitbucket/faults.ts';
import { manyRepositories, type ModelRepository } from '../support/loopback-bitbucket/model.ts';
import {
  EVERYTHING,
  listAll,
  madeUpSecret,
  openLoopback,
  openModel,
  pathsAsked,
} from './support/open-loopback.ts';

const repository: ModelRepository = {
  id: 1,
  workspace: 'acme',
  project: 'CORE',
  slug: 'web',
  sizeBytes: 4096,
};
const acme = { ...EVERYTHING, workspaces: ['acme'] };

function cloud(...repositories: ModelRepository[]): Parameters<typeof openLoopback>[0] {
  return { face: 'cloud', model: openModel({ repositories }) };
}

describe('listing repositories', () => {
  it('gives all that is known of one', async () => {
    const pullRequests = [{ id: 3, state: 'OPEN', source: 'a'.repeat(40), target: 'b'.repeat(40) }] as const;
    const { forge, loopback } = await openLoopback(cloud({ ...repository, pullRequests }));
    const [listed] = await listAll(forge.repositories(acme));
    expect(listed).toEqual({
      repository: {
        id: '00000000-0000-4000-8000-000000000001',
        fullName: 'acme/web',
        workspace: 'acme',
        slug: 'web',
        project: { key: 'CORE', name: 'Project CORE', isPersonal: false },
        name: 'web',
        isPublic: false,
        isArchived: null,
        mainBranch: 'main',
        sizeBytes: 4096,
        forkOf: null,
        family: '00000000-0000-4000-8000-000000000001',
        owner: 'ACME',
        updatedAt: '2026-11-01T12:00:00.000Z',
        clone: { https: `${loopback.url}/acme/web.git`, ssh: 'git@127.0.0.1:acme/web.git' },
        webUrl: `${loopback.url}/acme/web`,
      },
    });
  });

  it('costs one request for a hundred, one for a hundred permissions, and none for each repository', async () => {
    const repositories = manyRepositories('acme', 950);
    const grants = repositories
      .slice(0, 250)
      .map(({ slug }) => ({ on: `acme/${slug}`, kind: 'user', name: 'Ada', level: 'read' }) as const);
    const { forge, loopback } = await openLoopback({
      face: 'cloud',
      model: openModel({ repositories, grants }),
    });
    expect(await listAll(forge.repositories(acme))).toHaveLength(950);
    expect(loopback.requests).toHaveLength(10);
    expect(await listAll(forge.permissions(acme))).toHaveLength(250);
    // And one for the owners.
    expect(loopback.requests).toHaveLength(14);
  });

  it('gives all forks of a family the same name, whatever the page they are on', async () => {
    const { forge } = await openLoopback(cloud(...manyRepositories('acme', 250)));
    const listed = await listAll(forge.repositories(acme));
    const families = listed.map((one) => ('repository' in one ? one.repository.family : ''));
    // Every third is a fork of the one before it.
    expect(new Set(families).size).toBe(167);
    expect(families[101]).toBe(families[100]);
    expect(families[99]).not.toBe(families[100]);
  });

  it('knows a fork of a fork for one of the family', async () => {
    const chain = [1, 2, 3].map((id) => ({
      ...repository,
      id,
      slug: `r${id}`,
      ...(id > 1 && { forkOf: id - 1 }),
    }));
    const { forge } = await openLoopback(cloud(...chain));
    const listed = await listAll(forge.repositories(acme));
    expect(new Set(listed.map((one) => ('repository' in one ? one.repository.family : ''))).size).toBe(1);
  });

  it('knows empty repositories and ones without an address to clone', async () => {
    const { forge } = await openLoopback(cloud({ ...repository, isEmpty: true, hasNoCloneLinks: true }));
    expect(await listAll(forge.repositories(acme))).toMatchObject([
      { repository: { mainBranch: null, clone: { https: null, ssh: null } } },
    ]);
  });

  it('finds the workspaces itself where none is named', async () => {
    const { forge, loopback } = await openLoopback(cloud(repository));
    expect(await listAll(forge.repositories(EVERYTHING))).toHaveLength(1);
    expect(pathsAsked(loopback)).toEqual(['/2.0/user/workspaces', '/2.0/repositories/acme']);
    expect(await listAll(forge.workspaces())).toEqual([
      { slug: 'acme', name: 'ACME', isAdministrator: false },
    ]);
  });

  it('lists one project, and single repositories', async () => {
    const { forge } = await openLoopback(cloud(...manyRepositories('acme', 10)));
    const project = await listAll(forge.repositories({ ...EVERYTHING, projects: ['acme/P1'] }));
    expect(project).toHaveLength(2);
    const named = await listAll(
      forge.repositories({ ...EVERYTHING, repositories: ['acme/repo-7', 'acme/gone', 'acme/../x', 'repo'] }),
    );
    expect(named).toMatchObject([
      { repository: { fullName: 'acme/repo-7' } },
      { unseen: { scope: 'repository', on: 'acme/gone', isRefused: true } },
      { unseen: { on: 'acme/../x', why: expect.stringContaining('no name that Bitbucket gives') } },
      { unseen: { on: 'repo' } },
    ]);
  });

  it('follows a repository that was renamed', async () => {
    const { forge, loopback } = await openLoopback(cloud(repository));
    loopback.faults.push({
      on: /\/acme\/old-name/,
      fault: { kind: 'status', status: 301, headers: { location: '/2.0/repositories/acme/web' } },
    });
    const listed = await listAll(forge.repositories({ ...EVERYTHING, repositories: ['acme/old-name'] }));
    expect(listed).toMatchObject([{ repository: { fullName: 'acme/web' } }]);
  });

  it('says which workspace is not to be seen, and lists the others', async () => {
    const { forge } = await openLoopback(cloud(repository));
    const listed = await listAll(forge.repositories({ ...EVERYTHING, workspaces: ['other', 'acme'] }));
    expect(listed).toMatchObject([
      {
        unseen: {
          scope: 'workspace',
          on: 'other',
          isRefused: true,
          why: expect.stringContaining('HTTP 404'),
        },
      },
      { repository: { fullName: 'acme/web' } },
    ]);
  });

  it('gives what was listed before a page that cannot be had, and says that there is more', async () => {
    const { forge, loopback } = await openLoopback(cloud(...manyRepositories('acme', 250)));
    loopback.faults.push({
      on: /ctx=200/,
      fault: { kind: 'status', status: 502, type: 'text/html', body: '<html>' },
    });
    const listed = await listAll(forge.repositories(acme));
    expect(listed).toHaveLength(201);
    expect(listed.at(-1)).toMatchObject({
      unseen: { isRefused: false, why: expect.stringContaining('HTTP 502') },
    });
  });

  it('ends with the error when the credential is dead', async () => {
    const credential = { kind: 'access-token', token: madeUpSecret(), user: null } as const;
    const { forge } = await openLoopback({ face: 'cloud', model: openModel({}) }, credential);
    await expect(listAll(forge.repositories(acme))).rejects.toMatchObject({
      name: 'ForgeError',
      kind: 'unauthorized',
      status: 401,
      method: 'GET',
      path: '/2.0/repositories/acme',
    });
  });
});

describe('hostile lists', () => {
  const change = (with_: (document: { values: object[]; next?: unknown }) => unknown) =>
    ({ kind: 'json', change: (document: unknown) => with_(Object(document)) }) as const;

  it.each<[string, (document: { values: object[]; next?: unknown }) => unknown, string]>([
    ['values are no list', () => ({ values: 'many' }), 'a page is not of the documented shape: values'],
    ['there is no object', () => [1, 2], 'a page is not of the documented shape'],
    ['it is null', () => null, 'a page is not of the documented shape'],
    ['next is a number', (page) => ({ ...page, next: 5 }), 'not of the documented shape: next'],
    ['a page of a million', () => ({ values: Array.from({ length: 1e5 }, () => 1) }), 'shape: values'],
    ['next leads to a file', (page) => ({ ...page, next: 'file:///etc/passwd' }), 'leads away from'],
    [
      'next leads elsewhere',
      (page) => ({ ...page, next: 'https://evil.example.org/2.0/x' }),
      'leads away from',
    ],
  ])('are said to be so: %s', async (_, with_, why) => {
    const { forge, loopback } = await openLoopback(cloud(repository));
    loopback.faults.push({ on: /repositories\/acme/, fault: change(with_) });
    const listed = await listAll(forge.repositories(acme));
    expect(listed.at(-1)).toMatchObject({ unseen: { on: 'acme', why: expect.stringContaining(why) } });
  });

  it('end where they lead in a circle', async () => {
    const { forge, loopback } = await openLoopback(cloud(repository));
    const next = `${loopback.url}/2.0/repositories/acme?ctx=7`;
    loopback.faults.push({ on: /repositories\/acme/, fault: change((page) => ({ ...page, next })) });
    const listed = await listAll(forge.repositories(acme));
    expect(listed.at(-1)).toMatchObject({ unseen: { why: expect.stringContaining('read already') } });
    expect(loopback.requests.length).toBeLessThanOrEqual(3);
  });

  it('cost no more than one entry where one is malformed', async () => {
    const { forge, loopback } = await openLoopback(cloud(...manyRepositories('acme', 3)));
    loopback.faults.push({
      on: /repositories\/acme/,
      fault: change((page) => ({
        values: [page.values[0], 7, { full_name: 'acme/..', uuid: 1 }, page.values[2]],
      })),
    });
    const listed = await listAll(forge.repositories(acme));
    expect(listed.map((one) => 'unseen' in one)).toEqual([false, true, true, false]);
  });

  it.each(['..', '.', 'a/b/c', 'a b', 'x\u0000', 'a%2Fb', '\u202egnp'])(
    'let no name through that is not fit for a folder: %j',
    async (slug) => {
      const { forge, loopback } = await openLoopback(cloud(repository));
      const full_name = `acme/${slug}`;
      loopback.faults.push({
        on: /repositories\/acme/,
        fault: change(({ values }) => ({ values: [{ ...values[0], full_name }] })),
      });
      expect(await listAll(forge.repositories(acme))).toMatchObject([{ unseen: { on: 'acme' } }]);
    },
  );

  it('take control characters out of what people read', async () => {
    const name = `\u001b[31mred\u0007\n${'x'.repeat(5000)}`;
    const { forge } = await openLoopback(cloud({ ...repository, name }));
    const [listed] = await listAll(forge.repositories(acme));
    const shown = listed && 'repository' in listed ? listed.repository.name : '';
    expect(shown).toMatch(/^\[31mred x+…$/);
    expect(shown.length).toBeLessThan(300);
  });

  it('name no main branch that git would take for something else', async () => {
    for (const name of ['--upload-pack=x', 'a..b', 'x y', 'HEAD@{1}', 'a\nb', '']) {
      const { forge, loopback } = await openLoopback(cloud(repository));
      const fault = change(({ values }) => ({ values: [{ ...values[0], mainbranch: { name } }] }));
      loopback.faults.push({ on: /repositories\/acme/, fault });
      expect(await listAll(forge.repositories(acme))).toMatchObject([{ repository: { mainBranch: null } }]);
    }
  });
});

describe('permissions', () => {
  const grants = [
    { on: 'acme', kind: 'user', name: 'Olga', level: 'admin' },
    { on: 'acme', kind: 'user', name: 'Mel', level: 'read' },
    { on: 'acme/web', kind: 'user', name: 'Ada', level: 'admin' },
    { on: 'acme/web', kind: 'group', name: 'Partners', level: 'read' },
    { on: 'acme/web', kind: 'access-key', name: 'deploy', level: 'read' },
  ] as const;

  it('of the workspace are the effective ones of users, and its owners', async () => {
    const { forge } = await openLoopback({ face: 'cloud', model: openModel({ grants }) });
    const subject = { kind: 'user', name: 'Ada', email: null, accountId: '557058:ada' };
    expect(await listAll(forge.permissions(acme))).toEqual([
      { grant: { scope: 'repository', on: 'acme/web', subject, level: 'admin', origin: 'effective' } },
      {
        grant: {
          scope: 'workspace',
          on: 'acme',
          subject: { kind: 'user', name: 'Olga', email: null, accountId: null },
          level: 'admin',
          origin: 'explicit',
        },
      },
    ]);
  });

  it('of a repository are the explicit ones of users, groups and keys', async () => {
    const model = openModel({ grants, repositories: [repository] });
    const { forge } = await openLoopback({ face: 'cloud', model });
    const [listed] = await listAll(forge.repositories(acme));
    if (!listed || !('repository' in listed)) throw new Error('there is none');
    expect(await listAll(forge.repositoryPermissions(listed.repository))).toMatchObject([
      { grant: { subject: { kind: 'user', name: 'Ada' }, level: 'admin', origin: 'explicit' } },
      { grant: { subject: { kind: 'group', name: 'Partners' }, level: 'read' } },
      { grant: { subject: { kind: 'access-key', name: 'deploy' }, level: 'read' } },
    ]);
  });

  it('of a project are the explicit ones of users, groups and keys', async () => {
    const ofProject = [
      { on: 'CORE', kind: 'user', name: 'Ada', level: 'read' },
      { on: 'CORE', kind: 'group', name: 'Makers', level: 'write' },
      { on: 'CORE', kind: 'access-key', name: 'build', level: 'read' },
    ] as const;
    const { forge, loopback } = await openLoopback({
      face: 'cloud',
      model: openModel({ grants: ofProject }),
    });
    expect(await listAll(forge.projectPermissions('acme/CORE'))).toMatchObject([
      { grant: { scope: 'project', on: 'acme/CORE', subject: { kind: 'user', name: 'Ada' }, level: 'read' } },
      { grant: { scope: 'project', on: 'acme/CORE', subject: { kind: 'group' }, level: 'write' } },
      { grant: { scope: 'project', subject: { kind: 'access-key', name: 'build' }, level: 'read' } },
    ]);
    expect(loopback.requests).toHaveLength(3);
  });

  it('that may not be seen are said to be so, once for each list, and never thrown', async () => {
    const token = madeUpSecret();
    const accounts = [{ kind: 'access-token', user: '', secret: token }] as const;
    const model = openModel({ workspaces: ['acme', 'beta'], grants, accounts, isOpen: false });
    const opened = await openLoopback({ face: 'cloud', model }, { kind: 'access-token', token, user: null });
    const scope = { ...EVERYTHING, workspaces: ['acme', 'beta'] };
    const why = expect.stringMatching(/^not visible to this token \(GET .* HTTP 403: Your credentials lack/);
    expect(await listAll(opened.forge.permissions(scope))).toEqual([
      { unseen: { scope: 'workspace', on: 'acme', part: 'effective', why, isRefused: true } },
      { unseen: { scope: 'workspace', on: 'acme', part: 'owners', why, isRefused: true } },
      { unseen: { scope: 'workspace', on: 'beta', part: 'effective', why, isRefused: true } },
      { unseen: { scope: 'workspace', on: 'beta', part: 'owners', why, isRefused: true } },
    ]);
  });

  it('are not taken for refused when the forge is down', async () => {
    const { forge, loopback } = await openLoopback(cloud());
    loopback.faults.push({ on: /permissions/, fault: { kind: 'status', status: 503 } });
    expect(await listAll(forge.permissions(acme))).toMatchObject([
      { unseen: { isRefused: false, part: 'effective', why: expect.stringContaining('HTTP 503') } },
      { unseen: { isRefused: false, part: 'owners' } },
    ]);
  });
});

describe('pull requests', () => {
  it('come in all states, with the newest commits, page by page', async () => {
    const states = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'] as const;
    const pullRequests = Array.from({ length: 120 }, (_, i) => ({
      id: i + 1,
      state: states[i % 4] ?? 'OPEN',
      source: String(i).padStart(40, 'a'),
      target: 'b'.repeat(40),
    }));
    const { forge, loopback } = await openLoopback(cloud({ ...repository, pullRequests }));
    const [listed] = await listAll(forge.repositories(acme));
    if (!listed || !('repository' in listed)) throw new Error('there is none');
    const found = await listAll(forge.pullRequests(listed.repository));
    expect(found).toHaveLength(120);
    expect(found[3]).toEqual({
      id: 4,
      state: 'superseded',
      author: 'Ada Author',
      sourceRepository: null,
      sourceBranch: 'feature',
      targetBranch: 'main',
      createdAt: '2026-11-01T12:00:00.000Z',
      sourceCommit: 'a'.repeat(12),
      targetCommit: 'b'.repeat(12),
      updatedAt: '2026-11-02T12:00:00.000Z',
    });
    expect(pathsAsked(loopback).filter((path) => path.endsWith('pullrequests'))).toHaveLength(3);
  });
});

describe('what may be seen', () => {
  const grants = [{ on: 'acme/web', kind: 'user', name: 'Ada', level: 'admin' }] as const;
  const secret = madeUpSecret();

  it('is everything for an administrator', async () => {
    const accounts = [{ kind: 'api-token', user: 'ada@example.org', secret, isAdministrator: true }] as const;
    const model = openModel({ grants, accounts, repositories: [repository], isOpen: false });
    const { forge, loopback } = await openLoopback(
      { face: 'cloud', model },
      { kind: 'api-token', token: secret, user: 'ada@example.org' },
    );
    const access = await forge.access(EVERYTHING);
    expect(access.identity).toBe('Ada Author');
    expect(access.facts.map(({ visible }) => visible)).toEqual(Array.from({ length: 8 }, () => 'yes'));
    // Discovery, the user; 12 for the workspace.
    expect(loopback.requests.length).toBeLessThanOrEqual(14);
  });

  it('is less for an access token, and each gap has its reason', async () => {
    const accounts = [{ kind: 'access-token', user: '', secret }] as const;
    const model = openModel({ grants, accounts, repositories: [repository], isOpen: false });
    const { forge } = await openLoopback(
      { face: 'cloud', model },
      { kind: 'access-token', token: secret, user: null },
    );
    const { identity, facts } = await forge.access(acme);
    expect(identity).toBeNull();
    expect(Object.fromEntries(facts.map(({ subject, visible }) => [subject, visible]))).toEqual({
      'list of workspaces': 'no',
      'repositories of acme': 'yes',
      'projects of acme': 'yes',
      'owners of acme': 'no',
      'effective permissions in acme': 'no',
      'who may read project acme/CORE': 'no',
      'pull requests of acme/web': 'yes',
      'who may read acme/web': 'no',
    });
    expect(facts.find(({ subject }) => subject === 'owners of acme')?.needs).toBe(
      'read:workspace; administers it',
    );
    expect(facts[0]?.why).toContain('not accessible by this authentication mechanism');
  });

  it('is a part where some lists of several are refused, and says which', async () => {
    const { forge, loopback } = await openLoopback(cloud(repository));
    loopback.faults.push({ on: /web\/deploy-keys/, fault: { kind: 'status', status: 403 }, times: 9 });
    const { facts } = await forge.access(acme);
    expect(facts.at(-1)).toMatchObject({
      subject: 'who may read acme/web',
      visible: 'part',
      needs: 'read:repository; administers it',
      why: expect.stringMatching(/^users: visible; groups: visible; access keys: .*HTTP 403/),
    });
  });

  it('is unknown where asking failed', async () => {
    const { forge, loopback } = await openLoopback(cloud(repository));
    loopback.faults.push({ on: /projects/, fault: { kind: 'status', status: 500 } });
    const { facts } = await forge.access(acme);
    expect(facts.find(({ subject }) => subject.startsWith('projects'))?.visible).toBe('unknown');
  });
});

describe('what Bitbucket took away', () => {
  it('is explained', async () => {
    const { forge, loopback } = await openLoopback(cloud());
    loopback.faults.push({ on: /user\/workspaces/, fault: REMOVED });
    const error: unknown = await listAll(forge.workspaces()).catch((cause: unknown) => cause);
    if (!(error instanceof ForgeError)) throw new Error('it was not refused');
    expect(error).toMatchObject({
      kind: 'gone',
      status: 410,
      hint: expect.stringContaining('name the workspace'),
    });
    expect(error.message).toContain('CHANGE-2770');
  });
});
