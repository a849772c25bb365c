/** Lists of who may read, by scope: put together from what a forge tells in parts, and what of them it hides. */
import type {
  ForgeRepository,
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

export interface ListsRequest {
  /** As the store names it. */
  readonly forgeName: string;
  readonly store: AuditStore;
  readonly run: number;
  readonly listed: readonly ForgeRepository[];
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

interface Collected {
  readonly scope: Scope;
  readonly grants: Grant[];
  readonly asked: Set<ReaderPart>;
  readonly hidden: Set<ReaderPart>;
}

/** The lists of all places, as they come in; each is saved when it is whole. */
export class ReaderLists {
  readonly #request: ListsRequest;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #lists = new Map<string, Collected>();
  readonly #unseen: Unseen[] = [];
  readonly #groups = new Set<string>();

  constructor(request: ListsRequest) {
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
