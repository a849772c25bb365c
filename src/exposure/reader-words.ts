/** Says in words who may read. */
import type { ReaderCount } from './exposure-answer.ts';

/**
 * `412 people, members of 2 groups may read it, a part of the permissions is not known`.
 *
 * @param repositories that the readers were counted over: of several, nobody needs to read more than one
 */
export function readerWords(readers: ReaderCount, repositories = 1): string {
  if (readers.unasked > 0) return 'who may read it is not known: no forge was asked';
  const part = readers.unseen > 0 ? ', a part of the permissions is not known' : '';
  const it = repositories > 1 ? `one of its ${repositories} repositories` : 'it';
  if (readers.anonymous) return `anyone may read ${it}, without logging in${part}`;
  if (readers.authenticated) return `everybody who is logged in may read ${it}${part}`;
  const known = countedReaders(readers);
  if (known === '') return readers.unseen > 0 ? `who may read ${it} is not known` : 'no reader is known';
  return `${known} may read ${it}${part}`;
}

/** `412`, `anyone`, `12 + 2 groups`, `12 or more`, `not known`: for a column. */
export function shortReaders(readers: ReaderCount): string {
  const { people, groups, keys, outside, unseen } = readers;
  // Who asks about outsiders wants to see those that were let in, whoever else may come.
  const invited = outside ? ` (${outside} outside by name)` : '';
  if (readers.anonymous) return `anyone${invited}`;
  if (readers.authenticated) return `all users${invited}`;
  if (people + groups + keys === 0) return nobodyKnown(readers);
  const parts = [
    people > 0 ? `${people}${outside ? ` (${outside} outside)` : ''}` : '',
    groups > 0 ? counted(groups, 'group') : '',
    keys > 0 ? counted(keys, 'key') : '',
  ].filter((part) => part !== '');
  return `${parts.join(' + ')}${unseen > 0 ? ' or more' : ''}`;
}

function nobodyKnown({ unseen, unasked }: ReaderCount): string {
  return unasked + unseen > 0 ? 'not known' : '0';
}

/** `412 people, 37 outside the given domains, members of 2 groups, 1 key`; empty for none. */
function countedReaders({ people, groups, keys, outside, withoutAddress }: ReaderCount): string {
  const parts = [
    people > 0 ? (people === 1 ? '1 person' : `${people} people`) : '',
    outside === null ? '' : `${outside} outside the given domains`,
    withoutAddress ? `${withoutAddress} whose address is not visible` : '',
    groups > 0 ? `members of ${counted(groups, 'group')}` : '',
    keys > 0 ? counted(keys, 'key') : '',
  ].filter((part) => part !== '');
  return people + groups + keys === 0 ? '' : parts.join(', ');
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
