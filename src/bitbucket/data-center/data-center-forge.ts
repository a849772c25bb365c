/** Bitbucket Data Center as a forge. https://developer.atlassian.com/server/bitbucket/rest/ */
import * as v from 'valibot';
import type { CloneHosts } from '../clone-links.ts';
import type { Forge, ForgeRepository, ForgeScope, Permitted, Workspace } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { readShape } from '../read-shape.ts';
import { branchName } from '../text-from-outside.ts';
import { unseen } from '../unseen.ts';
import type { WebOptions } from '../web/web.ts';
import { dataCenterAccess } from './access.ts';
import { dataCenterClient, type DataCenterClient } from './client.ts';
import {
  groupMembers,
  instancePermissions,
  projectPermissions,
  repositoryPermissions,
} from './permissions.ts';
import { dataCenterRepositories } from './repositories.ts';
import { dataCenterRefChanges } from './ref-changes.ts';
import { dataCenterPullRequests } from './pull-requests.ts';
import { branchShape, projectShape, sizesShape } from './shapes.ts';

/** @param web whose `base` is the root of the instance, with its context path */
export function dataCenterForge(web: WebOptions, hosts: CloneHosts): Forge {
  const client = dataCenterClient(web);
  return {
    kind: 'data-center',
    access: (scope) => dataCenterAccess(client, scope),
    workspaces: noWorkspaces,
    repositories: (scope) => dataCenterRepositories(client, hosts, scope),
    permissions: (scope) => permissionsIn(client, scope),
    projectPermissions: (project) => projectPermissions(client, project),
    repositoryPermissions: (repository) => repositoryPermissions(client, repository),
    groupMembers: (group) => groupMembers(client, group),
    pullRequests: (repository) => dataCenterPullRequests(client, repository),
    refChanges: (repository) => dataCenterRefChanges(client, repository),
    wholeCommit: (_, commit) => Promise.resolve(commit),
    sizeBytes: (repository) => sizeOf(client, repository),
    mainBranch: (repository) => mainBranchOf(client, repository),
  };
}

async function* noWorkspaces(): AsyncGenerator<Workspace> {}

/** With no project named, those that `/projects` lists: personal ones are not among them, their keys have to be named. */
async function* permissionsIn(client: DataCenterClient, scope: ForgeScope): AsyncGenerator<Permitted> {
  yield* instancePermissions(client);
  const ofRepositories = scope.repositories.map((name) => name.slice(0, Math.max(name.indexOf('/'), 0)));
  const named = new Set([...scope.projects, ...ofRepositories].filter((key) => key !== ''));
  try {
    if (named.size === 0) for await (const key of projectKeys(client)) named.add(key);
  } catch (error) {
    yield { unseen: unseen(error, 'instance', '') };
  }
  for (const key of named) yield* projectPermissions(client, key);
}

async function* projectKeys(client: DataCenterClient): AsyncGenerator<string> {
  for await (const value of client.list('api', ['projects']))
    yield readShape(projectShape, value, 'a project').key;
}

/** Undocumented, outside of REST, and not there on every version: Bitbucket's own pages use it. */
async function sizeOf(
  client: DataCenterClient,
  { workspace, slug }: ForgeRepository,
): Promise<number | null> {
  const answer = await orNull(() => client.getPlain(['projects', workspace, 'repos', slug, 'sizes']));
  return v.is(sizesShape, answer) ? answer.repository : null;
}

/** `/default-branch` since 7.5, `/branches/default` before. */
async function mainBranchOf(
  client: DataCenterClient,
  { workspace, slug }: ForgeRepository,
): Promise<string | null> {
  const repository = ['projects', workspace, 'repos', slug];
  const answer =
    (await orNull(() => client.get([...repository, 'default-branch']))) ??
    (await orNull(() => client.get([...repository, 'branches', 'default'])));
  return v.is(branchShape, answer) ? branchName(answer.displayId) : null;
}

async function orNull(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof ForgeError && error.kind !== 'cancelled') return null;
    throw error;
  }
}
