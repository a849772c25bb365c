/** The REST interface of Bitbucket Data Center as far as it is asked; every document is held to the published types. */
import type { components } from '@coderabbitai/bitbucket/server/openapi';
import { type FaceAnswer, type FaceRequest, ok } from './face.ts';
import type { Level, Model, ModelGrant, ModelPullRequest, ModelRefChange, ModelRepository } from './model.ts';

type Schemas = components['schemas'];
type Handler = (request: FaceRequest, parts: readonly string[]) => FaceAnswer;
type Permission = NonNullable<Schemas['RestPermittedUser']['permission']>;

/** What the instance lets through, whatever is asked for. */
const MAX_PAGE = 25;
/** Every page leaves out two that may not be seen: the next one begins further on than it is long. */
const UNSEEN_PER_PAGE = 2;

const ROUTES: ReadonlyArray<readonly [RegExp, Handler]> = [
  [/^\/repos$/, repositories],
  [/^\/projects$/, projects],
  [/^\/projects\/([^/]+)\/repos$/, repositories],
  [/^\/projects\/([^/]+)\/repos\/([^/]+)$/, oneRepository],
  [/^\/projects\/([^/]+)\/repos\/([^/]+)\/default-branch$/, defaultBranch],
  [/^\/projects\/([^/]+)\/repos\/([^/]+)\/pull-requests$/, pullRequests],
  [/^\/projects\/([^/]+)\/repos\/([^/]+)\/ref-change-activities$/, refChanges],
  [/^\/admin\/permissions\/(users|groups)$/, instancePermissions],
  [/^\/admin\/groups$/, groups],
  [/^\/admin\/groups\/more-members$/, groupMembers],
  [/^\/projects\/([^/]+)\/permissions\/(users|groups)$/, projectPermissions],
  [/^\/projects\/([^/]+)\/permissions\/(PROJECT_\w+)\/all$/, defaultPermission],
  [/^\/projects\/([^/]+)\/repos\/([^/]+)\/permissions\/(users|groups)$/, repositoryPermissions],
];

export function dataCenterFace(request: FaceRequest): FaceAnswer {
  for (const [route, handler] of ROUTES) {
    const found = route.exec(request.path);
    if (found) return handler(request, found.slice(1).map(decodeURIComponent));
  }
  return refusal(404, 'The requested resource does not exist.');
}

/** `/rest/keys`. */
export function keysFace(request: FaceRequest): FaceAnswer {
  const [, project, slug] = /^\/projects\/([^/]+)(?:\/repos\/([^/]+))?\/ssh$/.exec(request.path) ?? [];
  const place = slug === undefined ? project : `${project}/${slug}`;
  const there = grants(request, ({ on, kind }) => on === place && kind === 'access-key');
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ name, level }) => ({
      key: { id: keyId(request.model, name), label: name },
      permission: permissionOf(slug === undefined ? 'PROJECT' : 'REPO', level),
    })) satisfies Array<Schemas['RestSshAccessKey']>,
  );
}

/** One and the same key may open several places. */
function keyId({ grants: all }: Model, wanted: string): number {
  return all.findIndex(({ kind, name }) => kind === 'access-key' && name === wanted) + 1;
}

export function refusal(status: number, message: string): FaceAnswer {
  return { status, document: { errors: [{ message }] } satisfies Schemas['RestErrors'] };
}

function repositories(request: FaceRequest, [project]: readonly string[]): FaceAnswer {
  const { model, query } = request;
  const isThere = model.repositories.some((one) => one.project === project);
  if (project !== undefined && !isThere) return refusal(404, `Project ${project} does not exist.`);
  const all = query.get('archived') === 'ALL';
  const there = model.repositories.filter(
    (one) => (project === undefined || one.project === project) && (all || one.isArchived !== true),
  );
  return page(
    request,
    there.map((one) => repositoryDocument(one, request)),
  );
}

function oneRepository(request: FaceRequest, parts: readonly string[]): FaceAnswer {
  const there = find(request, parts);
  return there ? ok(repositoryDocument(there, request)) : refusal(404, 'Repository does not exist.');
}

function find({ model }: FaceRequest, [project, slug]: readonly string[]): ModelRepository | undefined {
  return model.repositories.find((one) => one.project === project && one.slug === slug);
}

