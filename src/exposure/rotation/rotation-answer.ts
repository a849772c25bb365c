/** What has to be rotated, as an answer: distinct credentials and keys, the one whose theft reaches furthest first. */
import type { Clock } from '../introduced-at.ts';
import type { Reach } from '../../core/finding.ts';
import type { Problem } from '../../core/problem.ts';
import type { ToolIdentity } from '../../core/scan-result.ts';
import type { Confidence, Level, Severity } from '../../core/severity.ts';
import type { ExposureAnswer, ReaderCount } from '../exposure-answer.ts';

/** What its issuer said of it when it was asked; null: nobody asked. */
export type VerifiedAs = 'active' | 'inactive' | 'unknown';

/**
 * What became of a value since the earlier run. Each value has one, the first of these that is true:
 *
 * - `rotated`: its issuer says that it no longer works.
 * - `gone`: no repository holds it any more, or it is no longer looked for: see {@link GoneBecause}. Not done by that.
 * - `new`: it was not known at the end of the earlier run.
 * - `unseen`: known then, and no repository that holds it was looked at since.
 * - `left-tip`: the newest commit of a branch held it then, none does now; the history does.
 * - `open`: known then, and still there.
 */
export const STATUSES = ['rotated', 'gone', 'new', 'unseen', 'left-tip', 'open'] as const;

export type RotationStatus = (typeof STATUSES)[number];

/**
 * Why a value is no longer found: of its places the reason that proves least, in this order.
 *
 * - `not-looked-for`: detectors, options or the version changed between the scans.
 * - `not-wholly-scanned`: the scan that did not find it could not read everything.
 * - `rewritten`: everything was read, with the same detectors and options, and it is not there: the history was rewritten, or a
 *   branch deleted.
 * - `repository-gone`: the forge no longer lists the repository.
 */
export const GONE_BECAUSE = ['not-looked-for', 'not-wholly-scanned', 'rewritten', 'repository-gone'] as const;

export type GoneBecause = (typeof GONE_BECAUSE)[number];

export interface BlastReason {
  readonly about: 'opens' | 'level' | 'readers' | 'repositories' | 'reach' | 'confidence';
  readonly points: number;
  readonly words: string;
}

/** One distinct value, at the worst of its places. */
export interface RotationEntry {
  readonly rank: number;
  /** For tickets: the same in every list from stores with the same key. */
  readonly id: string;
  readonly secretId: string;
  /** The sum over the reasons, at most 100. */
  readonly points: number;
  readonly reasons: readonly BlastReason[];
  readonly detector: string;
  readonly title: string;
  readonly issuer: string;
  readonly label: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly masked: string;
  readonly repository: string;
  readonly path: string;
  readonly inside: readonly string[];
  readonly line: number;
  readonly commit: string | null;
  /** How many of its places there are: those that hold it, of one that is gone those that did. */
  readonly places: number;
  readonly repositories: number;
  /** Does the newest commit of any branch hold it? Null where that is not known; false for what is gone. */
  readonly atTip: boolean | null;
  /** Where it is easiest to come by; null where that is not known, or it is gone. */
  readonly reach: Reach | null;
  /** ISO 8601, UTC: the oldest introduction; null where nothing is dated. */
  readonly introduced: string | null;
  /** The clock that says so. */
  readonly introducedBy: Clock | null;
  /** By a commit whose date cannot be. */
  readonly isDoubtful: boolean;
  readonly readers: ReaderCount;
  readonly verified: VerifiedAs | null;
  /** When its issuer was asked; ISO 8601. */
  readonly verifiedAt: string | null;
  /** Null without an earlier run. */
  readonly status: RotationStatus | null;
  /** Null while a repository holds it. */
  readonly goneBecause: GoneBecause | null;
  /** Repositories that hold it and were not looked at: since the earlier run, without one in this run. */
  readonly unseenRepositories: number;
  /** Ids of what makes a key pair with it, as this list names them. */
  readonly together: readonly string[];
  readonly exposes: string;
  readonly revoke: string;
}

/** Distinct values, but for places and repositories. */
export interface RotationCounts {
  /** Entries of the list. */
  readonly listed: number;
  /** Of these, held by a repository at the end of the run; the rest is gone. */
  readonly held: number;
  /** Places that hold one. */
  readonly places: number;
  /** Repositories that hold one. */
  readonly repositories: number;
  /** Held by the newest commit of a branch. */
  readonly atTip: number;
  /** Of those listed, what issuers say. */
  readonly active: number;
  readonly inactive: number;
}

export interface RotationProgress {
  readonly since: ExposureAnswer['run'];
  readonly statuses: Readonly<Record<RotationStatus, number>>;
  /** Of those that are gone. */
  readonly gone: Readonly<Record<GoneBecause, number>>;
}

export interface RotationAnswer {
  readonly tool: ToolIdentity;
  readonly run: ExposureAnswer['run'];
  readonly complete: boolean;
  /** As an {@link ExposureAnswer} has it. */
  readonly scanned: string | null;
  readonly repositoriesAsked: number;
  readonly as: string | null;
  /** Only what could be fetched in it; null: all. */
  readonly window: { readonly from: string; readonly to: string } | null;
  readonly counts: RotationCounts;
  /** Null without an earlier run. */
  readonly progress: RotationProgress | null;
  /** In the order of rank. May be walked more than once; one is in memory. */
  readonly entries: Iterable<RotationEntry>;
  readonly notKnown: readonly string[];
  readonly problems: readonly Problem[];
}
