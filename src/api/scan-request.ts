/** What a program may ask of a scan. Every option but a few means what the flag of its name does for `bitsieve scan`. */
import type { Confidence, Severity } from '../core/severity.ts';

/** The history of a repository, a part of it, or its index. */
export interface RepositorySource {
  /** A folder in or of the repository; bare ones and mirrors too. */
  readonly repository: string;
  /** Only what is staged for the next commit. */
  readonly staged?: boolean;
  /** Only what these revisions bring in, e.g. `main..feature`. */
  readonly range?: string;
  /** Only the history of this branch. */
  readonly branch?: string;
  /** Only what came after this commit. */
  readonly sinceCommit?: string;
  /** Also objects that no ref reaches any more. */
  readonly unreachable?: boolean;
  /** File that keeps, sealed, what was scanned: the next scan reads only what is new. */
  readonly state?: string;
}

/** Files as they lie on disk. */
export interface FilesSource {
  /** A folder or a file. */
  readonly files: string;
  /** Scan also what `.gitignore` leaves out. */
  readonly noIgnore?: boolean;
}

/** One text or stream of bytes, as standard input is for the command. */
export interface InputSource {
  readonly input: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** As much of an AbortSignal as is needed, so that these types need no others. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** How far a scan is. Totals are 0 until they are known. */
export interface ScanProgress {
  readonly items: number;
  readonly totalItems: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface ScanSettings {
  /** Configuration file. Without it: BITSIEVE_CONFIG, else `.scannerrc` or `.gitleaks.toml` of what is scanned. */
  readonly config?: string;
  /** Honour no configuration and no ignore file of what is scanned: it is somebody else's. */
  readonly noRepositoryConfig?: boolean;
  readonly baselinePath?: string;
  readonly gitleaksIgnorePath?: string;
  /** Report also what an allow comment on its line allows. */
  readonly noInlineAllow?: boolean;
  /** Threads, the calling one among them; by default one for each processor, at most 16. */
  readonly jobs?: number;
  /** Larger files are a problem instead of scanned; by default 128 MB. */
  readonly maxBlobBytes?: number;
  readonly maxArchiveDepth?: number;
  readonly maxDecodeDepth?: number;
  /** Stops the scan after this long: what was found until then is given, and the scan is not complete. 0: no limit. */
  readonly timeoutMs?: number;
  readonly minConfidence?: Confidence;
  readonly minSeverity?: Severity;
  /** Ids: only these detectors. */
  readonly enableDetector?: readonly string[];
  /** Ids: not these detectors. */
  readonly disableDetector?: readonly string[];
  /** Findings have `secret`, and nothing is masked. */
  readonly showSecrets?: boolean;
  /** In place of BITSIEVE_KEY: fingerprints made with the same text compare. */
  readonly fingerprintKey?: string;
  /** Stops the scan: whoever waits for it gets the signal's reason thrown. An AbortSignal is one. */
  readonly signal?: StopSignal;
  /** Called now and then while it scans, on the calling thread; what it throws ends the scan. */
  readonly onProgress?: (progress: ScanProgress) => void;
}

export type ScanRequest = ScanSettings & (RepositorySource | FilesSource | InputSource);
