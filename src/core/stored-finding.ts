/** A finding as it may be kept and shown: masked, and every text in it free of known secrets. One record a place. */
import type { ExposureInterval, LinkedFinding, Person, PlaceKind, Reach } from './finding.ts';
import type { Confidence, Level, Severity } from './severity.ts';

/** The commit that brought something in; nulls where there is none. */
export interface IntroductionRecord {
  readonly commit: string | null;
  readonly author: Person | null;
  readonly date: string | null;
}

export interface OtherPathRecord extends IntroductionRecord {
  readonly path: string;
}

/** Like a Finding, field for field, but for the value: its mask and its keyed hashes are all there is of it. */
export interface StoredFinding extends IntroductionRecord {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly detector: string;
  readonly title: string;
  readonly issuer: string;
  readonly label: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly notes: readonly string[];
  readonly fingerprint: string;
  readonly secretId: string;
  readonly masked: string;
  readonly count: number;
  readonly encoding: readonly string[];
  readonly inside: readonly string[];
  readonly linked: readonly LinkedFinding[];
  readonly kind: PlaceKind;
  readonly blob: string | null;
  readonly otherPaths: readonly OtherPathRecord[];
  readonly atTip: boolean | null;
  readonly tips: readonly string[];
  readonly reach: Reach | null;
  readonly exposure: readonly ExposureInterval[];
  readonly furtherIntervals: number;
  readonly versions: number;
  readonly entropy: number;
  readonly exposes: string;
  readonly revoke: string;
  readonly references: readonly string[];
}
