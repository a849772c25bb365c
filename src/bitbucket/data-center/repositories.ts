/** Repositories of a Data Center: all that there are, personal and archived ones too, of projects, or named one by one. */
import * as v from 'valibot';
import { type CloneHosts, cloneLinks } from '../clone-links.ts';
import type { ForgeRepository, ForgeScope, Listed } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { misshapen } from '../text-from-outside.ts';
import { unseen } from '../unseen.ts';
import type { DataCenterClient } from './client.ts';
import { type RepositoryAnswer, repositoryShape } from './shapes.ts';

/** `/repos` lists personal projects as well, which `/projects` leaves out; archived ones only when asked for. */
const EVERYTHING = { archived: 'ALL' } as const;

export async function* dataCenterRepositories(
  client: DataCenterClient,
  hosts: CloneHosts,
  scope: ForgeScope,
): AsyncGenerator<Listed> {
  try {
    await client.properties();
  } catch (error) {
    // 401 is also what an instance says to somebody it knows, where they may not look. Here everybody may.
    if (error instanceof ForgeError && error.kind === 'unauthorized') throw error;
    yield { unseen: unseen(error, 'instance', '') };
    return;
  }
  const isEverything = scope.projects.length + scope.repositories.length === 0;
  if (isEverything) yield* listed(client, hosts, null);
  for (const project of scope.projects) yield* listed(client, hosts, project);
  for (const fullName of scope.repositories) yield named(client, hosts, fullName);
}

async function* listed(
  client: DataCenterClient,
  hosts: CloneHosts,
  project: string | null,
): AsyncGenerator<Listed> {
  const path = project === null ? ['repos'] : ['projects', project, 'repos'];
  try {
    for await (const value of client.list('api', path, EVERYTHING))
      yield readListed(value, hosts, project ?? '');
  } catch (error) {
    yield { unseen: unseen(error, project === null ? 'instance' : 'project', project ?? '') };
  }
}

async function named(client: DataCenterClient, hosts: CloneHosts, fullName: string): Promise<Listed> {
  const [project = '', slug = ''] = fullName.split('/');
  try {
    const value = await client.get(['projects', project, 'repos', slug]);
    return readListed(value, hosts, fullName);
  } catch (error) {
    return { unseen: unseen(error, 'repository', fullName) };
  }
}

function readListed(value: unknown, hosts: CloneHosts, on: string): Listed {
  const parsed = v.safeParse(repositoryShape, value);
  if (parsed.success) return { repository: repositoryOf(parsed.output, hosts) };
  const why = `a repository is ${misshapen(parsed.issues)}`;
  return { unseen: { scope: 'repository', on, why, isRefused: false } };
}

function repositoryOf(answer: RepositoryAnswer, hosts: CloneHosts): ForgeRepository {
  const { id, slug, name = slug, hierarchyId, archived: isArchived, origin: forkOf, project, links } = answer;
  const { key, owner } = project;
  const [self] = links.self;
  return {
    id: String(id),
    fullName: `${key}/${slug}`,
    workspace: key,
    slug,
    project: { key, name: project.name ?? key, isPersonal: key.startsWith('~') },
    name,
    isPublic: answer.public || project.public,
    isArchived,
    mainBranch: null,
    sizeBytes: null,
    forkOf,
    // Server 5 has no hierarchies: there the fork at least stands with its parent.
    family: hierarchyId ?? forkOf ?? String(id),
    owner,
    updatedAt: null,
    clone: cloneLinks(links.clone, hosts),
    webUrl: self?.href.startsWith(`${hosts.https.origin}/`) === true ? self.href : null,
  };
}
