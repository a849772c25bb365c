/** One credential, while its places stream by: what is kept of them is the worst one, and sums. */
import type { StoredFinding } from '../../core/stored-finding.ts';
import type { Reach } from '../../core/finding.ts';
import type { Verification } from '../../core/verification.ts';
import type { Dating } from '../introduced-at.ts';
import { compareReach } from '../tally.ts';
import { placePoints } from './blast-radius.ts';
import { GONE_BECAUSE, type GoneBecause, type VerifiedAs } from './rotation-answer.ts';

/** One finding on its way. */
export interface PassingPlace {
  readonly finding: StoredFinding;
  /** A number for its repository. */
  readonly place: number;
  /** When it came in, and what that is worth. */
  readonly dating: Dating;
  /** As it was at the earlier run; null: not there, or nothing is compared. */
  readonly before: Pick<StoredFinding, 'atTip'> | null;
  /** Why it is no longer found; null: it is. */
  readonly gone: GoneBecause | null;
}

/** Of what says most: one that works is not rotated, whatever was said of it elsewhere. */
const SAYS_MOST: readonly VerifiedAs[] = ['active', 'inactive', 'unknown'];
/** Other halves of key pairs that are named of one value. */
const MOST_TOGETHER = 10;

export function isCredential({ label }: Pick<StoredFinding, 'label'>): boolean {
  return label.startsWith('credential/') || label.startsWith('key/');
}

/** The places that hold it, or those that did. */
export class CredentialPlaces {
  readonly repositories = new Set<number>();
  findings = 0;
  atTip: boolean | null = null;
  reach: Reach | null = null;
  /** Of the one that came in first. */
  dating: Dating;
  worst: PassingPlace;
  #points = -1;

  constructor(first: PassingPlace) {
    this.worst = first;
    this.dating = first.dating;
    this.add(first);
  }

  add(passing: PassingPlace): void {
    const { finding, place, dating } = passing;
    this.repositories.add(place);
    this.findings += 1;
    if (finding.atTip !== null) this.atTip = this.atTip === true || finding.atTip;
    if (compareReach(finding.reach, this.reach) < 0) this.reach = finding.reach;
    if ((dating.at ?? Infinity) < (this.dating.at ?? Infinity)) this.dating = dating;
    const points = placePoints(finding);
    const isWorse =
      points > this.#points ||
      (points === this.#points && compareReach(finding.reach, this.worst.finding.reach) < 0);
    if (!isWorse) return;
    this.#points = points;
    this.worst = passing;
  }
}

/** Where the places of a value stand in a list: from the first of them to the last, and no other's between them. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export class CredentialValue {
  readonly secretId: string;
  readonly first: number;
  last: number;
  /** Secret ids of what makes a key pair with it. */
  readonly together = new Set<string>();
  held: CredentialPlaces | null = null;
  wasHeld: CredentialPlaces | null = null;
  goneBecause: GoneBecause | null = null;
  wasKnown = false;
  wasAtTip = false;
  said: Verification | null = null;

  /** @param position of its first place in the list */
  constructor(secretId: string, position: number) {
    this.secretId = secretId;
    this.first = position;
    this.last = position;
  }

  add(passing: PassingPlace, position: number): void {
    const { finding, before, gone } = passing;
    this.last = position;
    if (gone === null) this.held = addedTo(this.held, passing);
    else this.wasHeld = addedTo(this.wasHeld, passing);
    if (gone !== null) this.goneBecause = provesLeast(gone, this.goneBecause);
    this.wasKnown ||= before !== null;
    this.wasAtTip ||= before?.atTip === true;
    for (const { secretId } of finding.linked)
      if (this.together.size < MOST_TOGETHER) this.together.add(secretId);
    this.#hear(finding);
  }

  #hear({ verification }: Pick<StoredFinding, 'verification'>): void {
    if (verification === undefined) return;
    const known = this.said;
    const says = SAYS_MOST.indexOf(verification.result);
    const saysMore = known === null || says < SAYS_MOST.indexOf(known.result);
    const isLater = known?.result === verification.result && verification.at > known.at;
    if (saysMore || isLater) this.said = verification;
  }
}

function addedTo(places: CredentialPlaces | null, passing: PassingPlace): CredentialPlaces {
  if (places === null) return new CredentialPlaces(passing);
  places.add(passing);
  return places;
}

function provesLeast(one: GoneBecause, other: GoneBecause | null): GoneBecause {
  return other !== null && GONE_BECAUSE.indexOf(other) < GONE_BECAUSE.indexOf(one) ? other : one;
}
