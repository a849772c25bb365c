/** How far the theft of a credential reaches, in points, with the reason for each of them in words. */
import type { Reach } from '../../core/finding.ts';
import type { Confidence, Level } from '../../core/severity.ts';
import type { ReaderCount } from '../exposure-answer.ts';
import { readerWords } from '../reader-words.ts';
import type { BlastReason, VerifiedAs } from './rotation-answer.ts';

/** What the holder gets into: by label, what opens further doors first. */
const OPENS: Readonly<Record<string, number>> = {
  'credential/cloud': 30,
  'credential/infrastructure': 28,
  'credential/vcs': 28,
  'credential/ci': 28,
  'key/ssh': 28,
  'credential/registry': 26,
  'credential/signing': 26,
  'credential/database': 26,
  'credential/payment': 26,
  'key/vpn': 26,
  'key/private-key': 24,
  'key/keystore': 20,
  'key/pgp': 18,
  'credential/saas': 16,
  'credential/monitoring': 14,
  'credential/messaging': 14,
  'credential/ai': 12,
  'credential/session': 8,
  'credential/password-hash': 6,
};
/** What it opens is not known: passwords, secrets without an issuer, labels of the user's own. */
const OPENS_SOMETHING = 12;
const LEVEL: Readonly<Record<Level, number>> = { PUBLIC: 0, INTERNAL: 6, CONFIDENTIAL: 13, RESTRICTED: 20 };
const CONFIDENCE: Readonly<Record<Confidence, number>> = { low: 0, medium: 8, high: 15 };
/** The newest commits of branches are what people and programs copy. */
const AT_TIP = 5;
const MOST_READERS = 20;
/** At least so many readers. */
const READERS = [
  [100, 13],
  [10, 9],
  [1, 5],
] as const;
/** At least so many repositories: so many systems may use it. */
const REPOSITORIES = [
  [100, 10],
  [10, 7],
  [3, 5],
  [2, 3],
] as const;

interface PlaceOfCredential {
  readonly label: string;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly atTip: boolean | null;
}

export interface Credential extends PlaceOfCredential {
  readonly verified: VerifiedAs | null;
  /** No repository holds it any more. */
  readonly isGone: boolean;
  readonly reach: Reach | null;
  readonly repositories: number;
  readonly readers: ReaderCount;
}

/** The most points first. */
export function blastReasons(credential: Credential): BlastReason[] {
  const { label, level, atTip, repositories, readers } = credential;
  const reasons: BlastReason[] = [
    { about: 'opens', points: OPENS[label] ?? OPENS_SOMETHING, words: label },
    { about: 'level', points: LEVEL[level], words: level },
    { about: 'readers', points: readerPoints(readers), words: readerWords(readers) },
    {
      about: 'repositories',
      points: REPOSITORIES.find(([least]) => repositories >= least)?.[1] ?? 0,
      words: repositories === 1 ? 'in 1 repository' : `in ${repositories} repositories`,
    },
    { about: 'reach', points: atTip === true ? AT_TIP : 0, words: tipWords(credential) },
    sureness(credential),
  ];
  return reasons.toSorted((a, b) => b.points - a.points);
}

/** What one of its places adds to the points. */
export function placePoints({ label, level, confidence, atTip }: PlaceOfCredential): number {
  const opens = OPENS[label] ?? OPENS_SOMETHING;
  return opens + LEVEL[level] + CONFIDENCE[confidence] + (atTip === true ? AT_TIP : 0);
}

export function blastPoints(reasons: readonly BlastReason[]): number {
  return reasons.reduce((sum, { points }) => sum + points, 0);
}

function tipWords({ atTip, reach, isGone }: Pick<Credential, 'atTip' | 'reach' | 'isGone'>): string {
  if (isGone) return 'no longer found';
  if (atTip === true) return 'still at the tip of a branch';
  if (reach === null) return 'where it lies now is not known';
  return reach === 'unreachable' ? 'no ref leads to it, only its name' : 'at no tip, in the history';
}

function sureness({ confidence, verified }: Credential): BlastReason {
  if (verified === 'active')
    return { about: 'confidence', points: CONFIDENCE.high, words: 'its issuer says that it works' };
  return { about: 'confidence', points: CONFIDENCE[confidence], words: `confidence ${confidence}` };
}

function readerPoints({
  anonymous,
  authenticated,
  people,
  groups,
  keys,
  unseen,
  unasked,
}: ReaderCount): number {
  if (anonymous) return MOST_READERS;
  if (authenticated) return 16;
  const counted = people + groups + keys;
  const points = READERS.find(([least]) => counted >= least)?.[1] ?? 0;
  // What is not visible may be many.
  return unseen + unasked > 0 ? Math.max(points, 6) : points;
}
