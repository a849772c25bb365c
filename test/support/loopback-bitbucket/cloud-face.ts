/** The REST interface of Bitbucket Cloud, 2.0, as far as it is asked; every document is held to the published types. */
import type { components } from '@coderabbitai/bitbucket/cloud/openapi';
import { type FaceAnswer, type FaceRequest, ok } from './face.ts';
import type { ModelGrant, ModelPullRequest, ModelRepository } from './model.ts';
import { partial } from './partial.ts';

type Schemas = components['schemas'];
type Handler = (request: FaceRequest, parts: readonly string[]) => FaceAnswer;

const MAX_PAGE = 100;

function uuidOf(id: number): string {
  return `{00000000-0000-4000-8000-${String(id).padStart(12, '0')}}`;
}

/** Longer ones first: the first that fits answers. */
const ROUTES: ReadonlyArray<readonly [RegExp, Handler]> = [
  [/^\/user$/, user],
  [/^\/user\/workspaces$/, userWorkspaces],
  [/^\/repositories\/([^/]+)$/, repositories],
  [/^\/repositories\/([^/]+)\/([^/]+)$/, oneRepository],
  [/^\/repositories\/([^/]+)\/([^/]+)\/pullrequests$/, pullRequests],
  [/^\/repositories\/([^/]+)\/([^/]+)\/commit\/([0-9a-f]+)$/, oneCommit],
  [/^\/repositories\/([^/]+)\/([^/]+)\/permissions-config\/(users|groups)$/, explicitPermissions],
  [/^\/repositories\/([^/]+)\/([^/]+)\/deploy-keys$/, deployKeys],
  [/^\/workspaces\/([^/]+)\/permissions\/repositories$/, effectivePermissions],
  [/^\/workspaces\/([^/]+)\/permissions$/, members],
  [/^\/workspaces\/([^/]+)\/projects$/, projects],
  [/^\/workspaces\/([^/]+)\/projects\/([^/]+)\/deploy-keys$/, projectKeys],
  [/^\/workspaces\/([^/]+)\/projects\/([^/]+)\/permissions-config\/(users|groups)$/, ofProject],
];

export function cloudFace(request: FaceRequest): FaceAnswer {
  for (const [route, handler] of ROUTES) {
    const found = route.exec(request.path);
    if (!found) continue;
    const answer = handler(request, found.slice(1).map(decodeURIComponent));
    const fields = request.query.get('fields');
    if (answer.status !== 200 || fields === null) return answer;
    return { ...answer, document: partial(answer.document, fields) };
  }
  return refusal(404, 'Resource not found');
}

export function refusal(status: number, message: string): FaceAnswer {
  return { status, document: { type: 'error', error: { message } } satisfies Schemas['error'] };
}

/** Access tokens and consumers are nobody. https://support.atlassian.com/bitbucket-cloud/kb/, 2025-03-21 */
function isPerson({ account, model }: FaceRequest): boolean {
  return account?.kind === 'api-token' || (model.isOpen === true && account === null);
}

const NO_PERSON = 'This API is not accessible by this authentication mechanism';

function user(request: FaceRequest): FaceAnswer {
  if (!isPerson(request)) return refusal(403, NO_PERSON);
  return ok({ type: 'user', display_name: 'Ada Author', uuid: uuidOf(1) } satisfies Schemas['user']);
}

function userWorkspaces(request: FaceRequest): FaceAnswer {
  if (!isPerson(request)) return refusal(403, NO_PERSON);
  return page(
    request,
    request.model.workspaces.map((slug) => ({
      type: 'workspace_access',
      administrator: request.account?.isAdministrator ?? false,
      workspace: { type: 'workspace', slug, name: slug.toUpperCase(), uuid: uuidOf(9) },
    })),
  );
}

function repositories(request: FaceRequest, [workspace = '']: readonly string[]): FaceAnswer {
  const { model, query } = request;
  if (!model.workspaces.includes(workspace)) return refusal(404, 'No such workspace');
  const key = /^project\.key="([^"]*)"$/.exec(query.get('q') ?? '')?.[1];
  const there = model.repositories.filter(
    (one) => one.workspace === workspace && (key === undefined || one.project === key),
  );
  return page(
    request,
    there.map((one) => repositoryDocument(one, request)),
  );
}

