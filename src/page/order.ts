/** Orders of the table of findings. */
import type { ReaderCount } from '../exposure/exposure-answer.ts';
import { detectorOf, type Found, type PageModel, pathWords, repositoryOf } from './page-model.ts';

export const SORT_KEYS = ['points', 'level', 'title', 'place', 'at', 'reach', 'readers'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Order {
  readonly key: SortKey;
  /** What matters most first: the most points, the oldest, the most readers; names from A. */
  readonly isReversed: boolean;
}

export const WORST_FIRST: Order = { key: 'points', isReversed: false };

/** Equal ones stay in the order of the file. */
export function sorted(findings: readonly Found[], { key, isReversed }: Order, model: PageModel): Found[] {
  const keyOf = KEYS[key];
  const keyed = findings.map((found) => ({ found, by: keyOf(found, model) }));
  const sign = isReversed ? -1 : 1;
  keyed.sort((a, b) => sign * compare(a.by, b.by) || a.found.order - b.found.order);
  return keyed.map(({ found }) => found);
}

type Key = number | string;
const NEVER = 8.64e15;

/** The least comes first. */
const KEYS: Readonly<Record<SortKey, (found: Found, model: PageModel) => Key>> = {
  points: ({ value }) => -value.points,
  level: ({ level, severity }) => -level * 10 - severity,
  title: (found, model) => detectorOf(model, found).title,
  place: (found, model) => `${repositoryOf(model, found).name}\n${pathWords(found)}`,
  at: ({ at }) => at ?? NEVER,
  reach: ({ reach }) => reach,
  readers: (found, model) => -readerWeight(repositoryOf(model, found).readers),
};

/** Anyone is more than everybody who is logged in, and that more than any number of people. */
function readerWeight({ anonymous, authenticated, people, groups, keys, unseen }: ReaderCount): number {
  if (anonymous) return 3e9;
  if (authenticated) return 2e9;
  return people + groups + keys + (unseen > 0 ? 0.5 : 0);
}

function compare(a: Key, b: Key): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
