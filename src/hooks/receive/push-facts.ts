/** What is known of a push so far, as plain data and never much of it: enough for either thread to settle the push at any moment. */
import { MOST_LISTED } from './push-log.ts';
import { type RefUpdate, tipsOf } from './ref-updates.ts';
import { MOST_NAMES, MOST_TIPS } from './spool.ts';

/** What others wrote and the log repeats, secrets in it masked. */
export interface ToldNames {
  /** In the order of the updates, as many as are logged. */
  readonly refs: readonly string[];
  readonly bypass: string | null;
}

export interface PushFacts {
  /** As many as are logged. */
  readonly updates: readonly RefUpdate[];
  /** How many there are. */
  readonly refCount: number;
  /** What the push wants to be reachable; null while it is not known, and where it is more than a spool takes. */
  readonly tips: readonly string[] | null;
  /** Of what refs led to before: with less known, more is scanned later; never less. */
  readonly known: readonly string[];
  /** The repository's folder; null when the time was over before it was found. */
  readonly gitDir: string | null;
  readonly names: ToldNames | null;
}

export const NOTHING_KNOWN: PushFacts = {
  updates: [],
  refCount: 0,
  tips: null,
  known: [],
  gitDir: null,
  names: null,
};

/** What git's own lines tell. */
export function factsOf(updates: readonly RefUpdate[]): Omit<PushFacts, 'gitDir' | 'names'> {
  const tips = tipsOf(updates);
  return {
    updates: updates.slice(0, MOST_LISTED),
    refCount: updates.length,
    tips: tips.length > MOST_TIPS ? null : tips,
    known: [...new Set(updates.flatMap(({ before }) => before ?? []))].slice(0, MOST_NAMES),
  };
}