function oneRepository(request: FaceRequest, parts: readonly string[]): FaceAnswer {
  const there = find(request, parts);
  return there ? ok(repositoryDocument(there, request)) : hidden();
}

/** The same for what is missing and for what may not be seen. */
function hidden(): FaceAnswer {
  return refusal(404, 'You may not have access to this repository or it no longer exists in this workspace.');
}

function find({ model }: FaceRequest, [workspace, slug]: readonly string[]): ModelRepository | undefined {
  return model.repositories.find((one) => one.workspace === workspace && one.slug === slug);
}

function repositoryDocument(one: ModelRepository, { root }: FaceRequest): Schemas['repository'] {
  const fullName = `${one.workspace}/${one.slug}`;
  const clone = [
    { name: 'https', href: `${root.replace('//', '//ada-author@')}/${fullName}.git` },
    { name: 'ssh', href: `git@${new URL(root).hostname}:${fullName}.git` },
  ];
  return {
    type: 'repository',
    uuid: uuidOf(one.id),
    full_name: fullName,
    name: one.name ?? one.slug,
    is_private: one.isPublic !== true,
    size: one.sizeBytes ?? 0,
    scm: 'git',
    created_on: '2024-01-01T00:00:00.000000+00:00',
    updated_on: '2026-11-01T12:00:00.000000+00:00',
    project: { type: 'project', key: one.project, name: `Project ${one.project}` },
    owner: { type: 'account', display_name: one.workspace.toUpperCase() },
    ...(one.isEmpty !== true && { mainbranch: { type: 'branch', name: 'main' } }),
    ...(one.forkOf !== undefined && { parent: { type: 'repository', uuid: uuidOf(one.forkOf) } }),
    links: {
      html: { href: `${root}/${fullName}` },
      ...(one.hasNoCloneLinks !== true && { clone }),
    },
  };
}

function pullRequests(request: FaceRequest, parts: readonly string[]): FaceAnswer {
  const there = find(request, parts);
  if (!there) return hidden();
  const states = request.query.getAll('state');
  const wanted = (there.pullRequests ?? []).filter(({ state }) =>
    states.length === 0 ? state === 'OPEN' : states.includes(state),
  );
  return page(request, wanted.map(pullRequestDocument), 50);
}

/** Told as long as the forge keeps it, whether or not a branch leads there. */
function oneCommit(
  request: FaceRequest,
  [workspace = '', slug = '', short = '']: readonly string[],
): FaceAnswer {
  const pulls = find(request, [workspace, slug])?.pullRequests ?? [];
  const hash = pulls.flatMap(({ source, target }) => [source, target]).find((one) => one.startsWith(short));
  if (hash === undefined) return refusal(404, 'Commit not found');
  return ok({ type: 'commit', hash } satisfies Schemas['commit']);
}

function pullRequestDocument({
  id,
  state,
  source,
  target,
  branch = 'feature',
}: ModelPullRequest): Schemas['pullrequest'] {
  return {
    type: 'pullrequest',
    id,
    state,
    title: `Pull request ${id}`,
    author: { type: 'account', display_name: 'Ada Author' },
    created_on: '2026-11-01T12:00:00.000000+00:00',
    updated_on: '2026-11-02T12:00:00.000000+00:00',
    source: { commit: { hash: source.slice(0, 12) }, branch: { name: branch } },
    destination: { commit: { hash: target.slice(0, 12) }, branch: { name: 'main' } },
  };
}

function isAdministrator({ account, model }: FaceRequest): boolean {
  return account?.isAdministrator ?? model.isOpen ?? false;
}

const NO_SCOPE = 'Your credentials lack one or more required privilege scopes.';

function grants(request: FaceRequest, isThere: (grant: ModelGrant) => boolean): ModelGrant[] | FaceAnswer {
  return isAdministrator(request) ? request.model.grants.filter(isThere) : refusal(403, NO_SCOPE);
}

function effectivePermissions(request: FaceRequest, [workspace = '']: readonly string[]): FaceAnswer {
  const there = grants(request, ({ on, kind }) => on.startsWith(`${workspace}/`) && kind === 'user');
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ on, name, level }) => ({
      type: 'repository_permission',
      permission: level,
      user: userDocument(name),
      repository: { type: 'repository', full_name: on },
    })) satisfies Array<Schemas['repository_permission']>,
  );
}

