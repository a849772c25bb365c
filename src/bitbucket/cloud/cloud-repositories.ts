/** Repositories of Bitbucket Cloud: of workspaces, of projects, or named one by one. */
import * as v from 'valibot';
import type { CloneHosts } from '../clone-links.ts';
import { cloneLinks } from '../clone-links.ts';
import type { ForgeRepository, ForgeScope, Listed } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { isoTime, misshapen, nameShape } from '../text-from-outside.ts';
import { unseen } from '../unseen.ts';
import { Families } from './families.ts';
import type { CloudClient, Endpoint, Params } from './package-client.ts';
import { cloudList } from './pages.ts';
import { fieldsOf, REPOSITORY_FIELDS, type RepositoryAnswer, repositoryShape } from './shapes.ts';

/** What a listing needs besides its scope. */
interface Listing {
  readonly client: CloudClient;
  readonly hosts: CloneHosts;
  readonly families: Families;
}

const listRepositories: Endpoint = (client, params) => client.repositories.list(params);
const getRepository: Endpoint = (client, params) => client.repositories.get(params);

export async function* cloudRepositories(
  client: CloudClient,
  hosts: CloneHosts,
  scope: ForgeScope,
): AsyncGenerator<Listed> {
  const listing = { client, hosts, families: new Families() };
  for (const workspace of scope.workspaces) yield* listedIn(listing, workspace, null);
  for (const project of scope.projects) {
    const [workspace = '', key = ''] = project.split('/');
    yield* listedIn(listing, workspace, key);
  }
  for (const fullName of scope.repositories) yield named(listing, fullName);
}

async function* listedIn(
  listing: Listing,
  workspace: string,
  project: string | null,
): AsyncGenerator<Listed> {
  const on = project === null ? workspace : `${workspace}/${project}`;
  const params: Params = {
    workspace,
    // Oldest first: a fork comes after its parent, and what is pushed to meanwhile does not move to another page.
    sort: 'created_on',
    fields: fieldsOf(REPOSITORY_FIELDS),
    ...(project !== null && { q: `project.key="${project}"` }),
  };
  try {
    checkNames(workspace, ...(project === null ? [] : [project]));
    for await (const value of cloudList(listing.client, listRepositories, params)) {
      yield listed(listing, value, on);
    }
  } catch (error) {
    // A dead credential is dead for all of them.
    if (error instanceof ForgeError && error.kind === 'unauthorized') throw error;
    yield { unseen: unseen(error, project === null ? 'workspace' : 'project', on) };
  }
}

async function named({ client, hosts, families }: Listing, fullName: string): Promise<Listed> {
  const [workspace = '', slug = ''] = fullName.split('/');
  try {
    checkNames(workspace, slug);
    const fields = REPOSITORY_FIELDS.join(',');
    const value = await client.call(getRepository, { workspace, repo_slug: slug, fields });
    return listed({ client, hosts, families }, value, fullName);
  } catch (error) {
    if (error instanceof ForgeError && error.kind === 'unauthorized') throw error;
    return { unseen: unseen(error, 'repository', fullName) };
  }
}

/** One that is not of its shape is said, and the others of its page stay. */
function listed({ hosts, families }: Listing, value: unknown, on: string): Listed {
  const parsed = v.safeParse(repositoryShape, value);
  if (parsed.success) return { repository: repositoryOf(parsed.output, hosts, families) };
  const why = `a repository is ${misshapen(parsed.issues)}`;
  return { unseen: { scope: 'repository', on, why, isRefused: false } };
}

function repositoryOf(answer: RepositoryAnswer, hosts: CloneHosts, families: Families): ForgeRepository {
  const { uuid, full_name: names, parent, project, owner, links } = answer;
  const [workspace, slug] = names;
  const webUrl = links.html?.href;
  return {
    id: uuid,
    fullName: names.join('/'),
    workspace,
    slug,
    project: project && { ...project, isPersonal: false },
    name: answer.name ?? slug,
    isPublic: !answer.is_private,
    isArchived: null,
    mainBranch: answer.mainbranch,
    sizeBytes: answer.size,
    forkOf: parent,
    family: families.add(uuid, parent),
    owner,
    updatedAt: isoTime(answer.updated_on),
    clone: cloneLinks(links.clone, hosts),
    webUrl: webUrl?.startsWith(`${hosts.https.origin}/`) === true ? webUrl : null,
  };
}

/** Names become parts of addresses and of queries. @throws {ForgeError} */
function checkNames(...names: string[]): void {
  if (names.every((name) => v.is(nameShape, name))) return;
  throw new ForgeError({
    kind: 'refused',
    status: null,
    method: 'GET',
    path: '',
    reason: 'no name that Bitbucket gives',
    hint: 'Write workspace/KEY for a project and workspace/slug for a repository.',
  });
}
