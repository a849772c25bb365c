/** What a credential can and cannot see of a Data Center, found out with a few small requests. */
import type { Access, AccessFact, ForgeScope } from '../forge.ts';
import { accessFact } from '../access-fact.ts';
import { ForgeError } from '../forge-error.ts';
import { readShape } from '../read-shape.ts';
import type { DataCenterClient } from './client.ts';
import { projectShape } from './shapes.ts';

export async function dataCenterAccess(client: DataCenterClient, scope: ForgeScope): Promise<Access> {
  let version: string | null = null;
  let identity: string | null = null;
  const facts: AccessFact[] = [
    await accessFact('the instance', async () => {
      const properties = await client.properties();
      ({ version, user: identity } = properties);
      return `Bitbucket ${version ?? 'of unknown version'}, REST ${properties.api}`;
    }),
    await accessFact('repositories', () => firstPage(client, ['repos'])),
    await accessFact('global permissions', () => firstPage(client, ['admin', 'permissions', 'groups'])),
  ];
  const keys = scope.projects.length > 0 ? scope.projects : await firstKey(client);
  for (const key of keys) {
    const of = `of project ${key}`;
    facts.push(
      await accessFact(`repositories ${of}`, () => firstPage(client, ['projects', key, 'repos'])),
      await accessFact(`permissions ${of}`, () =>
        firstPage(client, ['projects', key, 'permissions', 'users']),
      ),
    );
  }
  return { identity, version, facts };
}

async function firstPage(client: DataCenterClient, path: readonly string[]): Promise<string> {
  const { done } = await client.list('api', path, { limit: 1 }).next();
  return done === true ? '0' : 'visible';
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