function explicitPermissions(request: FaceRequest, [workspace, slug, kind]: readonly string[]): FaceAnswer {
  const wanted = kind === 'users' ? 'user' : 'group';
  const there = grants(request, (one) => one.on === `${workspace}/${slug}` && one.kind === wanted);
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ name, level }) =>
      wanted === 'user'
        ? ({
            type: 'repository_user_permission',
            permission: level,
            user: userDocument(name),
          } satisfies Schemas['repository_user_permission'])
        : ({
            type: 'repository_group_permission',
            permission: level,
            group: { type: 'group', name, slug: name.toLowerCase() },
          } satisfies Schemas['repository_group_permission']),
    ),
  );
}

function ofProject(request: FaceRequest, [, key, kind]: readonly string[]): FaceAnswer {
  const wanted = kind === 'users' ? 'user' : 'group';
  const there = grants(request, (one) => one.on === key && one.kind === wanted);
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ name, level }) =>
      wanted === 'user'
        ? ({
            type: 'project_user_permission',
            permission: level,
            user: userDocument(name),
          } satisfies Schemas['project_user_permission'])
        : ({
            type: 'project_group_permission',
            permission: level === 'write' ? 'create-repo' : level,
            group: { type: 'group', name, slug: name.toLowerCase() },
          } satisfies Schemas['project_group_permission']),
    ),
  );
}

function deployKeys(request: FaceRequest, [workspace, slug]: readonly string[]): FaceAnswer {
  const there = grants(request, ({ on, kind }) => on === `${workspace}/${slug}` && kind === 'access-key');
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ name }, i) => ({ type: 'deploy_key', id: i + 1, label: name })) satisfies Array<
      Schemas['deploy_key']
    >,
  );
}

function projectKeys(request: FaceRequest, [, key]: readonly string[]): FaceAnswer {
  const there = grants(request, ({ on, kind }) => on === key && kind === 'access-key');
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ name }, i) => ({ type: 'project_deploy_key', id: i + 1, label: name })) satisfies Array<
      Schemas['project_deploy_key']
    >,
  );
}

/** Those that are entered on the workspace itself. The published type knows no permission. */
function members(request: FaceRequest, [workspace]: readonly string[]): FaceAnswer {
  const wanted = /^permission="(\w+)"$/.exec(request.query.get('q') ?? '')?.[1];
  const there = grants(request, ({ on, kind }) => on === workspace && kind === 'user');
  if (!Array.isArray(there)) return there;
  const all = there.map(({ name, level }) => ({
    type: 'workspace_membership',
    permission: level === 'admin' ? 'owner' : 'member',
    user: { type: 'account', display_name: name },
  })) satisfies Array<Schemas['workspace_membership'] & { readonly permission: string }>;
  return page(
    request,
    all.filter(({ permission }) => wanted === undefined || permission === wanted),
  );
}

function projects(request: FaceRequest, [workspace = '']: readonly string[]): FaceAnswer {
  const keys = request.model.repositories
    .filter((one) => one.workspace === workspace)
    .map(({ project }) => project);
  return page(
    request,
    [...new Set(keys)].map((key) => ({ type: 'project', key, name: `Project ${key}` })) satisfies Array<
      Schemas['project']
    >,
  );
}

function userDocument(name: string): Schemas['user'] {
  return { type: 'user', display_name: name, account_id: `557058:${name.toLowerCase()}` };
}

/** `next` is opaque: nobody could guess it from the page before. */
function page(request: FaceRequest, all: readonly object[], max = MAX_PAGE): FaceAnswer {
  const { query, root, path } = request;
  const pagelen = Math.min(Number(query.get('pagelen') ?? 10), max);
  const start = Number(query.get('ctx') ?? 0);
  const next = new URLSearchParams(query);
  next.set('ctx', String(start + pagelen));
  return ok({
    pagelen,
    values: all.slice(start, start + pagelen),
    ...(start + pagelen < all.length && { next: `${root}/2.0${path}?${next.toString()}` }),
  });
}
