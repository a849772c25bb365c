/** What a breach would expose, as an answer: all that any form of it (table, JSON, later HTML, lists, evidence) is made from. */
import type { Problem } from '../core/problem.ts';
import type { ToolIdentity } from '../core/scan-result.ts';
import type { Confidence, Level, Severity } from '../core/severity.ts';
import type { Verification, VerifyResult } from '../core/verification.ts';
import type { Reach } from '../core/finding.ts';
import type { Clock } from './introduced-at.ts';
import type { InventoryAnswer } from './inventory/inventory-answer.ts';
import type { Run } from '../store/audit/audit-store.ts';

/** Who may read at least one of some repositories, as far as the store knows. */
export interface ReaderCount {
  /** Nobody need be logged in. */
  readonly anonymous: boolean;
  /** Whoever is logged in. */
  readonly authenticated: boolean;
  /** Named users, and the known members of groups; each once. */
  readonly people: number;
  /** Groups whose members the store does not know. */
  readonly groups: number;
  /** Access keys and tokens. */
  readonly keys: number;
  /** People with an address outside the domains that were given; null where none were. */
  readonly outside: number | null;
  /** People whose address is not visible; null where no domains were given. */
  readonly withoutAddress: number | null;
  /** Repositories of which a part of the permissions was not visible to the token, or not asked for. */
  readonly unseen: number;
  /** Repositories among these of which no forge could be asked at all: folders. */
  readonly unasked: number;
}

/** Where the values lie now: each counts once, where it is easiest to come by. */
export type ReachCounts = Readonly<Record<Reach | 'unknown', number>>;

export interface Amount {
  /** Distinct values, by secretId. */
  readonly values: number;
  /** The same, with what one finding counts for many: a table of addresses is one value and many records. */
  readonly records: number;
  /** Places: one secret at one path of one repository. */
  readonly findings: number;
  readonly repositories: number;
  readonly reach: ReachCounts;
  /** ISO 8601, UTC: the oldest introduction; null where nothing is dated. */
  readonly oldest: string | null;
  readonly readers: ReaderCount;
}

export interface LevelRow extends Amount {
  readonly level: Level;
}

export interface LabelRow extends Amount {
  readonly label: string;
  readonly level: Level;
}

export interface RepositoryRow extends Amount {
  readonly repository: string;
  readonly project: string | null;
  readonly visibility: 'public' | 'internal' | 'private';
  readonly webUrl: string | null;
  /** The worst level found in it. */
  readonly level: Level;
  /** Distinct values of each level. */
  readonly levels: Readonly<Record<Level, number>>;
}

export interface Reason {
  readonly about: 'level' | 'reach' | 'readers' | 'age' | 'severity' | 'confidence' | 'verified';
  readonly points: number;
  readonly words: string;
}

/** Distinct values, by what their issuers said (`--verify` of an audit). */
export type VerifiedCounts = Readonly<Record<VerifyResult, number>>;

/** One distinct value, at the worst of its places. */
export interface RankedValue {
  readonly rank: number;
  /** The sum over the reasons, at most 100. */
  readonly points: number;
  readonly reasons: readonly Reason[];
  readonly secretId: string;
  readonly fingerprint: string;
  readonly masked: string;
  readonly detector: string;
  readonly title: string;
  readonly label: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly repository: string;
  readonly path: string;
  readonly inside: readonly string[];
  readonly line: number;
  readonly commit: string | null;
  readonly reach: Reach | null;
  readonly introduced: string | null;
  readonly places: number;
  readonly repositories: number;
  readonly readers: ReaderCount;
  readonly exposes: string;
  readonly revoke: string;
  /** Null: nobody asked its issuer. */
  readonly verification: Verification | null;
}

export interface SmallAmount {
  readonly values: number;
  readonly findings: number;
}

/** Findings by the clock that dates them: the forge's log of pushes, the date of a commit, the audit that saw it first. */
export interface Clocked extends SmallAmount {
  readonly by: Readonly<Record<Clock, number>>;
}

/** What a reader could fetch between two moments. */
export interface WindowAnswer {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  /** All that could be fetched. */
  readonly held: Clocked;
  /** Introduced between them. */
  readonly cameIn: Clocked;
  /** A branch stopped showing it between them; the history keeps it. */
  readonly leftTip: SmallAmount;
  /** Stored at the beginning, and gone from its repository by the end of the run: rewritten or deleted. */
  readonly ended: SmallAmount;
  /** Introductions that no commit dates: they count as being there. */
  readonly undated: SmallAmount;
  /** Dated by a commit whose date cannot be: later than the audit that saw it, or earlier than one that did not. */
  readonly doubtful: SmallAmount;
  /** What the dates are worth. */
  readonly clock: readonly string[];
}

export interface ZoneBreak {
  readonly fingerprint: string;
  readonly label: string;
  readonly level: Level;
  readonly repository: string;
  readonly path: string;
  readonly line: number;
  readonly reach: Reach | null;
}

export interface ZoneVerdict {
  readonly zone: string;
  readonly ceiling: Level;
  readonly owners: readonly string[];
  /** `UNPROVEN`: nothing breaks it, but it holds no repository, or one that was not wholly scanned. */
  readonly verdict: 'PASS' | 'FAIL' | 'UNPROVEN';
  readonly why: string;
  readonly repositories: number;
  /** Above the ceiling; of `breaks` the worst are listed. */
  readonly above: SmallAmount;
  readonly breaks: readonly ZoneBreak[];
}

/** A right to read, and how many come by it. */
export interface ReadersThrough {
  readonly repository: string;
  readonly readers: ReaderCount;
  readonly through: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Null where no domains were given, or the address is not visible. */
  readonly outside: boolean | null;
  readonly repositories: number;
}

export interface ReadersAnswer {
  readonly domains: readonly string[];
  readonly repositories: readonly ReadersThrough[];
  /** Who may read the most first. */
  readonly people: readonly Person[];
}

export interface ExposureAnswer {
  readonly tool: ToolIdentity;
  readonly run: Pick<Run, 'number' | 'startedAt' | 'finishedAt' | 'outcome' | 'target'>;
  readonly complete: boolean;
  /** The repository on disk that was scanned for this answer; null: it comes from the store of audits. */
  readonly scanned: string | null;
  /** Repositories that the answer is about, whether anything was found in them or not. */
  readonly repositoriesAsked: number;
  /** `user:ada`: only what this one may read; null: everything. */
  readonly as: string | null;
  readonly window: WindowAnswer | null;
  readonly total: Amount;
  /** All of them, the worst first. */
  readonly levels: readonly LevelRow[];
  /** Null: nobody asked any issuer. */
  readonly verified: VerifiedCounts | null;
  /** The worst level first, then the most values. */
  readonly labels: readonly LabelRow[];
  readonly findings: readonly RankedValue[];
  /** Those with the most of the worst level first. */
  readonly repositories: readonly RepositoryRow[];
  readonly readers: ReadersAnswer | null;
  readonly zones: readonly ZoneVerdict[] | null;
  /** Null where it was not asked for. */
  readonly inventory: InventoryAnswer | null;
  /** What could not be known, in sentences. */
  readonly notKnown: readonly string[];
  readonly problems: readonly Problem[];
}
