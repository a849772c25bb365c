/** What a credential can and cannot see of Bitbucket Cloud, found out with a few requests for one value each. */
import { accessFact } from '../access-fact.ts';
import type { Access, AccessFact } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { plainText } from '../../core/plain-text.ts';
import type { CloudClient, Endpoint, Params } from './package-client.ts';
import { countOf } from './pages.ts';

interface Question {
  readonly subject: string;
  readonly endpoint: Endpoint;
  readonly params: Params;
}

export async function cloudAccess(
  client: CloudClient,
  workspaces: readonly string[],
  discovery: AccessFact,
): Promise<Access> {
  const facts = [discovery];
  for (const workspace of workspaces) {
    facts.push(...(await factsOf(client, workspaceQuestions(workspace))));
    const slug = await firstSlug(client, workspace);
    if (slug !== null) facts.push(...(await factsOf(client, repositoryQuestions(workspace, slug))));
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

function workspaceQuestions(workspace: string): Question[] {
  const params = { workspace };
  return [
    {
      subject: `repositories of ${workspace}`,
      endpoint: (bitbucket, given) => bitbucket.repositories.list(given),
      params,
    },
    {
      subject: `projects of ${workspace}`,
      endpoint: (bitbucket, given) => bitbucket.workspaces.getProjects(given),
      params,
    },
    {
      subject: `members of ${workspace}`,
      endpoint: (bitbucket, given) => bitbucket.workspaces.listPermissions(given),
      params,
    },
    {
      subject: `effective permissions in ${workspace}`,
      endpoint: (bitbucket, given) => bitbucket.workspaces.listPermissionsForRepositories(given),
      params,
    },
  ];
}

function repositoryQuestions(workspace: string, slug: string): Question[] {
  const params = { workspace, repo_slug: slug };
  const of = `of a repository (${workspace}/${slug})`;
  return [
    {
      subject: `pull requests ${of}`,
      endpoint: (bitbucket, given) => bitbucket.bitsieve.listPullRequests(given),
      params,
    },
    {
      subject: `groups with permissions ${of}`,
      endpoint: (bitbucket, given) => bitbucket.bitsieve.listGroupPermissions(given),
      params,
    },
    {
      subject: `access keys ${of}`,
      endpoint: (bitbucket, given) => bitbucket.repositories.listDeployKeys(given),
      params,
    },
  ];
}

async function firstSlug(client: CloudClient, workspace: string): Promise<string | null> {
  try {
    const params = { workspace, pagelen: 1, fields: 'values.full_name' };
    const { values } = Object(
      await client.call((bitbucket, given) => bitbucket.repositories.list(given), params),
    );
    const { full_name: fullName } = Object(Object(values)[0]);
    const [, slug] = typeof fullName === 'string' ? (/^[\w.~-]+\/([\w.~-]+)$/.exec(fullName) ?? []) : [];
    return slug ?? null;
  } catch (error) {
    if (error instanceof ForgeError && error.kind !== 'cancelled') return null;
    throw error;
  }
}

async function factsOf(client: CloudClient, questions: readonly Question[]): Promise<AccessFact[]> {
  const facts: AccessFact[] = [];
  for (const { subject, endpoint, params } of questions) {
    facts.push(
      await accessFact(subject, async () => {
        const count = await countOf(client, endpoint, params);
        return count === null ? 'visible' : `${count}`;
      }),
    );
  }
  return facts;
}
