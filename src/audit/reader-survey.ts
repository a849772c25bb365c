/** Who may read: asked of the forge in as few calls as it allows, kept by scope. What is not visible is kept as that. */
import type { Forge, ForgeRepository, ForgeScope, Membership } from '../bitbucket/forge.ts';
import type { Problem } from '../core/problem.ts';
import { type ListsRequest, ReaderLists } from './reader-lists.ts';

/**
 * How far down it is asked. `workspace`: what a call for a whole workspace or project tells. `project`: each project of Cloud too,
 * 3 requests each. `repository`: each repository besides, 3 requests each.
 */
export const PERMISSION_DEPTHS = ['workspace', 'project', 'repository'] as const;
export type PermissionDepth = (typeof PERMISSION_DEPTHS)[number];

interface ReadersRequest extends ListsRequest {
  readonly forge: Forge;
  /** Those that are scanned. */
  readonly wanted: readonly ForgeRepository[];
  readonly depth: PermissionDepth;
}

/** In two steps, because the second may take hours: what a few calls tell at the beginning, each repository when all is scanned. */
export class ReaderSurvey {
  readonly #request: ReadersRequest;
  readonly #lists: ReaderLists;
  /** In a row. */
  #refusedGroups = 0;

  constructor(request: ReadersRequest) {
    this.#request = request;
    this.#lists = new ReaderLists(request);
  }

  async begin(): Promise<void> {
    const { forge, listed, depth, wanted } = this.#request;
    if (listed.length === 0) return;
    const lists = this.#lists;
    const isCloud = forge.kind === 'cloud';
    const owners = [...new Set(listed.map(({ workspace }) => workspace))];
    lists.expect(isCloud ? 'workspace' : 'project', owners, isCloud ? [] : ['everybody']);
    if (isCloud) lists.expectEffective();
    else lists.expect('instance', ['']);
    await lists.take(forge.permissions(scopeOf(isCloud, owners)));
    if (isCloud && depth !== 'workspace') await this.#askProjects();
    await this.#askGroups();
    // The list of a repository that will be asked about is saved once it is whole.
    await lists.save(depth === 'repository' ? new Set(wanted.map(({ id }) => id)) : new Set());
  }

  /** Each of the wanted repositories, where that was asked for. Stopped, the next run asks again. */
  async finish(signal: AbortSignal): Promise<void> {
    const { forge, depth, wanted } = this.#request;
    if (depth !== 'repository') return;
    for (const repository of wanted) {
      if (signal.aborted) return;
      this.#lists.expect('repository', [repository.fullName]);
      await this.#lists.take(forge.repositoryPermissions(repository));
      await this.#lists.saveOne('repository', repository.fullName);
    }
    for (const group of await this.#askGroups()) await this.#lists.saveOne('group', group);
  }

  /** What could not be seen, as warnings: nothing is scanned less for it. */
  problems(): Problem[] {
    return this.#lists.problems();
  }

  /** Who is in the groups that were named meanwhile; each is asked for once. Cloud has no such lists. */
  async #askGroups(): Promise<readonly string[]> {
    const { forge } = this.#request;
    const groups = forge.kind === 'cloud' ? [] : this.#lists.newGroups();
    for (const group of groups) {
      // Whom the forge does not tell of one group it tells of none; a single one may have been deleted just now.
      const isHopeless = this.#refusedGroups >= MOST_REFUSED_GROUPS;
      const members = isHopeless ? notToldOf(group) : forge.groupMembers(group);
      const isRefused = await this.#lists.takeMembers(group, members);
      this.#refusedGroups = isRefused ? this.#refusedGroups + 1 : 0;
    }
    return groups;
  }

  async #askProjects(): Promise<void> {
    const { forge, listed } = this.#request;
    const projects = new Set(
      listed.flatMap(({ workspace, project }) => (project ? `${workspace}/${project.key}` : [])),
    );
    this.#lists.expect('project', [...projects]);
    for (const project of projects) await this.#lists.take(forge.projectPermissions(project));
  }
}

/** Asked in vain, one after the other; the rest are taken for refused too. */
const MOST_REFUSED_GROUPS = 3;

async function* notToldOf(on: string): AsyncGenerator<Membership> {
  const why = `not visible to this token (as of ${MOST_REFUSED_GROUPS} groups before it)`;
  yield { unseen: { scope: 'group', on, part: 'members', why, isRefused: true } };
}

/** The workspaces or projects that were listed: those that nobody named are asked about too. */
function scopeOf(isCloud: boolean, owners: readonly string[]): ForgeScope {
  return isCloud
    ? { workspaces: owners, projects: [], repositories: [] }
    : { workspaces: [], projects: owners, repositories: [] };
}
