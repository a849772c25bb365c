/** A hit with its place in the world: path, commit, branches. What is left is to say what it means. */
import type { Finding, PlaceKind } from '../core/finding.ts';
import type { Hit } from '../detect/scan-text.ts';

/** What a hit and a finding have in common: where it was, since when, and whether it still is. */
type Placement = Pick<
  Finding,
  | 'kind'
  | 'blob'
  | 'introduced'
  | 'otherPaths'
  | 'atTip'
  | 'tips'
  | 'reach'
  | 'exposure'
  | 'furtherIntervals'
  | 'versions'
>;

export interface LocatedHit extends Placement {
  readonly hit: Hit;
  /** latin1 bytes. */
  readonly path: string;
}

const NOWHERE = {
  blob: null,
  introduced: null,
  otherPaths: [],
  atTip: null,
  tips: [],
  reach: null,
  exposure: [],
  furtherIntervals: 0,
  versions: 1,
} as const;

/** A hit in something that has no history: a file on disk, standard input, the index, a message. */
export function locate(hit: Hit, place: { kind: PlaceKind; path: string } & Partial<LocatedHit>): LocatedHit {
  return { hit, ...NOWHERE, ...place };
}

/** latin1 bytes -> text; what is not UTF-8 becomes U+FFFD. */
export function decoded(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
