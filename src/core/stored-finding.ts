/** A finding as it may be kept and shown: masked, and every text in it free of known secrets. One record a place. */
import type { Finding, Person } from './finding.ts';

/** The commit that brought something in; nulls where there is none. */
export interface IntroductionRecord {
  readonly commit: string | null;
  readonly author: Person | null;
  readonly date: string | null;
}

export interface OtherPathRecord extends IntroductionRecord {
  readonly path: string;
}

/** A Finding, but for the value: its mask and its keyed hashes are all there is of it. */
export interface StoredFinding
  extends Omit<Finding, 'value' | 'introduced' | 'otherPaths'>, IntroductionRecord {
  readonly masked: string;
  readonly otherPaths: readonly OtherPathRecord[];
  /**
   * When a push first made a commit reachable that brought it in, ISO 8601, UTC, by the forge's clock: of an audit that asked. Null: the
   * log of pushes does not tell, or tells of a later moment than the date of a commit that it does not know.
   */
  readonly pushed?: string | null;
}

/** What became of a finding from one run to a later one. `changed`: something that matters to people is different. */
export type Change = 'new' | 'gone' | 'changed';

/** What matters to people: where any of it differs, a finding has changed. */
export const SUBSTANCE = [
  'label',
  'level',
  'severity',
  'confidence',
  'count',
  'reach',
  'atTip',
  'commit',
  'exposure',
] as const;

/** A stored finding, as a report names it among those of other repositories. */
export interface ToldFinding extends StoredFinding {
  readonly repository?: string;
  readonly change?: Change;
  /** Of what has changed, how it was before. */
  readonly before?: Earlier;
}

export type Earlier = Partial<Pick<StoredFinding, (typeof SUBSTANCE)[number]>>;
