/** Who may read, repository by repository and person by person, and through which grant. */
import type { KnownPlace } from '../store/audit/audit-store.ts';
import type { ReaderCounter } from './count-readers.ts';
import type { Person, ReadersAnswer } from './exposure-answer.ts';
import type { GroupReaders, PlaceReaders, ReaderIndex, ScopeReaders } from './reader-index.ts';

/** Groups and keys that are named of one scope; more are counted. */
const MOST_NAMED = 20;

/** @param domains as they were given */
export function tellReaders(
  places: Iterable<KnownPlace>,
  index: ReaderIndex,
  counter: ReaderCounter,
  domains: readonly string[],
): ReadersAnswer {
  const asked = [...places].toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1));
  const repositories = asked.map((place) => ({
    repository: place.fullName,
    readers: counter.count([index.of(place)]),
    through: index.of(place).flatMap((scope) => grantsOf(scope, index)),
  }));
  return { domains, repositories, people: peopleOf(asked, index, counter) };
}

function grantsOf(scope: ScopeReaders, { subjects }: ReaderIndex): string[] {
  const { name, anonymous, authenticated, named, groups } = scope;
  const users = named.filter((number) => subjects[number]?.kind === 'user').length;
  const keys = named.filter((number) => subjects[number]?.kind === 'key');
  const nameOf = (number: number): string => subjects[number]?.name ?? '';
  const words = [
    anonymous ? 'anyone' : '',
    authenticated && !anonymous ? 'whoever is logged in' : '',
    users === 0 ? '' : `${users} ${users === 1 ? 'person' : 'people'} by name`,
    ...groups.slice(0, MOST_NAMED).map((group) => groupWords(group, nameOf)),
    ...keys.slice(0, MOST_NAMED).map((key) => `key ${nameOf(key)}`),
    more(groups.length, 'groups'),
    more(keys.length, 'keys'),
  ];
  return words.filter((word) => word !== '').map((word) => `${name}: ${word}`);
}

function groupWords({ subject, members }: GroupReaders, nameOf: (number: number) => string): string {
  const size = members === null ? 'members not known' : `${members.length} members`;
  return `group ${nameOf(subject)} (${size})`;
}

function more(count: number, word: string): string {
  return count > MOST_NAMED ? `${count - MOST_NAMED} more ${word}` : '';
}

/** Who may read the most first. */
function peopleOf(places: readonly KnownPlace[], index: ReaderIndex, counter: ReaderCounter): Person[] {
  const counts = new Map<number, number>();
  for (const place of places)
    for (const number of namedIn(index.of(place))) counts.set(number, (counts.get(number) ?? 0) + 1);
  const people = [...counts].flatMap(([number, repositories]): Person[] => {
    const subject = index.subjects[number];
    if (subject?.kind !== 'user') return [];
    const { id, name } = subject;
    return [{ id, name, outside: counter.isOutside(subject), repositories }];
  });
  return people.toSorted((a, b) => b.repositories - a.repositories || (a.id < b.id ? -1 : 1));
}

export function namedIn(place: PlaceReaders): Set<number> {
  const named = new Set<number>();
  for (const { named: own, groups } of place) {
    for (const number of own) named.add(number);
    for (const { members } of groups) for (const number of members ?? []) named.add(number);
  }
  return named;
}
