/** What a scan may be asked for, and what is said of each option. */
import type { Confidence, Severity } from '../core/severity.ts';
import type { FormatName } from '../report/formats.ts';
import type { OptionType } from './option-type.ts';
import type { VerifyOptions } from './verify-options.ts';

/** What a scan was asked for: defaults, file and flags merged and checked. Null means "not asked for". */
export interface ScanOptions extends VerifyOptions {
  readonly staged: boolean;
  readonly range: string | null;
  readonly branch: string | null;
  readonly sinceCommit: string | null;
  readonly unreachable: boolean;
  readonly files: boolean;
  readonly noIgnore: boolean;
  readonly config: string | null;
  readonly noRepositoryConfig: boolean;
  readonly reportFormat: FormatName;
  /** `-` is standard output, and so is null. */
  readonly reportPath: string | null;
  readonly baselinePath: string | null;
  readonly gitleaksIgnorePath: string | null;
  readonly verbose: boolean;
  readonly jobs: number;
  /** Percent of each secret to hide, 0..100. Null: the usual mask. */
  readonly redact: number | null;
  readonly exitCode: number;
  readonly noColor: boolean;
  readonly noProgress: boolean;
  readonly maxBlobBytes: number;
  /** Containers in containers that are opened; 0: none is. */
  readonly maxArchiveDepth: number;
  readonly maxDecodeDepth: number;
  /** 0: no limit. */
  readonly timeoutMs: number;
  readonly noGroup: boolean;
  readonly showSecrets: boolean;
  readonly minConfidence: Confidence;
  readonly minSeverity: Severity;
  /** Only these detectors; empty: all. */
  readonly enableDetector: readonly string[];
  readonly disableDetector: readonly string[];
  readonly noInlineAllow: boolean;
  /** File that keeps what was scanned; null: nothing is kept. */
  readonly state: string | null;
}

export interface OptionSpec<Value = unknown> {
  /** The long flag without its dashes, and the key in `.scannerrc`: one word for both. */
  readonly flag: string;
  /** Further spellings of the flag, taken from other scanners. */
  readonly aliases?: readonly string[];
  readonly short?: string;
  readonly type: OptionType;
  readonly choices?: readonly string[];
  /** Bounds of a number, both included. */
  readonly min?: number;
  readonly max?: number;
  readonly default: Value;
  /** One sentence, for help and `.scannerrc.example`. */
  readonly description: string;
  /**
   * May it stand in `.scannerrc`? What one call is about may not; nor may what a hostile repository could turn against
   * the machine that scans it (`report-path` would write any file; `show-secrets` and `redact = 0` would print secrets to a public log).
   */
  readonly inFile: boolean;
  readonly commands: readonly ['scan'];
}
