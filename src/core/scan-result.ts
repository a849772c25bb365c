/** A finished (or interrupted) run: what every report format is made from. */
import type { Finding } from './finding.ts';
import type { InventoryLine } from './inventory.ts';
import type { Problem } from './problem.ts';
import type { SecretValue } from './secret-value.ts';
import type { ToldFinding } from './stored-finding.ts';

/** Why findings were left out, and how many places each reason took. */
export interface LeftOut {
  /** An allow comment on the line. */
  readonly inline: number;
  /** An allowlist of the configuration, `.gitleaks.toml` or an ignore file. */
  readonly allowlist: number;
  readonly baseline: number;
  /** Below `--min-confidence`. */
  readonly lowConfidence: number;
}

/** Of a report that was made from the store of audits. */
export interface AuditOrigin {
  readonly run: number;
  /** The run that it is compared with; null: everything is told. */
  readonly since: number | null;
  readonly repositories: number;
  /** Null where nothing was compared. */
  readonly changes: { readonly new: number; readonly gone: number; readonly changed: number } | null;
}

export interface ScanSummary {
  readonly source: 'history' | 'range' | 'staged' | 'files' | 'stdin' | 'audit';
  /** What was asked for: the path as given, `-` for standard input. */
  readonly target: string;
  /** The revisions that were asked for, when not the whole history. */
  readonly revisions: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly complete: boolean;
  /** Which reader gave the bytes: the pack engine (and git for what it leaves), git alone, the disk, standard input. */
  readonly reader: 'engine' | 'reference' | 'filesystem' | 'stdin';
  /** Why git had to guide the scan of a whole history although the engine was meant to do it alone; null when it did not. */
  readonly fallback: string | null;
  /** Verdicts that the pack engine carried over from one version of a file to the next. */
  readonly carried: number;
  /** Blobs whose verdicts came from the state that an earlier scan left (`--state`). */
  readonly reused: number;
  readonly commits: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly refs: number;
  readonly workers: number;
  /** Configuration file in force, or null. */
  readonly config: string | null;
  readonly leftOut: LeftOut;
  /** Only where many repositories are told of at once. */
  readonly audit?: AuditOrigin;
}

export interface ToolIdentity {
  readonly name: 'bitsieve';
  readonly version: string;
  readonly detectors: number;
  /** SHA-256 over the compiled detectors: two runs with the same digest look for the same things. */
  readonly detectorDigest: string;
}

export interface ScanResult {
  readonly tool: ToolIdentity;
  readonly scan: ScanSummary;
  /** Worst first. One entry for each secret at each path. */
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Kinds of files, most contents first. Null where no whole was scanned: a range, what is staged, standard input. */
  readonly inventory: readonly InventoryLine[] | null;
  /** Secrets that are no findings but stand in names and messages that a report repeats: it hides them too. */
  readonly mentioned?: readonly SecretValue[];
}

/** What a store holds, to be reported: masked long ago, and never all in memory. */
export interface StoredResult extends Pick<ScanResult, 'tool' | 'scan' | 'problems' | 'inventory'> {
  readonly stored: {
    readonly count: number;
    /** All places of a secret stand together, the worst secret first. May be walked more than once. */
    readonly findings: Iterable<ToldFinding>;
  };
}

export type Reportable = ScanResult | StoredResult;
