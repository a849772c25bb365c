/** What the HTML report carries: the writer puts it in, the browser takes it out. Names by numbers, so that many findings fit. */
import type { ExposureAnswer, ReaderCount } from '../exposure-answer.ts';
import type { ScopeReaders, Subject } from '../reader-index.ts';

/** One finding; numbers that name something count in the tables, or on the scales. */
export interface PageFinding {
  readonly repository: number;
  readonly detector: number;
  readonly label: number;
  /** Of `LEVELS`. */
  readonly level: number;
  /** Of `SEVERITIES`. */
  readonly severity: number;
  /** Of `CONFIDENCES`. */
  readonly confidence: number;
  /** Of `PAGE_REACHES`. */
  readonly reach: number;
  /** -1: not known. */
  readonly author: number;
  /** When it came in, in milliseconds. */
  readonly at: number | null;
  readonly isGone: boolean;
  readonly path: string;
  readonly inside: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly masked: string;
  readonly count: number;
  readonly encoding: readonly string[];
  readonly kind: string;
  readonly commit: string | null;
  /** As the commit has it, with its offset. */
  readonly date: string | null;
  readonly tips: readonly string[];
  readonly intervals: readonly PageInterval[];
  readonly furtherIntervals: number;
  readonly notes: readonly string[];
  /** Titles of the other halves of a key pair, with their lines. */
  readonly linked: readonly (readonly [title: string, line: number])[];
  /** The first of them. */
  readonly otherPaths: readonly (readonly [path: string, commit: string | null])[];
  readonly furtherPaths: number;
  readonly versions: number;
  /** What its issuer said, where it was asked. */
  readonly verified: string | null;
  readonly fingerprint: string;
}

export type PageInterval = readonly [
  branch: string,
  cameIn: string,
  cameInCommit: string,
  left: string | null,
  leftCommit: string | null,
];

/** In the order of a row. */
export const FINDING_COLUMNS = [
  'repository',
  'detector',
  'label',
  'level',
  'severity',
  'confidence',
  'reach',
  'author',
  'at',
  'isGone',
  'path',
  'inside',
  'line',
  'column',
  'masked',
  'count',
  'encoding',
  'kind',
  'commit',
  'date',
  'tips',
  'intervals',
  'furtherIntervals',
  'notes',
  'linked',
  'otherPaths',
  'furtherPaths',
  'versions',
  'verified',
  'fingerprint',
] as const satisfies readonly (keyof PageFinding)[];

/** From the easiest to come by to the hardest. */
export const PAGE_REACHES = ['tip', 'history', 'unmerged', 'unreachable', 'unknown'] as const;

/** One distinct value and its places, the worst value first. */
export interface PageValue {
  readonly secretId: string;
  readonly points: number;
  /** Numbers of reasons. */
  readonly reasons: readonly number[];
  readonly places: number;
  readonly repositories: number;
  /** Cells in the order of `FINDING_COLUMNS`; fewer than places where the page lists no more. */
  readonly rows: readonly (readonly unknown[])[];
}

export interface PageRepository {
  readonly name: string;
  readonly project: string | null;
  readonly visibility: string;
  readonly url: string | null;
  readonly readers: ReaderCount;
  /** Numbers of scopes. */
  readonly scopes: readonly number[];
}

export interface PageDetector {
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly exposes: string;
  readonly revoke: string;
  readonly references: readonly string[];
}

export type PageReason = readonly [words: string, points: number];

export type PageSubject = Pick<Subject, 'kind' | 'id' | 'name'> & { readonly isOutside: boolean | null };

export type PageScope = Pick<
  ScopeReaders,
  'name' | 'anonymous' | 'authenticated' | 'named' | 'groups' | 'unseen' | 'unseenKeys'
>;

/** What rows name by numbers. */
export interface PageTables {
  readonly repositories: readonly PageRepository[];
  readonly detectors: readonly PageDetector[];
  readonly labels: readonly string[];
  readonly authors: readonly string[];
  readonly reasons: readonly PageReason[];
  readonly subjects: readonly PageSubject[];
  readonly scopes: readonly PageScope[];
  /** Findings in the page. */
  readonly listed: number;
  /** What the page leaves out because it would be too large, in sentences. */
  readonly limits: readonly string[];
}

/** Of `<script>` elements that hold data. */
export const PAGE_IDS = { answer: 'answer', tables: 'tables', values: 'values' } as const;

export interface PageAnswer extends Omit<ExposureAnswer, 'readers'> {
  /** The end of the run, in milliseconds. */
  readonly now: number;
}
