/** How many may read at least one of some repositories. Nobody is counted twice, and nobody is guessed. */
import type { PathTest } from '../allow/allow-entry.ts';
import { compileGlob } from '../allow/globs.ts';
import type { KnownPlace } from '../store/audit/audit-store.ts';
import type { ReaderCount } from './exposure-answer.ts';
import type { PlaceReaders, ReaderIndex, ScopeReaders, Subject } from './reader-index.ts';

export class ReaderCounter {
  readonly #subjects: readonly Subject[];
  /** Lower case; null: none were given. */
  readonly #domains: readonly PathTest[] | null;
  /** The count that saw a subject last. */
  readonly #seen: Int32Array;
  #turn = 0;

  constructor({ subjects }: Pick<ReaderIndex, 'subjects'>, domains: readonly PathTest[] | null) {
    this.#subjects = subjects;
    this.#domains = domains;
    this.#seen = new Int32Array(subjects.length);
  }

  count(places: Iterable<PlaceReaders>): ReaderCount {
    this.#turn += 1;
    const tally = { people: 0, groups: 0, keys: 0, outside: 0, withoutAddress: 0, unseen: 0, unasked: 0 };
    const scopes = new Set<ScopeReaders>();
    for (const place of places) {
      if (place.some(({ unseen }) => unseen.length > 0)) tally.unseen += 1;
      if (place.some(({ isAsked }) => !isAsked)) tally.unasked += 1;
      for (const scope of place) scopes.add(scope);
    }
    for (const scope of scopes) {
      for (const number of this.#fresh(scope)) this.#add(number, tally);
    }
    const hasDomains = this.#domains !== null;
    return {
      ...tally,
      anonymous: [...scopes].some(({ anonymous }) => anonymous),
      authenticated: [...scopes].some(({ authenticated }) => authenticated),
      outside: hasDomains ? tally.outside : null,
      withoutAddress: hasDomains ? tally.withoutAddress : null,
    };
  }

  /** Null where no domains were given or the address is not visible. */
  isOutside({ email }: Subject): boolean | null {
    if (this.#domains === null || email === null) return null;
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
    return !this.#domains.some((glob) => glob.test(domain));
  }

  /** Subjects of a scope that this count has not seen; of a group its members where they are known, else the group. */
  *#fresh({ named, groups }: ScopeReaders): Generator<number> {
    yield* this.#unseenOf(named);
    for (const { subject, members } of groups) yield* this.#unseenOf(members ?? [subject]);
  }

  *#unseenOf(numbers: readonly number[]): Generator<number> {
    for (const number of numbers) {
      if (this.#seen[number] === this.#turn) continue;
      this.#seen[number] = this.#turn;
      yield number;
    }
  }

  #add(
    number: number,
    tally: Record<'people' | 'groups' | 'keys' | 'outside' | 'withoutAddress', number>,
  ): void {
    const subject = this.#subjects[number];
    if (subject?.kind === 'group') tally.groups += 1;
    else if (subject?.kind === 'key') tally.keys += 1;
    else if (subject) {
      tally.people += 1;
      if (subject.email === null) tally.withoutAddress += 1;
      if (this.isOutside(subject) === true) tally.outside += 1;
    }
  }
}

/** Null for none. */
export function domainGlobs(domains: readonly string[]): PathTest[] | null {
  return domains.length === 0 ? null : domains.map((glob) => compileGlob(glob.toLowerCase()));
}

export interface CountedReaders {
  readonly index: ReaderIndex;
  readonly counter: ReaderCounter;
}

/** Readers of places by their numbers in a list that may grow. Most values lie in one repository: those counts are kept. */
export function readersIn(
  places: readonly KnownPlace[],
  { index, counter }: CountedReaders,
): (numbers: Iterable<number>) => ReaderCount {
  const alone = new Map<number, ReaderCount>();
  const countOf = (numbers: readonly number[]): ReaderCount =>
    counter.count(
      numbers.flatMap((number) => {
        const place = places[number];
        return place === undefined ? [] : [index.of(place)];
      }),
    );
  return (numbers) => {
    const all = [...numbers];
    const [first] = all;
    if (first === undefined || all.length > 1) return countOf(all);
    const known = alone.get(first) ?? countOf(all);
    alone.set(first, known);
    return known;
  };
}