function repositoryDocument(one: ModelRepository, { root, model }: FaceRequest): Schemas['RestRepository'] {
  const { project, slug } = one;
  const parent = model.repositories.find(({ id }) => id === one.forkOf);
  const clone = [
    { name: 'http', href: `${root}/scm/${project}/${slug}.git` },
    { name: 'ssh', href: `ssh://git@${new URL(root).hostname}:7999/${project}/${slug}.git` },
  ];
  return {
    id: one.id,
    slug,
    name: one.name ?? slug,
    hierarchyId: one.hierarchy ?? `h${one.id}`,
    scmId: 'git',
    state: 'AVAILABLE',
    forkable: true,
    public: one.isPublic ?? false,
    archived: one.isArchived ?? false,
    project: projectDocument(project),
    ...(parent && { origin: { id: parent.id, slug: parent.slug, project: projectDocument(parent.project) } }),
    links: {
      ...(one.hasNoCloneLinks !== true && { clone }),
      self: [{ href: `${root}/projects/${project}/repos/${slug}/browse` }],
    },
  };
}

function projectDocument(key: string): Schemas['RestProject'] & { readonly key: string } {
  const isPersonal = key.startsWith('~');
  return { key, name: `Project ${key}`, public: false, type: isPersonal ? 'PERSONAL' : 'NORMAL' };
}

/** Personal projects are not among them. */
function projects(request: FaceRequest): FaceAnswer {
  const keys = new Set(request.model.repositories.map(({ project }) => project));
  return page(request, [...keys].filter((key) => !key.startsWith('~')).map(projectDocument));
}

function defaultBranch(request: FaceRequest, parts: readonly string[]): FaceAnswer {
  const there = find(request, parts);
  if (!there || there.isEmpty === true) return refusal(404, 'There is no default branch.');
  const { mainBranch = 'main' } = there;
  const document = { id: `refs/heads/${mainBranch}`, displayId: mainBranch, type: 'BRANCH' } as const;
  return ok(document satisfies Schemas['RestMinimalRef']);
}

function pullRequests(request: FaceRequest, parts: readonly string[]): FaceAnswer {
  const there = find(request, parts);
  if (!there) return refusal(404, 'Repository does not exist.');
  const all = request.query.get('state') === 'ALL';
  const wanted = (there.pullRequests ?? []).filter(({ state }) => all || state === 'OPEN');
  return page(request, wanted.map(pullRequestDocument));
}

/** The published type knows no author. */
function pullRequestDocument(
  one: ModelPullRequest,
): Schemas['RestPullRequest'] & { readonly author: { readonly user: Schemas['RestApplicationUser'] } } {
  return {
    id: one.id,
    state: one.state === 'SUPERSEDED' ? 'DECLINED' : one.state,
    title: `Pull request ${one.id}`,
    createdDate: 1_761_000_000_000,
    updatedDate: 1_762_000_000_000,
    author: { user: { name: 'ada', displayName: 'Ada Author' } },
    fromRef: {
      id: `refs/heads/${one.branch ?? 'feature'}`,
      displayId: one.branch ?? 'feature',
      latestCommit: one.source,
      repository: { slug: 'elsewhere', project: { key: '~ada' } },
    },
    toRef: { id: 'refs/heads/main', displayId: 'main', latestCommit: one.target },
  };
}

/** The newest first; for administrators of the repository. */
function refChanges(request: FaceRequest, parts: readonly string[]): FaceAnswer {
  const there = find(request, parts);
  if (!there) return refusal(404, 'Repository does not exist.');
  const isAdministrator = request.account?.isAdministrator ?? request.model.isOpen ?? false;
  if (!isAdministrator) return refusal(401, 'You are not permitted to access this resource');
  return page(
    request,
    (there.refChanges ?? []).toReversed().map((one) => refChangeDocument(request, one)),
  );
}

function refChangeDocument(
  request: FaceRequest,
  { id, at, ref, from, to }: ModelRefChange,
): Schemas['RestRepositoryRefChangeActivity'] {
  const none = '0'.repeat(40);
  const type = from === undefined ? 'ADD' : to === undefined ? 'DELETE' : 'UPDATE';
  const name = { id: ref, displayId: ref.replace('refs/heads/', ''), type: 'BRANCH' } as const;
  return {
    id,
    createdDate: at.getTime(),
    trigger: 'push',
    user: userDocument(request, 'ada'),
    refChange: { ref: name, refId: ref, fromHash: from ?? none, toHash: to ?? none, type },
  };
}

