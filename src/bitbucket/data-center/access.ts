/** What a credential can and cannot see of a Data Center, found out with a few small requests. */
import * as v from 'valibot';
import type { Access, AccessFact, ForgeScope } from '../forge.ts';
import { accessFact } from '../access-fact.ts';
import { ForgeError } from '../forge-error.ts';
import { readShape } from '../read-shape.ts';
import type { DataCenterClient } from './client.ts';
import { nameShape } from '../text-from-outside.ts';
import { projectShape } from './shapes.ts';

/** A fact, and the lists that it is put together from: by name, empty for one alone. */
interface Question {
  readonly subject: string;
  readonly needs: string;
  readonly lists: Readonly<Record<string, () => Promise<string>>>;
}

export async function dataCenterAccess(client: DataCenterClient, scope: ForgeScope): Promise<Access> {
  const known: { version: string | null; identity: string | null } = { version: null, identity: null };
  const instance = async (): Promise<string> => {
    const { version, user, api } = await client.properties();
    Object.assign(known, { version, identity: user });
    return `Bitbucket ${version ?? 'of unknown version'}, REST ${api}`;
  };
  const facts: AccessFact[] = [
    await factOf({ subject: 'the instance', needs: '', lists: { '': instance } }),
    ...(await factsOf(instanceQuestions(client))),
  ];
  const keys = scope.projects.length > 0 ? scope.projects : await firstKey(client);
  for (const key of keys) {
    facts.push(...(await factsOf(projectQuestions(client, key))));
    const slug = await firstSlug(client, key);
    if (slug !== null) facts.push(...(await factsOf(repositoryQuestions(client, key, slug))));
  }
  return { ...known, facts };
}

function instanceQuestions(client: DataCenterClient): Question[] {
  const admin = (of: string) => () => firstPage(client, ['admin', 'permissions', of]);
  return [
    {
      subject: 'repositories',
      needs: 'repository read',
      lists: { '': () => firstPage(client, ['repos']) },
    },
    {
      subject: 'global permissions',
      needs: 'administrator (ADMIN)',
      lists: { users: admin('users'), groups: admin('groups') },
    },
    {
      subject: 'members of groups',
      needs: 'a licensed user (LICENSED_USER)',
      lists: { '': () => firstPage(client, ['admin', 'groups']) },
    },
  ];
}

function projectQuestions(client: DataCenterClient, key: string): Question[] {
  const project = ['projects', key];
  const defaults = async (): Promise<string> => {
    await client.get([...project, 'permissions', 'PROJECT_READ', 'all']);
    return 'visible';
  };
  return [
    {
      subject: `repositories of project ${key}`,
      needs: 'project read',
      lists: { '': () => firstPage(client, [...project, 'repos']) },
    },
    {
      subject: `who may read project ${key}`,
      needs: 'project admin (PROJECT_ADMIN)',
      lists: { ...readersOf(client, project), 'everybody logged in': defaults },
    },
  ];
}

function repositoryQuestions(client: DataCenterClient, key: string, slug: string): Question[] {
  const repository = ['projects', key, 'repos', slug];
  return [
    {
      subject: `pull requests of ${key}/${slug}`,
      needs: 'repository read',
      lists: { '': () => firstPage(client, [...repository, 'pull-requests'], { state: 'ALL' }) },
    },
    {
      subject: `push times of ${key}/${slug}`,
      needs: 'repository admin (REPO_ADMIN)',
      lists: { '': () => firstPage(client, [...repository, 'ref-change-activities']) },
    },
    {
      subject: `who may read ${key}/${slug}`,
      needs: 'repository admin (REPO_ADMIN)',
      lists: readersOf(client, repository),
    },
  ];
}

function readersOf(client: DataCenterClient, path: readonly string[]): Question['lists'] {
  return {
    users: () => firstPage(client, [...path, 'permissions', 'users']),
    groups: () => firstPage(client, [...path, 'permissions', 'groups']),
    'access keys': () => firstOf(client.list('keys', [...path, 'ssh'], { limit: 1 })),
  };
}

function firstPage(
  client: DataCenterClient,
  path: readonly string[],
  query: Readonly<Record<string, string>> = {},
): Promise<string> {
  return firstOf(client.list('api', path, { ...query, limit: 1 }));
}

async function firstOf(list: AsyncGenerator): Promise<string> {
  const { done } = await list.next();
  return done === true ? '0' : 'visible';
}

function factOf({ subject, needs, lists }: Question): Promise<AccessFact> {
  const questions = Object.entries(lists).map(([part, ask]) => ({ part, ask }));
  return accessFact({ subject, needs }, questions);
}

async function factsOf(questions: readonly Question[]): Promise<AccessFact[]> {
  const facts: AccessFact[] = [];
  for (const question of questions) facts.push(await factOf(question));
  return facts;
}

async function firstSlug(client: DataCenterClient, key: string): Promise<string | null> {
  try {
    const { value } = await client.list('api', ['projects', key, 'repos'], { limit: 1 }).next();
    const { slug } = Object(value);
    return v.is(nameShape, slug) ? slug : null;
  } catch (error) {
    if (!(error instanceof ForgeError) || error.kind === 'cancelled') throw error;
    return null;
  }
}

/** Of a project that stands for the others; none where none may be seen. */
async function firstKey(client: DataCenterClient): Promise<string[]> {
  try {
    for await (const project of client.list('api', ['projects'], { limit: 1 })) {
      return [readShape(projectShape, project, 'a project').key];
    }
  } catch (error) {
    if (!(error instanceof ForgeError) || error.kind === 'cancelled') throw error;
  }
  return [];
}
