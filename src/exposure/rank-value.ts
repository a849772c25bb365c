/** How much a value matters, in points, with the reason for each of them in words. Worse on any scale never means fewer points. */
import type { Reach } from '../core/finding.ts';
import type { Confidence, Level, Severity } from '../core/severity.ts';
import type { VerifyResult } from '../core/verification.ts';
import type { ReaderCount, Reason } from './exposure-answer.ts';

const LEVEL: Readonly<Record<Level, number>> = { PUBLIC: 0, INTERNAL: 8, CONFIDENTIAL: 18, RESTRICTED: 30 };
const REACH: Readonly<Record<Reach | 'unknown', number>> = {
  tip: 18,
  history: 12,
  unmerged: 7,
  unknown: 7,
  unreachable: 3,
};
const REACH_WORDS: Readonly<Record<Reach | 'unknown', string>> = {
  tip: 'in the newest commit of a branch',
  history: 'in the history, which every clone holds',
  unmerged: 'on what was not merged',
  unknown: 'where it lies now is not known',
  unreachable: 'no ref leads to it, only its name',
};
const SEVERITY: Readonly<Record<Severity, number>> = { info: 0, low: 2, medium: 5, high: 8, critical: 10 };
/** Much: keys of tests and examples, which anyone may read, would else fill the first page. */
const CONFIDENCE: Readonly<Record<Confidence, number>> = { low: 0, medium: 8, high: 22 };
/** At least so many readers. */
const READERS = [
  [100, 10],
  [10, 7],
  [1, 4],
] as const;
const MOST_READERS = 15;
/** At least so many days. */
const AGES = [
  [365, 5],
  [90, 3],
  [7, 2],
] as const;
const DAY_MS = 86_400_000;

/** What ranks a value. */
export interface Weighed {
  readonly level: Level;
  readonly reach: Reach | null;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Milliseconds since it came in; null: not known, which counts as the middle. */
  readonly ageMs: number | null;
}

/** Without its readers. */
export function ownReasons(value: Weighed): Reason[] {
  const { level, reach, severity, confidence } = value;
  const where = reach ?? 'unknown';
  return [
    { about: 'level', points: LEVEL[level], words: level },
    { about: 'reach', points: REACH[where], words: REACH_WORDS[where] },
    ageReason(value),
    { about: 'severity', points: SEVERITY[severity], words: `severity ${severity}` },
    { about: 'confidence', points: CONFIDENCE[confidence], words: `confidence ${confidence}` },
  ];
}

export function readersReason(readers: ReaderCount, words: string): Reason {
  return { about: 'readers', points: readerPoints(readers), words };
}

/** Nothing is worth more than this together. */
const MOST_POINTS = 100;
/** What still works comes before what may. */
export const MOST_POINTS_OF_ACTIVE = 10;

/** @param others the points of all other reasons: what its issuer refuses is worth half of them. Nothing where nobody asked */
export function verifiedReason(result: VerifyResult | undefined, others: number): Reason[] {
  if (result === 'active') {
    const points = Math.max(0, Math.min(MOST_POINTS_OF_ACTIVE, MOST_POINTS - others));
    return [{ about: 'verified', points, words: 'its issuer says that it works' }];
  }
  if (result !== 'inactive') return [];
  return [
    { about: 'verified', points: -Math.floor(others / 2), words: 'its issuer says that it does not work' },
  ];
}

export function pointsOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0);
}

/** No reason about readers gives more. */
export const MOST_POINTS_OF_READERS = MOST_READERS;

function readerPoints({ anonymous, authenticated, people, groups, keys, unseen }: ReaderCount): number {
  if (anonymous) return MOST_READERS;
  if (authenticated) return 12;
  const counted = people + groups + keys;
  const points = READERS.find(([least]) => counted >= least)?.[1] ?? 0;
  // What is not visible may be many.
  return unseen > 0 ? Math.max(points, 5) : points;
}

function ageReason({ ageMs }: Weighed): Reason {
  if (ageMs === null) return { about: 'age', points: 3, words: 'since when is not known' };
  const days = Math.max(0, Math.floor(ageMs / DAY_MS));
  const points = AGES.find(([least]) => days >= least)?.[1] ?? 0;
  return { about: 'age', points, words: `there for ${spanWords(days)}` };
}

function spanWords(days: number): string {
  const years = Math.floor(days / 365);
  if (years > 1) return `${years} years`;
  return days === 1 ? '1 day' : `${days} days`;
}
