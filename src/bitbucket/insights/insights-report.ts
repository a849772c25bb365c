/** What Code Insights shows beside a pull request, in our own words; each platform's file turns it into that one's. */
import type { Severity } from '../../core/severity.ts';

/** A commit of a repository, and the report that is ours there: what is sent again replaces what was sent before. */
export interface InsightsPlace {
  /** The workspace on Cloud, the key of the project on a Data Center. */
  readonly owner: string;
  readonly slug: string;
  /** A whole name: a Data Center takes no other. */
  readonly commit: string;
}

/** One number or word at the top of the report. */
export interface InsightsDatum {
  readonly title: string;
  readonly value: number | string;
}

export interface InsightAnnotation {
  /** The same in every run for the same finding at the same place, and no other's of the report. */
  readonly id: string;
  /** Of a file that the commit holds; null: the annotation is of no file. */
  readonly path: string | null;
  /** From 1; null where no line of the commit holds it. */
  readonly line: number | null;
  /** One line, no secret in it. */
  readonly summary: string;
  /** Several lines, no secret in them. */
  readonly details: string;
  readonly severity: Severity;
}

export interface InsightsReport {
  readonly title: string;
  readonly details: string;
  readonly hasPassed: boolean;
  /** The page of the build; null where it has none. */
  readonly link: string | null;
  readonly data: readonly InsightsDatum[];
  /** Worst first: where there are more than the platform takes, the last ones are left out. */
  readonly annotations: readonly InsightAnnotation[];
}

/** What became of a report. */
export interface SentInsights {
  readonly annotations: number;
  /** Of the report, for which there was no room. */
  readonly leftOut: number;
}

/** One for each repository and commit, and no other tool's: reverse names are what Atlassian advises. */
export const REPORT_KEY = 'bitsieve';
export const REPORTER = 'bitsieve';

/** Cut to so many UTF-16 units, which is how either platform counts, never within a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 2)) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

/** Said at the end of the report, where it cannot be cut away. */
export function withLeftOut(details: string, leftOut: number, most: number): string {
  if (leftOut === 0) return cutText(details, most);
  const said = `\n${leftOut} more are not annotated: a report takes no more. They are in the log of the build.`;
  return cutText(details, most - said.length) + said;
}
