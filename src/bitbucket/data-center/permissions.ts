/** Who may read what on a Data Center: of the instance, of projects, of everybody who is logged in, of repositories. */
import * as v from 'valibot';
import type {
  ForgeRepository,
  Grant,
  GrantLevel,
  GrantPart,
  GrantScope,
  Membership,
  Permitted,
  Subject,
} from '../forge.ts';
import { badAnswer } from '../read-shape.ts';
import { misshapen } from '../text-from-outside.ts';
import { unseen } from '../unseen.ts';
import type { DataCenterClient } from './client.ts';
import {
  accessKeyShape,
  permittedGroupShape,
  permittedShape,
  permittedUserShape,
  type UserAnswer,
  userShape,
} from './shapes.ts';

/** A place that permissions are entered at. */
interface Place {
  readonly scope: GrantScope;
  readonly on: string;
  /** Below `/rest/api/<version>/`, or `/rest/keys/<version>/` for keys. */
  readonly path: readonly string[];
}

interface Entry {
  readonly permission: string;
  readonly subject: Subject;
}

/** A text says what is wrong with it; null: nobody reads by it. */
type Read = (value: unknown) => Entry | string | null;

/** `PROJECT_VIEW`, `LICENSED_USER` and the like open no repository. */
const LEVELS: ReadonlyMap<string, GrantLevel> = new Map([
  ['REPO_READ', 'read'],
  ['PROJECT_READ', 'read'],
  ['REPO_WRITE', 'write'],
  ['PROJECT_WRITE', 'write'],
  ['REPO_ADMIN', 'admin'],
  ['PROJECT_ADMIN', 'admin'],
  ['ADMIN', 'admin'],
  ['SYS_ADMIN', 'admin'],
]);
const DEFAULTS = { PROJECT_WRITE: 'write', PROJECT_READ: 'read' } as const;

export async function* instancePermissions(client: DataCenterClient): AsyncGenerator<Permitted> {
  yield* usersAndGroups(client, { scope: 'instance', on: '', path: ['admin'] });
}

/** Users, groups, access keys, and what everybody who is logged in may do: the last is entered on few projects, and opens them to all. */
export async function* projectPermissions(client: DataCenterClient, key: string): AsyncGenerator<Permitted> {
  const place: Place = { scope: 'project', on: key, path: ['projects', key] };
  yield* usersAndGroups(client, place);
  yield* accessKeys(client, place);
  for (const [permission, level] of Object.entries(DEFAULTS)) {
    try {
      const answer = await client.get([...place.path, 'permissions', permission, 'all']);
      if (!v.is(permittedShape, answer))
        throw badAnswer('a default permission is not of the documented shape');
      if (!answer.permitted) continue;
      const subject: Subject = { kind: 'authenticated', name: '', email: null, accountId: null };
      yield { grant: { scope: 'project', on: key, subject, level, origin: 'explicit' } };
      return;
    } catch (error) {
      yield { unseen: unseen(error, 'project', key, 'everybody') };
      return;
    }
  }
}

export async function* repositoryPermissions(
  client: DataCenterClient,
  { workspace, slug, fullName: on }: ForgeRepository,
): AsyncGenerator<Permitted> {
  const place: Place = { scope: 'repository', on, path: ['projects', workspace, 'repos', slug] };
  yield* usersAndGroups(client, place);
  yield* accessKeys(client, place);
}

/**
 * As Bitbucket lists them for somebody with a licence. A group in a group has no list of its own here: a connected Crowd gives the people of
 * all levels flat. https://confluence.atlassian.com/crowd043/nested-groups-in-crowd-1086408641.html
 */
export async function* groupMembers(client: DataCenterClient, group: string): AsyncGenerator<Membership> {
  try {
    for await (const value of client.list('api', ['admin', 'groups', 'more-members'], { context: group })) {
      const parsed = v.safeParse(userShape, value);
      if (!parsed.success) throw badAnswer(`a member is ${misshapen(parsed.issues)}`);
      if (parsed.output.active) yield { member: personOf(parsed.output) };
    }
  } catch (error) {
    yield { unseen: unseen(error, 'group', group, 'members') };
  }
}

/** Those of a project open all its repositories. */
async function* accessKeys(client: DataCenterClient, place: Place): AsyncGenerator<Permitted> {
  yield* grantsIn(client.list('keys', [...place.path, 'ssh']), { ...place, part: 'access-keys' }, readKey);
}

async function* usersAndGroups(client: DataCenterClient, place: Place): AsyncGenerator<Permitted> {
  const listOf = (part: 'users' | 'groups'): AsyncGenerator =>
    client.list('api', [...place.path, 'permissions', part]);
  yield* grantsIn(listOf('users'), { ...place, part: 'users' }, readUser);
  yield* grantsIn(listOf('groups'), { ...place, part: 'groups' }, readGroup);
}

async function* grantsIn(
  values: AsyncIterable<unknown>,
  { scope, on, part }: Place & { readonly part: GrantPart },
  read: Read,
): AsyncGenerator<Permitted> {
  try {
    for await (const value of values) {
      const entry = read(value);
      if (entry === null) continue;
      if (typeof entry === 'string') {
        yield { unseen: { scope, on, part, why: `a permission is ${entry}`, isRefused: false } };
        continue;
      }
      const grant = grantOf(entry, scope, on);
      if (grant) yield { grant };
    }
  } catch (error) {
    yield { unseen: unseen(error, scope, on, part) };
  }
}

function grantOf({ permission, subject }: Entry, scope: GrantScope, on: string): Grant | null {
  const level = LEVELS.get(permission);
  return level ? { scope, on, subject, level, origin: 'explicit' } : null;
}

const readUser: Read = (value) => {
  const parsed = v.safeParse(permittedUserShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { permission, user } = parsed.output;
  return user.active ? { permission, subject: personOf(user) } : null;
};

function personOf({ name, displayName = name ?? '', emailAddress, slug }: UserAnswer): Subject {
  return { kind: 'user', name: displayName, email: emailAddress ?? null, accountId: name ?? slug ?? null };
}

const readGroup: Read = (value) => {
  const parsed = v.safeParse(permittedGroupShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { permission, group } = parsed.output;
  return { permission, subject: { kind: 'group', name: group.name, email: null, accountId: null } };
};

const readKey: Read = (value) => {
  const parsed = v.safeParse(accessKeyShape, value);
  if (!parsed.success) return misshapen(parsed.issues);
  const { permission, key } = parsed.output;
  const accountId = key.id === undefined ? null : String(key.id);
  return { permission, subject: { kind: 'access-key', name: key.label ?? '', email: null, accountId } };
};