function grants(request: FaceRequest, isThere: (grant: ModelGrant) => boolean): ModelGrant[] | FaceAnswer {
  const isAdministrator = request.account?.isAdministrator ?? request.model.isOpen ?? false;
  if (isAdministrator) return request.model.grants.filter(isThere);
  return refusal(401, 'You are not permitted to access this resource');
}

function permissionOf(of: 'REPO' | 'PROJECT', level: Level): Permission {
  const ends = { read: 'READ', write: 'WRITE', admin: 'ADMIN' } as const;
  return `${of}_${ends[level]}`;
}

function instancePermissions(request: FaceRequest, [kind = '']: readonly string[]): FaceAnswer {
  return permitted(request, '', kind, () => 'SYS_ADMIN');
}

function projectPermissions(request: FaceRequest, [key = '', kind = '']: readonly string[]): FaceAnswer {
  return permitted(request, key, kind, (level) => permissionOf('PROJECT', level));
}

function repositoryPermissions(
  request: FaceRequest,
  [key = '', slug = '', kind = '']: readonly string[],
): FaceAnswer {
  return permitted(request, `${key}/${slug}`, kind, (level) => permissionOf('REPO', level));
}

function permitted(
  request: FaceRequest,
  place: string,
  kind: string,
  permission: (level: Level) => Permission,
): FaceAnswer {
  const there = grants(request, (one) => one.on === place && `${one.kind}s` === kind);
  if (!Array.isArray(there)) return there;
  return page(
    request,
    there.map(({ name, level }) =>
      kind === 'users'
        ? ({
            user: userDocument(request, name),
            permission: permission(level),
          } satisfies Schemas['RestPermittedUser'])
        : ({ group: { name }, permission: permission(level) } satisfies Schemas['RestPermittedGroup']),
    ),
  );
}

function userDocument({ model }: FaceRequest, name: string, active = true): Schemas['RestDetailedUser'] {
  return {
    name,
    displayName: name.toUpperCase(),
    emailAddress: model.emails?.[name] ?? `${name}@example.org`,
    active,
  };
}

/** The token of a project is nobody's. */
function hasLicence({ account, model }: FaceRequest): boolean {
  return account?.kind === 'http-token' || model.isOpen === true;
}

function groups(request: FaceRequest): FaceAnswer {
  if (!hasLicence(request)) return refusal(401, 'You are not permitted to access this resource');
  const there = (request.model.groups ?? []).map(({ name }) => ({ name, deletable: true }));
  return page(request, there satisfies Array<Schemas['RestDetailedGroup']>);
}

function groupMembers(request: FaceRequest): FaceAnswer {
  const { model, query } = request;
  if (!hasLicence(request)) return refusal(401, 'You are not permitted to access this resource');
  const group = model.groups?.find(({ name }) => name === query.get('context'));
  const { members = [], inactive = [] } = group ?? {};
  return page(
    request,
    members.map((name) => userDocument(request, name, !inactive.includes(name))),
  );
}

function defaultPermission(request: FaceRequest, [key = '', permission = '']: readonly string[]): FaceAnswer {
  const there = grants(request, ({ on, kind }) => on === key && kind === 'default');
  if (!Array.isArray(there)) return there;
  const isPermitted = there.some(({ level }) => permissionOf('PROJECT', level) === permission);
  return ok({ permitted: isPermitted } satisfies Schemas['RestPermitted']);
}

function page(request: FaceRequest, all: readonly object[]): FaceAnswer {
  const limit = Math.min(Number(request.query.get('limit') ?? MAX_PAGE), MAX_PAGE);
  const start = Number(request.query.get('start') ?? 0);
  // As if between the entries lay others that may not be seen.
  const first = Math.floor(start / (limit + UNSEEN_PER_PAGE)) * limit;
  const values = all.slice(first, first + limit);
  const isLastPage = first + limit >= all.length;
  return ok({
    start,
    limit,
    size: values.length,
    isLastPage,
    values,
    nextPageStart: isLastPage ? null : start + limit + UNSEEN_PER_PAGE,
  });
}
