/** What a credential can and cannot see of Bitbucket Cloud, found out with a few requests for one value each. */
import * as v from 'valibot';
import { accessFact } from '../access-fact.ts';
import type { Access, AccessFact } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { plainText } from '../../core/plain-text.ts';
import { nameShape } from '../text-from-outside.ts';
import { OWNERS } from './cloud-permissions.ts';
import type { CloudClient, Endpoint, Params } from './package-client.ts';
import { countOf } from './pages.ts';

/** A fact, and the lists that it is put together from: by name, empty for one alone. */
interface Question {
  readonly subject: string;
  readonly needs: string;
  readonly lists: Readonly<Record<string, Endpoint>>;
  readonly params: Params;
}

/** One that stands for the others. */
interface Example {
  readonly slug: string;
  readonly project: string | null;
}

export async function cloudAccess(
  client: CloudClient,
  workspaces: readonly string[],
  discovery: AccessFact,
): Promise<Access> {
  const facts = [discovery];
  for (const workspace of workspaces) {
    facts.push(...(await factsOf(client, workspaceQuestions(workspace))));
    const example = await exampleIn(client, workspace);
    if (!example) continue;
    if (example.project !== null)
      facts.push(...(await factsOf(client, [projectQuestion(workspace, example.project)])));
    facts.push(...(await factsOf(client, repositoryQuestions(workspace, example.slug))));
  }
  return { identity: await identity(client), version: null, facts };
}

/** Access tokens are nobody: the forge has no name for them. */
async function identity(client: CloudClient): Promise<string | null> {
  try {
    const { display_name: name, username } = Object(
      await client.call((bitbucket, params) => bitbucket.user.get(params), {}),
    );
    const known = [name, username].find((text) => typeof text === 'string');
    return known === undefined ? null : plainText(known, 100);
  } catch (error) {
    if (error instanceof ForgeError && error.kind !== 'cancelled') return null;
    throw error;
  }
}

/** Scopes of API tokens, without `:bitbucket`. https://support.atlassian.com/bitbucket-cloud/docs/api-token-permissions/ */
function workspaceQuestions(workspace: string): Question[] {
  const params = { workspace };
  return [
    {
      subject: `repositories of ${workspace}`,
      needs: 'read:repository',
      lists: { '': (bitbucket, given) => bitbucket.repositories.list(given) },
      params,
    },
    {
      subject: `projects of ${workspace}`,
      needs: 'read:project',
      lists: { '': (bitbucket, given) => bitbucket.workspaces.getProjects(given) },
      params,
    },
    {
      subject: `owners of ${workspace}`,
      needs: 'read:workspace; administers it',
      lists: { '': (bitbucket, given) => bitbucket.workspaces.listPermissions(given) },
      params: { ...params, q: OWNERS },
    },
    {
      subject: `effective permissions in ${workspace}`,
      needs: 'read:repository; administers the workspace',
      lists: { '': (bitbucket, given) => bitbucket.workspaces.listPermissionsForRepositories(given) },
      params,
    },
  ];
}

function projectQuestion(workspace: string, key: string): Question {
  return {
    subject: `who may read project ${workspace}/${key}`,
    needs: 'read:project; administers it',
    lists: {
      users: (bitbucket, given) => bitbucket.workspaces.listProjectUserPermissions(given),
      groups: (bitbucket, given) => bitbucket.workspaces.listProjectGroupPermissions(given),
      'access keys': (bitbucket, given) => bitbucket.workspaces.listProjectDeployKeys(given),
    },
    params: { workspace, project_key: key },
  };
}

function repositoryQuestions(workspace: string, slug: string): Question[] {
  const params = { workspace, repo_slug: slug };
  return [
    {
      subject: `pull requests of ${workspace}/${slug}`,
      needs: 'read:pullrequest',
      lists: { '': (bitbucket, given) => bitbucket.bitsieve.listPullRequests(given) },
      params,
    },
    {
      subject: `who may read ${workspace}/${slug}`,
      needs: 'read:repository; administers it',
      lists: {
        users: (bitbucket, given) => bitbucket.bitsieve.listUserPermissions(given),
        groups: (bitbucket, given) => bitbucket.bitsieve.listGroupPermissions(given),
        'access keys': (bitbucket, given) => bitbucket.repositories.listDeployKeys(given),
      },
      params,
    },
  ];
}

const exampleShape = v.object({
  full_name: v.pipe(v.string(), v.regex(/^[\w.~-]+\/[\w.~-]+$/)),
  project: v.fallback(v.nullish(v.object({ key: nameShape })), null),
});

async function exampleIn(client: CloudClient, workspace: string): Promise<Example | null> {
  try {
    const params = { workspace, pagelen: 1, fields: 'values.full_name,values.project.key' };
    const { values } = Object(
      await client.call((bitbucket, given) => bitbucket.repositories.list(given), params),
    );
    const parsed = v.safeParse(exampleShape, Object(values)[0]);
    if (!parsed.success) return null;
    const { full_name: fullName, project } = parsed.output;
    return { slug: fullName.slice(fullName.indexOf('/') + 1), project: project?.key ?? null };
  } catch (error) {
    if (error instanceof ForgeError && error.kind !== 'cancelled') return null;
    throw error;
  }
}

async function factsOf(client: CloudClient, questions: readonly Question[]): Promise<AccessFact[]> {
  const facts: AccessFact[] = [];
  for (const { subject, needs, lists, params } of questions) {
    const asked = Object.entries(lists).map(([part, endpoint]) => ({
      part,
      ask: async () => String((await countOf(client, endpoint, params)) ?? 'visible'),
    }));
    facts.push(await accessFact({ subject, needs }, asked));
  }
  return facts;
}
