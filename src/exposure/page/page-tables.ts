/** Names that rows of the page refer to by numbers: each is written once. */
import type { Person } from '../../core/finding.ts';
import type { StoredFinding } from '../../core/stored-finding.ts';
import type { KnownPlace } from '../../store/audit/audit-store.ts';
import type { ReaderCount, Reason } from '../exposure-answer.ts';
import type { Exposed } from '../measure-exposure.ts';
import { placeKey, type ScopeReaders } from '../reader-index.ts';
import type {
  PageDetector,
  PageReason,
  PageRepository,
  PageScope,
  PageSubject,
  PageTables,
} from './page-data.ts';

/** Names of readers in all lists together; a list beyond is told by its count alone. */
const MOST_NAMES = 500_000;

export class PageTableMaker {
  readonly #exposed: Exposed;
  readonly #labels = new Numbered<string>();
  readonly #authors = new Numbered<string>();
  readonly #detectors = new Numbered<PageDetector>();
  readonly #reasons = new Numbered<PageReason>();
  readonly #repositories = new Numbered<PageRepository>();
  readonly #scopes = new Numbered<PageScope>();
  readonly #numberOfScope = new Map<ScopeReaders, number>();
  #names = 0;
  #cutScopes = 0;

  constructor(exposed: Exposed) {
    this.#exposed = exposed;
  }

  repository(place: KnownPlace): number {
    return this.#repositories.numberOf(placeKey(place), () => this.#repositoryOf(place));
  }

  /** Who may read at least one of them. Most values lie in one repository. */
  readersOf(places: readonly KnownPlace[]): ReaderCount {
    const [first] = places;
    const alone = places.length === 1 && first ? this.#repositories.all[this.repository(first)] : undefined;
    const { index, counter } = this.#exposed;
    return alone?.readers ?? counter.count(places.map((place) => index.of(place)));
  }

  detector({ detector, title, issuer, exposes, revoke, references }: StoredFinding): number {
    const own = { id: detector, title, issuer, exposes, revoke, references };
    return this.#detectors.numberOf(JSON.stringify(own), () => own);
  }

  /** -1 for nobody. */
  author(author: Person | null): number {
    if (author === null) return -1;
    const { name, email } = author;
    const text = email === '' ? name : `${name} <${email}>`;
    return this.#authors.numberOf(text, () => text);
  }

  reason({ words, points }: Reason): number {
    return this.#reasons.numberOf(`${points} ${words}`, () => [words, points]);
  }

  label(label: string): number {
    return this.#labels.numberOf(label, () => label);
  }

  tables(listed: number, limits: readonly string[]): PageTables {
    // Numbers of subjects are those of the index.
    const { index, counter } = this.#exposed;
    const subjects = index.subjects.map((subject): PageSubject => {
      const { kind, id, name } = subject;
      return { kind, id, name, isOutside: counter.isOutside(subject) };
    });
    const cut = `Readers of ${this.#cutScopes} scopes are counted, and not listed by name: together they are too many.`;
    return {
      repositories: this.#repositories.all,
      detectors: this.#detectors.all,
      labels: this.#labels.all,
      authors: this.#authors.all,
      reasons: this.#reasons.all,
      subjects,
      scopes: this.#scopes.all,
      listed,
      limits: [...limits, ...(this.#cutScopes > 0 ? [cut] : [])],
    };
  }

  #repositoryOf(place: KnownPlace): PageRepository {
    const { fullName: name, project, visibility, webUrl: url } = place;
    const { index, counter } = this.#exposed;
    const scopes = index.of(place);
    const readers = counter.count([scopes]);
    return { name, project, visibility, url, readers, scopes: scopes.map((scope) => this.#scope(scope)) };
  }

  #scope(scope: ScopeReaders): number {
    const known = this.#numberOfScope.get(scope);
    if (known !== undefined) return known;
    const number = this.#scopes.numberOf(`scope ${this.#numberOfScope.size}`, () => this.#scopeOf(scope));
    this.#numberOfScope.set(scope, number);
    return number;
  }

  #scopeOf({ name, anonymous, authenticated, named, groups, unseen, unseenKeys }: ScopeReaders): PageScope {
    const size = groups.reduce((sum, { members }) => sum + (members?.length ?? 0), named.length);
    const isCut = this.#names + size > MOST_NAMES;
    if (isCut) this.#cutScopes += 1;
    else this.#names += size;
    const listed = isCut ? { named: [], groups: [] } : { named, groups };
    return { name, anonymous, authenticated, ...listed, unseen, unseenKeys };
  }
}

/** Repositories by numbers of their own, of which a page lists some. */
export class NumberedPlaces {
  readonly #tables: PageTableMaker;
  readonly #all: KnownPlace[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(tables: PageTableMaker) {
    this.#tables = tables;
  }

  numberOf(place: KnownPlace): number {
    const key = placeKey(place);
    const number = this.#numbers.get(key) ?? this.#all.length;
    if (number === this.#all.length) this.#all.push(place);
    this.#numbers.set(key, number);
    return number;
  }

  readersOf(numbers: Iterable<number>): ReaderCount {
    return this.#tables.readersOf([...numbers].flatMap((number) => this.#all[number] ?? []));
  }
}

class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(key: string, make: () => T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.#numbers.set(key, number);
    this.all.push(make());
    return number;
  }
}
