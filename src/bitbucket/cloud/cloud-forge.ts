/** Bitbucket Cloud as a forge. https://developer.atlassian.com/cloud/bitbucket/rest/ */
import { accessFact } from '../access-fact.ts';
import type { CloneHosts } from '../clone-links.ts';
import type { AccessFact, Forge, ForgeScope, Membership, Permitted, RefChange, Workspace } from '../forge.ts';
import { readShape } from '../read-shape.ts';
import { unseen } from '../unseen.ts';
import type { WebOptions } from '../web/web.ts';
import { cloudAccess } from './cloud-access.ts';
import { explicitPermissions, projectPermissions, workspacePermissions } from './cloud-permissions.ts';
import { cloudRepositories } from './cloud-repositories.ts';
import { cloudClient, type CloudClient, type Endpoint } from './package-client.ts';
import { cloudList } from './pages.ts';
import { cloudPullRequests, wholeCommit } from './cloud-pull-requests.ts';
import { workspaceShape } from './shapes.ts';

const listWorkspaces: Endpoint = (bitbucket, params) => bitbucket.bitsieve.listWorkspaces(params);

/** @param web whose `base` is the root of the API, `https://api.bitbucket.org/2.0` */
export function cloudForge(web: WebOptions, hosts: CloneHosts): Forge {
  const client = cloudClient(web);
  return {
    kind: 'cloud',
    access: (scope) => accessOf(client, scope),
    workspaces: () => workspacesOf(client),
    async *repositories(scope) {
      yield* cloudRepositories(client, hosts, await discovered(client, scope));
    },
    permissions: (scope) => permissionsIn(client, scope),
    projectPermissions: (project) => projectPermissions(client, project),
    repositoryPermissions: (repository) => explicitPermissions(client, repository),
    groupMembers: noMembers,
    refChanges: noRefChanges,
    pullRequests: (repository) => cloudPullRequests(client, repository),
    wholeCommit: (repository, commit) => wholeCommit(client, repository, commit),
    sizeBytes: ({ sizeBytes }) => Promise.resolve(sizeBytes),
    mainBranch: ({ mainBranch }) => Promise.resolve(mainBranch),
  };
}

/** With nothing named: all workspaces that the credential is told of. */
async function discovered(client: CloudClient, scope: ForgeScope): Promise<ForgeScope> {
  const { workspaces, projects, repositories } = scope;
  if (workspaces.length + projects.length + repositories.length > 0) return scope;
  return { ...scope, workspaces: await slugsOf(client) };
}

async function slugsOf(client: CloudClient): Promise<string[]> {
  const slugs: string[] = [];
  for await (const { slug } of workspacesOf(client)) slugs.push(slug);
  return slugs;
}

async function* noMembers(): AsyncGenerator<Membership> {}

/** Webhooks tell of a push when it happens, and no list afterwards: the list of events went with version 1 of the interface. */
async function* noRefChanges(): AsyncGenerator<RefChange> {}

async function* workspacesOf(client: CloudClient): AsyncGenerator<Workspace> {
  for await (const value of cloudList(client, listWorkspaces, {})) {
    const { workspace, administrator } = readShape(workspaceShape, value, 'a workspace');
    const { slug, name = slug } = workspace;
    yield { slug, name, isAdministrator: administrator ?? null };
  }
}

async function accessOf(client: CloudClient, scope: ForgeScope): ReturnType<Forge['access']> {
  let told: string[] = [];
  const ask = async (): Promise<string> => {
    told = await slugsOf(client);
    return `${told.length}`;
  };
  const subject = { subject: 'list of workspaces', needs: 'an API token with read:workspace' };
  const discovery: AccessFact = await accessFact(subject, [{ part: '', ask }]);
  const named = workspacesIn(scope);
  return cloudAccess(client, named.length > 0 ? named : told, discovery);
}

function workspacesIn({ workspaces, projects, repositories }: ForgeScope): string[] {
  const others = [...projects, ...repositories].map((name) => name.slice(0, Math.max(name.indexOf('/'), 0)));
  return [...new Set([...workspaces, ...others])].filter((name) => name !== '');
}

/** Those of the whole workspace, though the scope may name one project: by the page they cost least. */
async function* permissionsIn(client: CloudClient, scope: ForgeScope): AsyncGenerator<Permitted> {
  const named = workspacesIn(scope);
  let workspaces = named;
  if (named.length === 0) {
    try {
      workspaces = await slugsOf(client);
    } catch (error) {
      yield { unseen: unseen(error, 'instance', '') };
    }
  }
  for (const workspace of workspaces) yield* workspacePermissions(client, workspace);
}
