/** What a program gets of a scan: findings, one after the other, and a summary that says whether that is all there is. */
import type { InventoryLine } from '../core/inventory.ts';
import type { Problem } from '../core/problem.ts';
import type { Finding } from './finding.ts';

/** Why findings were left out, and how many places each reason took. */
export interface LeftOut {
  readonly inline: number;
  readonly allowlist: number;
  readonly baseline: number;
  readonly lowConfidence: number;
}

/** What was scanned. */
export interface ScanFacts {
  readonly source: 'history' | 'range' | 'staged' | 'files' | 'stdin' | 'audit';
  readonly target: string;
  readonly revisions: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly complete: boolean;
  readonly reader: 'engine' | 'reference' | 'filesystem' | 'stdin';
  /** Why git had to guide the scan of a whole history; null when it did not. */
  readonly fallback: string | null;
  readonly commits: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly refs: number;
  readonly workers: number;
  /** Configuration file in force, or null. */
  readonly config: string | null;
  readonly leftOut: LeftOut;
}

export interface ScanSummary {
  /** False: something that was asked for could not be scanned; `problems` says what. No findings and not complete is not clean. */
  readonly complete: boolean;
  /** How many findings there are. */
  readonly findings: number;
  readonly problems: readonly Problem[];
  readonly scan: ScanFacts;
  readonly tool: {
    readonly name: 'bitsieve';
    readonly version: string;
    readonly detectors: number;
    /** SHA-256: two scans with the same digest look for the same things. */
    readonly detectorDigest: string;
  };
  /** Kinds of files, most contents first. Null where no whole was scanned. */
  readonly inventory: readonly InventoryLine[] | null;
}

export type ReportFormat = 'console' | 'json' | 'jsonl' | 'sarif' | 'csv' | 'junit' | 'gitleaks';

/**
 * A scan. It begins when it is first walked or asked for its summary, once; a run that nobody asks costs nothing. Findings
 * can be walked more than once. Whatever waits for it rejects with a ScannerError when it cannot start, and with the
 * reason of the signal when that stopped it.
 */
export interface ScanRun extends AsyncIterable<Finding> {
  /** Findings as the `json` report has them: worst first. */
  [Symbol.asyncIterator](): AsyncIterator<Finding, undefined>;
  /** When the scan has ended. */
  readonly summary: Promise<ScanSummary>;
  /** The same scan as the text of a report, in pieces. `console` is without colours. */
  report(format: ReportFormat): AsyncIterable<string>;
}
