/** Who may read what on Bitbucket Cloud: effective permissions by the page, explicit ones by the repository. */
import * as v from 'valibot';
import type { ForgeRepository, Grant, GrantPart, GrantScope, Permitted, Subject } from '../forge.ts';
import { misshapen } from '../text-from-outside.ts';
import { unseen } from '../unseen.ts';
import type { CloudClient, Endpoint, Params } from './package-client.ts';
import { cloudList } from './pages.ts';
import {
  deployKeyShape,
  fieldsOf,
  groupPermissionShape,
  MEMBERSHIP_FIELDS,
  membershipShape,
  PERMISSION_FIELDS,
  permissionShape,
  userPermissionShape,
} from './shapes.ts';

/** Of members of a workspace, those who administer it. */
export const OWNERS = 'permission="owner"';

/** A list of grants, and how one of it is read: null for one that grants nothing. */
interface GrantList {
  readonly scope: GrantScope;
  readonly on: string;
  readonly part: GrantPart;
  readonly endpoint: Endpoint;
  readonly params: Params;
  readonly read: (value: unknown) => Grant | string | null;
}

/** 1 request for 100 grants, and 1 for the owners; needs an administrator of the workspace. */
export async function* workspacePermissions(
  client: CloudClient,
  workspace: string,
): AsyncGenerator<Permitted> {
  yield* grantsOf(client, {
    scope: 'workspace',
    on: workspace,
    part: 'effective',
    endpoint: (bitbucket, params) => bitbucket.workspaces.listPermissionsForRepositories(params),
    params: { workspace, fields: fieldsOf(PERMISSION_FIELDS) },
    read: (value) => {
      const parsed = v.safeParse(permissionShape, value);
      if (!parsed.success) return misshapen(parsed.issues);
      const { permission: level, user, repository } = parsed.output;
      if (level === 'none') return null;
      const on = repository.full_name.join('/');
      return { scope: 'repository', on, subject: userSubject(user), level, origin: 'effective' };
    },
  });
  yield* grantsOf(client, {
    scope: 'workspace',
    on: workspace,
    part: 'owners',
    endpoint: (bitbucket, params) => bitbucket.workspaces.listPermissions(params),
    params: { workspace, q: OWNERS, fields: fieldsOf(MEMBERSHIP_FIELDS) },
    read: (value) => readOwner(value, workspace),
  });
}

/** Owners administer every repository there is; other members may do what is entered elsewhere. */
function readOwner(value: unknown, on: string): Grant | string | null {
  const parsed = v.safeParse(membershipShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { permission, user } = parsed.output;
  if (permission !== 'owner') return null;
  return { scope: 'workspace', on, subject: userSubject(user), level: 'admin', origin: 'explicit' };
}

/** Users, groups and access keys as they were entered on the project; needs its administrator. */
export async function* projectPermissions(client: CloudClient, project: string): AsyncGenerator<Permitted> {
  const [workspace = '', key = ''] = project.split('/');
  const place = { scope: 'project', on: project, params: { workspace, project_key: key } } as const;
  yield* grantsOf(client, {
    ...place,
    part: 'users',
    endpoint: (bitbucket, params) => bitbucket.workspaces.listProjectUserPermissions(params),
    read: (value) => readUser(value, place),
  });
  yield* grantsOf(client, {
    ...place,
    part: 'groups',
    endpoint: (bitbucket, params) => bitbucket.workspaces.listProjectGroupPermissions(params),
    read: (value) => readGroup(value, place),
  });
  yield* grantsOf(client, {
    ...place,
    part: 'access-keys',
    endpoint: (bitbucket, params) => bitbucket.workspaces.listProjectDeployKeys(params),
    read: (value) => readKey(value, place),
  });
}

/** Users, groups and access keys as they were entered on the repository; needs its administrator. */
export async function* explicitPermissions(
  client: CloudClient,
  { workspace, slug, fullName: on }: ForgeRepository,
): AsyncGenerator<Permitted> {
  const place = { scope: 'repository', on, params: { workspace, repo_slug: slug } } as const;
  yield* grantsOf(client, {
    ...place,
    part: 'users',
    endpoint: (bitbucket, params) => bitbucket.bitsieve.listUserPermissions(params),
    read: (value) => readUser(value, place),
  });
  yield* grantsOf(client, {
    ...place,
    part: 'groups',
    endpoint: (bitbucket, params) => bitbucket.bitsieve.listGroupPermissions(params),
    read: (value) => readGroup(value, place),
  });
  yield* grantsOf(client, {
    ...place,
    part: 'access-keys',
    endpoint: (bitbucket, params) => bitbucket.repositories.listDeployKeys(params),
    read: (value) => readKey(value, place),
  });
}

type Place = Pick<GrantList, 'scope' | 'on'>;

function readUser(value: unknown, place: Place): Grant | string | null {
  const parsed = v.safeParse(userPermissionShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { permission, user } = parsed.output;
  return explicit(place, userSubject(user), permission);
}

function readGroup(value: unknown, place: Place): Grant | string | null {
  const parsed = v.safeParse(groupPermissionShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { permission, group } = parsed.output;
  const name = group.name ?? group.slug ?? '';
  return explicit(place, subject('group', name, group.slug ?? null), permission);
}

function readKey(value: unknown, place: Place): Grant | string | null {
  const parsed = v.safeParse(deployKeyShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { id, label, comment } = parsed.output;
  const key = subject('access-key', label ?? comment ?? '', id === undefined ? null : String(id));
  // Access keys of Cloud never write. https://support.atlassian.com/bitbucket-cloud/docs/add-access-keys/
  return explicit(place, key, 'read');
}

async function* grantsOf(client: CloudClient, list: GrantList): AsyncGenerator<Permitted> {
  const { scope, on, part, endpoint, params, read } = list;
  try {
    for await (const value of cloudList(client, endpoint, params)) {
      const grant = read(value);
      if (typeof grant === 'string') {
        yield { unseen: { scope, on, part, why: `a permission is ${grant}`, isRefused: false } };
      } else if (grant) yield { grant };
    }
  } catch (error) {
    yield { unseen: unseen(error, scope, on, part) };
  }
}

/** `none` is nothing; making repositories is writing, as far as reading goes. */
function explicit(
  { scope, on }: Place,
  of: Subject,
  level: v.InferOutput<typeof userPermissionShape>['permission'],
): Grant | null {
  if (level === 'none') return null;
  return { scope, on, subject: of, level: level === 'create-repo' ? 'write' : level, origin: 'explicit' };
}

function userSubject(user: v.InferOutput<typeof userPermissionShape>['user']): Subject {
  const id = user.account_id ?? user.uuid ?? null;
  return subject('user', user.display_name ?? id ?? '', id);
}

function subject(kind: Subject['kind'], name: string, accountId: string | null): Subject {
  return { kind, name, email: null, accountId };
}
