/** Who may read which repository, from the grants in the store. Names are numbers here, so that thousands of lists fit into memory. */
import type {
  AuditReader,
  Grant,
  KnownPlace,
  ReaderList,
  RunNumber,
  Scope,
} from '../store/audit/audit-store.ts';

export interface Subject {
  readonly kind: 'user' | 'group' | 'key';
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

/** What is granted at one scope, for all that lies in it. */
export interface ScopeReaders {
  /** `project CORE`, for people. */
  readonly name: string;
  readonly anonymous: boolean;
  readonly authenticated: boolean;
  /** Numbers of subjects: users and keys as granted, without members of groups. */
  readonly named: readonly number[];
  readonly groups: readonly GroupReaders[];
  /** Sentences on what could not be seen of people; empty where all was. */
  readonly unseen: readonly string[];
  /** Of access keys. */
  readonly unseenKeys: readonly string[];
  /** False: there is no forge that could have been asked. */
  readonly isAsked: boolean;
}

export interface GroupReaders {
  readonly subject: number;
  /** Numbers of subjects; null: not known. */
  readonly members: readonly number[] | null;
}

/** A repository's visibility is a scope of its own. */
export type PlaceReaders = readonly ScopeReaders[];

export function placeKey({ forge, id }: Pick<KnownPlace, 'forge' | 'id'>): string {
  return `${forge} ${id}`;
}

export class ReaderIndex {
  readonly subjects: Subject[] = [];
  readonly #reader: AuditReader;
  readonly #run: RunNumber;
  readonly #numbers = new Map<string, number>();
  readonly #scopes = new Map<string, Promise<ScopeReaders | undefined>>();
  readonly #groups = new Map<string, Promise<readonly number[] | null>>();
  readonly #places = new Map<string, PlaceReaders>();

  private constructor(reader: AuditReader, run: RunNumber) {
    this.#reader = reader;
    this.#run = run;
  }

  static async load(reader: AuditReader, run: RunNumber, places: Iterable<KnownPlace>): Promise<ReaderIndex> {
    const index = new ReaderIndex(reader, run);
    for (const place of places) index.#places.set(placeKey(place), await index.#readersOf(place));
    return index;
  }

  of(place: Pick<KnownPlace, 'forge' | 'id'>): PlaceReaders {
    return this.#places.get(placeKey(place)) ?? [];
  }

  async #readersOf(place: KnownPlace): Promise<PlaceReaders> {
    const { forge, id, fullName, project, visibility } = place;
    if (forge === '') return [NO_FORGE];
    const [owner = ''] = fullName.split('/');
    const projects = project === null ? [] : [project, `${owner}/${project}`];
    const around: Scope[] = [
      ...projects.map((key): Scope => ({ kind: 'project', id: key })),
      { kind: 'workspace', id: owner },
      { kind: 'instance', id: '' },
    ];
    const own = await this.#scopeReaders(forge, { kind: 'repository', id }, fullName);
    const others = await Promise.all(around.map((scope) => this.#scopeReaders(forge, scope, scope.id)));
    return [...visibleTo(visibility), own ?? NOT_ASKED, ...others.flatMap((readers) => readers ?? [])];
  }

  /** Undefined: nobody asked. */
  #scopeReaders(forge: string, scope: Scope, name: string): Promise<ScopeReaders | undefined> {
    const key = JSON.stringify([forge, scope.kind, scope.id]);
    const known = this.#scopes.get(key);
    if (known) return known;
    const loading = this.#load(forge, scope, `${scope.kind} ${name}`.trim());
    // Of a repository nobody asks twice.
    if (scope.kind !== 'repository') this.#scopes.set(key, loading);
    return loading;
  }

