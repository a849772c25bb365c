/** Who may read: asked of the forge in as few calls as it allows, kept by scope. What is not visible is kept as that. */
import type {
  Forge,
  ForgeRepository,
  ForgeScope,
  Grant as ForgeGrant,
  GrantPart,
  GrantScope,
  Membership,
  Permitted,
  Subject,
  Unseen,
} from '../bitbucket/forge.ts';
import type { Problem } from '../core/problem.ts';
import type { AuditStore, Grant, ReaderPart, Scope } from '../store/audit/audit-store.ts';

/**
 * How far down it is asked. `workspace`: what a call for a whole workspace or project tells. `project`: each project of Cloud too,
 * 3 requests each. `repository`: each repository besides, 3 requests each.
 */
export const PERMISSION_DEPTHS = ['workspace', 'project', 'repository'] as const;
export type PermissionDepth = (typeof PERMISSION_DEPTHS)[number];

interface ReadersRequest {
  readonly forge: Forge;
  /** As the store names it. */
  readonly forgeName: string;
  readonly store: AuditStore;
  readonly run: number;
  readonly listed: readonly ForgeRepository[];
  /** Those that are scanned. */
  readonly wanted: readonly ForgeRepository[];
  readonly depth: PermissionDepth;
}

const SUBJECTS = {
  user: 'user',
  group: 'group',
  'access-key': 'access-key',
  authenticated: 'everyone',
  anonymous: 'anonymous',
} as const;

/** What a forge is asked about each kind of place. */
const PARTS: Readonly<Record<GrantScope, readonly GrantPart[]>> = {
  instance: ['users', 'groups'],
  workspace: ['owners'],
  project: ['users', 'groups', 'access-keys'],
  repository: ['users', 'groups', 'access-keys'],
};

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

interface Collected {
  readonly scope: Scope;
  readonly grants: Grant[];
  readonly asked: Set<ReaderPart>;
  readonly hidden: Set<ReaderPart>;
}

class ReaderLists {
  readonly #request: ReadersRequest;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #lists = new Map<string, Collected>();
  readonly #unseen: Unseen[] = [];
  readonly #groups = new Set<string>();

  constructor(request: ReadersRequest) {
    this.#request = request;
    this.#ids = new Map(request.listed.map(({ id, fullName }) => [fullName, id]));
  }

  /** That nothing is granted somewhere is known only where it was asked. */
  expect(scope: GrantScope, places: readonly string[], more: readonly GrantPart[] = []): void {
    for (const on of places)
      for (const part of [...PARTS[scope], ...more]) this.#listOf(scope, on).asked.add(part);
  }

  expectEffective(): void {
    for (const { fullName } of this.#request.listed)
      this.#listOf('repository', fullName).asked.add('effective');
  }

  async take(permitted: AsyncIterable<Permitted>): Promise<void> {
    for await (const one of permitted) {
      if ('grant' in one) this.#listOf(one.grant.scope, one.grant.on).grants.push(this.#grantOf(one.grant));
      else this.#hide(one.unseen);
    }
  }

  /** Ids of groups that were granted something, without those that were asked for already. */
  newGroups(): string[] {
    return [...this.#groups].filter((group) => !this.#lists.has(nameOf('group', group)));
  }

  /** @returns was the list refused? */
  async takeMembers(group: string, members: AsyncIterable<Membership>): Promise<boolean> {
    const { asked, grants } = this.#listOf('group', group);
    let isRefused = false;
    asked.add('members');
    for await (const one of members) {
      if ('member' in one) grants.push({ ...subjectOf(one.member), level: 'member' });
      else {
        isRefused ||= one.unseen.isRefused;
        this.#hide(one.unseen);
      }
    }
    return isRefused;
  }

  /** @param later ids of repositories that are left out */
  async save(later: ReadonlySet<string>): Promise<void> {
    for (const list of this.#lists.values()) {
      if (list.scope.kind !== 'repository' || !later.has(list.scope.id)) await this.#save(list);
    }
  }

  saveOne(scope: GrantScope | 'group', on: string): Promise<void> {
    return this.#save(this.#listOf(scope, on));
  }

  async #save({ scope, grants, asked, hidden }: Collected): Promise<void> {
    const { store, run, forgeName } = this.#request;
    await store.saveReaders(run, forgeName, scope, { grants, asked: [...asked], hidden: [...hidden] });
  }

  /** One for each kind of place and list: thousands of repositories may say the same. */
  problems(): Problem[] {
    const kinds = new Map<string, Unseen[]>();
    for (const one of this.#unseen) {
      const kind = `${one.scope} ${one.part} ${one.isRefused}`;
      const alike = kinds.get(kind);
      if (alike) alike.push(one);
      else kinds.set(kind, [one]);
    }
    return [...kinds.values()].flatMap((alike) => problemOf(alike));
  }

  #hide(one: Unseen): void {
    const { scope, on, part = 'users' } = one;
    this.#unseen.push(one);
    if (part === 'effective') {
      const there = this.#request.listed.filter(({ workspace }) => workspace === on);
      for (const { fullName } of there) this.#listOf('repository', fullName).hidden.add(part);
    }
    this.#listOf(scope, on).asked.add(part);
    this.#listOf(scope, on).hidden.add(part);
  }

  #grantOf({ subject, level }: ForgeGrant): Grant {
    const grant = { ...subjectOf(subject), level };
    if (grant.subject === 'group') this.#groups.add(grant.id);
    return grant;
  }

  #listOf(kind: GrantScope | 'group', on: string): Collected {
    const name = nameOf(kind, on);
    const id = kind === 'repository' ? (this.#ids.get(on) ?? on) : on;
    const known = this.#lists.get(name) ?? {
      scope: { kind, id },
      grants: [],
      asked: new Set<ReaderPart>(),
      hidden: new Set<ReaderPart>(),
    };
    this.#lists.set(name, known);
    return known;
  }
}

function problemOf(alike: readonly Unseen[]): Problem[] {
  const [first] = alike;
  if (!first) return [];
  const more = new Set(alike.map(({ on }) => on)).size - 1;
  const { scope, on, part = 'users', why } = first;
  const place = `${scope}${on === '' ? '' : ` ${on}`}${more > 0 ? ` and ${more} more` : ''}`;
  const message =
    scope === 'group' ? `Who is in ${place}: ${why}` : `Who may read ${place} (${part}): ${why}`;
  return [{ code: 'not-visible', severity: 'warning', message }];
}

function subjectOf(subject: Subject): Omit<Grant, 'level'> {
  const isNobodys = subject.kind === 'anonymous' || subject.kind === 'authenticated';
  const id = isNobodys ? '' : (subject.accountId ?? subject.name);
  const { kind, name, email } = subject;
  return { subject: SUBJECTS[kind], id, name, ...(email !== null && { email }) };
}

function nameOf(kind: Scope['kind'], on: string): string {
  return `${kind} ${on}`;
}
