/** A credential with all that is known of it -> its standing among the others, and its entry in the list. */
import type { KnownPlace } from '../../store/audit/audit-store.ts';
import type { ReaderCount } from '../exposure-answer.ts';
import { isoOf } from '../introduced-at.ts';
import { blastPoints, blastReasons } from './blast-radius.ts';
import type { CredentialPlaces, CredentialValue, PassingPlace } from './credential-value.ts';
import type { BlastReason, RotationEntry, RotationStatus } from './rotation-answer.ts';

export interface EntryMeans {
  readonly placeOf: (number: number) => KnownPlace | undefined;
  readonly readersOf: (places: Iterable<number>) => ReaderCount;
  readonly isUnseen: (place: KnownPlace) => boolean;
  /** Is there an earlier run to compare with? */
  readonly isCompared: boolean;
}

export interface Weighed {
  readonly worst: PassingPlace;
  readonly points: number;
  readonly reasons: readonly BlastReason[];
  readonly readers: ReaderCount;
  readonly atTip: boolean | null;
  readonly status: RotationStatus | null;
  readonly unseenRepositories: number;
  /** Those that hold it, of one that is gone those that did. */
  readonly places: CredentialPlaces;
}

/** Undefined for a value without places. */
export function weigh(value: CredentialValue, means: EntryMeans): Weighed | undefined {
  const places = value.held ?? value.wasHeld;
  if (places === null) return undefined;
  const { finding } = places.worst;
  const { label, level, confidence } = finding;
  const readers = means.readersOf(places.repositories);
  const [atTip, reach] = value.held === null ? [false, null] : [places.atTip, places.reach];
  const unseenRepositories = value.held === null ? 0 : unseenOf(places, means);
  const reasons = blastReasons({
    label,
    level,
    confidence,
    atTip,
    reach,
    readers,
    isGone: value.held === null,
    verified: value.said?.result ?? null,
    repositories: places.repositories.size,
  });
  return {
    worst: places.worst,
    points: blastPoints(reasons),
    reasons,
    readers,
    atTip,
    status: means.isCompared ? statusOf(value, unseenRepositories) : null,
    unseenRepositories,
    places,
  };
}

function unseenOf({ repositories }: CredentialPlaces, { placeOf, isUnseen }: EntryMeans): number {
  let unseen = 0;
  for (const number of repositories) {
    const place = placeOf(number);
    if (place && isUnseen(place)) unseen += 1;
  }
  return unseen;
}

function statusOf({ said, held, wasKnown, wasAtTip }: CredentialValue, unseen: number): RotationStatus {
  if (said?.result === 'inactive') return 'rotated';
  if (held === null) return 'gone';
  if (!wasKnown) return 'new';
  if (unseen === held.repositories.size) return 'unseen';
  return wasAtTip && held.atTip !== true ? 'left-tip' : 'open';
}

/** Of a secret's keyed hash so much that 100,000 of them hardly ever meet. */
const ID_DIGITS = 16;

function idOf(secretId: string): string {
  return `R-${secretId.slice(0, ID_DIGITS)}`;
}

/** @param means with `isListed`: is there an entry of that secret, too? */
export function entryOf(
  value: CredentialValue,
  rank: number,
  means: EntryMeans & { readonly isListed: (secretId: string) => boolean },
): RotationEntry | undefined {
  const weighed = weigh(value, means);
  if (weighed === undefined) return undefined;
  const { worst, places, points, reasons, readers, atTip, status, unseenRepositories } = weighed;
  const { secretId, held, said } = value;
  const others = [...value.together].filter((other) => other !== secretId && means.isListed(other));
  return {
    rank,
    id: idOf(secretId),
    points,
    reasons,
    ...shownOf(worst),
    repository: means.placeOf(worst.place)?.fullName ?? '',
    places: places.findings,
    repositories: places.repositories.size,
    atTip,
    reach: held === null ? null : places.reach,
    introduced: isoOf(places.dating.at),
    introducedBy: places.dating.clock,
    isDoubtful: places.dating.isDoubtful,
    readers,
    verified: said?.result ?? null,
    verifiedAt: said?.at ?? null,
    status,
    goneBecause: held === null ? value.goneBecause : null,
    unseenRepositories,
    together: others.map(idOf).toSorted(),
  };
}

type Shown =
  | 'secretId'
  | 'detector'
  | 'title'
  | 'issuer'
  | 'label'
  | 'level'
  | 'severity'
  | 'confidence'
  | 'masked'
  | 'path'
  | 'inside'
  | 'line'
  | 'commit'
  | 'exposes'
  | 'revoke';

/** What its worst place says. */
function shownOf({ finding }: PassingPlace): Pick<RotationEntry, Shown> {
  const { secretId, detector, title, issuer, label, level, severity, confidence, ...more } = finding;
  const { masked, path, inside, line, commit, exposes, revoke } = more;
  const what = { secretId, detector, title, issuer, label, level, severity, confidence };
  return { ...what, masked, path, inside, line, commit, exposes, revoke };
}