  async #load(forge: string, scope: Scope, name: string): Promise<ScopeReaders | undefined> {
    const list = await this.#reader.readerList(this.#run, forge, scope);
    if (!list) return undefined;
    // A member of a workspace reads nothing by that alone.
    const grants = list.grants.filter(({ level }) => level !== 'member');
    const groups = grants.filter(({ subject }) => subject === 'group');
    return {
      name,
      anonymous: grants.some(({ subject }) => subject === 'anonymous'),
      authenticated: grants.some(({ subject }) => subject === 'everyone'),
      named: grants.flatMap((grant) => this.#numberOf(forge, grant)),
      groups: await Promise.all(groups.map((group) => this.#groupOf(forge, group))),
      isAsked: true,
      ...unseenIn(list, scope, name),
    };
  }

  async #groupOf(forge: string, grant: Grant): Promise<GroupReaders> {
    const subject = this.#intern({ kind: 'group', id: grant.id, name: grant.name, email: null }, forge);
    const key = `${forge} ${grant.id}`;
    const members = this.#groups.get(key) ?? this.#membersOf(forge, grant.id);
    this.#groups.set(key, members);
    return { subject, members: await members };
  }

  async #membersOf(forge: string, id: string): Promise<readonly number[] | null> {
    const list = await this.#reader.readerList(this.#run, forge, { kind: 'group', id });
    if (!list || list.hidden.length > 0) return null;
    const members = list.grants;
    return members.flatMap((member) => this.#numberOf(forge, member));
  }

  /** None for what is no user and no key. */
  #numberOf(forge: string, { subject, id, name, email }: Grant): number[] {
    if (subject === 'user') return [this.#intern({ kind: 'user', id, name, email: email ?? null }, forge)];
    if (subject === 'access-key' || subject === 'token')
      return [this.#intern({ kind: 'key', id, name, email: null }, forge)];
    return [];
  }

  #intern(subject: Subject, forge: string): number {
    const key = JSON.stringify([forge, subject.kind, subject.id]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.subjects.length);
    this.subjects.push(subject);
    return this.subjects.length - 1;
  }
}

const KEYS = 'access-keys';
const NO_GRANTS = 'Grants on repositories themselves were not asked for: they may add readers.';
const NO_KEYS = 'Access keys of repositories were not asked for: they may add readers.';
const NOT_ASKED: ScopeReaders = {
  name: 'repository',
  anonymous: false,
  authenticated: false,
  named: [],
  groups: [],
  unseen: [NO_GRANTS],
  unseenKeys: [NO_KEYS],
  isAsked: true,
};

const NO_FORGE: ScopeReaders = {
  ...NOT_ASKED,
  unseen: ['Who may read is not known: no forge was asked.'],
  unseenKeys: [],
  isAsked: false,
};

/** Of one list, what was refused; of a repository's own one, also what was not asked: each would have had to be asked about. */
function unseenIn(
  { asked, hidden }: ReaderList,
  { kind }: Scope,
  name: string,
): Pick<ScopeReaders, 'unseen' | 'unseenKeys'> {
  const parts = hidden.filter((part) => part !== KEYS);
  const isOwn = kind === 'repository';
  const hasPeople = asked.includes('effective') || (asked.includes('users') && asked.includes('groups'));
  return {
    unseen: [
      ...(parts.length > 0
        ? [`Who may read ${name} (${parts.join(', ')}) is not visible to this token.`]
        : []),
      ...(isOwn && !hasPeople ? [NO_GRANTS] : []),
    ],
    unseenKeys: [
      ...(hidden.includes(KEYS) ? [`Which access keys read ${name} is not visible to this token.`] : []),
      ...(isOwn && !asked.includes(KEYS) ? [NO_KEYS] : []),
    ],
  };
}

function visibleTo(visibility: KnownPlace['visibility']): ScopeReaders[] {
  if (visibility === 'private') return [];
  const everybody = { named: [], groups: [], unseen: [], unseenKeys: [], authenticated: true, isAsked: true };
  return [{ ...everybody, name: `visibility ${visibility}`, anonymous: visibility === 'public' }];
}
