/** A compiled detector: what the build makes of a pattern file's entry, as JSON, and what a scan works with. */
import type { Confidence, Severity } from '../core/severity.ts';

/** The issuer of a pattern file whose detectors tell a secret by its place alone: they give way to any other. */
export const ANY_ISSUER = 'Any issuer';

export interface CheckSpec {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** What choosing detectors, and telling them apart, takes: all that a scan asks of a detector of which no keyword stands anywhere. */
export interface DetectorHead {
  readonly id: string;
  readonly label: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly matcher: 'token' | 'assignment' | 'entropy-run';
  /** Ids of detectors that find the other half of a key pair, and how many bytes away it may stand. */
  readonly pairs?: { readonly with: readonly string[]; readonly within: number };
  /** Somebody else's than ours: its expression runs on a time budget. */
  readonly own?: true;
  /** Hash over all but `anchors`, taken in the build. */
  readonly digest?: string;
}

export interface Detector extends DetectorHead {
  readonly title: string;
  readonly issuer: string;
  /** In paths of tests, examples and documentation. */
  readonly trialConfidence?: Confidence;
  /** Lower case. */
  readonly keywords: readonly string[];
  /** Source of the whole regular expression: group 1 is what stands before the secret, group 2 is the secret. */
  readonly source: string;
  readonly flags: string;
  /** Code of the character without which the expression need not be tried (see the pattern file). */
  readonly needs?: number;
  /** Boundary `label`: the characters that the secret can begin with, empty where that is not known. */
  readonly opens?: string;
  /** The characters, lower case, of which one stands behind the keyword in every match. Left out: not known. */
  readonly behind?: string;
  /** With flag y: a match begins where a word starts. */
  readonly atWord?: true;
  /** With flag y: how many bytes of a match stand before its keyword. */
  readonly keywordOffset?: number;
  /** Bytes before and after the keyword that the verdict may depend on. */
  readonly reachBefore: number;
  readonly reachAfter: number;
  readonly checks: readonly CheckSpec[];
  /** Source of an expression for a whole cell, where the keyword may head a column of a table. */
  readonly cell?: string;
  /** All that it finds in one text is one finding with a count, from so many different values on. */
  readonly countedFrom?: number;
  /** The count of a column with so many different values is that of its rows. */
  readonly countsRows?: boolean;
  readonly exposes: string;
  readonly revoke: string;
  readonly references: readonly string[];
  /** For each keyword where its rarest bytes begin, found by the build; left out: found when it is needed. */
  readonly anchors?: readonly number[];
}

/** A built-in detector whose rest lies in a file until something asks for it. */
export interface StoredDetector extends DetectorHead {
  /** Among those of the catalogue. */
  readonly place: number;
  readonly whole: () => Detector;
}

export type ListedDetector = Detector | StoredDetector;

/** Of the detector with that id; none where there is no such one. */
export function checkNames(detectors: readonly ListedDetector[], id: string): string[] {
  const detector = detectors.find((one) => one.id === id);
  return detector ? wholeOf(detector).checks.map(({ name }) => name) : [];
}

export function wholeOf(detector: ListedDetector): Detector {
  return 'whole' in detector ? detector.whole() : detector;
}
