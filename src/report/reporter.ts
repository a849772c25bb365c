/** What a report format is: a function from a finished result to chunks of text. */
import type { Reportable } from '../core/scan-result.ts';

export interface ReportOptions {
  /** ANSI colours; only the console format looks at it. */
  readonly color: boolean;
  /** One entry for each distinct secret instead of one for each place; only the console format looks at it. */
  readonly group: boolean;
  /** Every place and every problem, and what a secret exposes; only the console format looks at it. */
  readonly verbose: boolean;
  /** Print the secrets in clear. The user asked for it by name. */
  readonly showSecrets: boolean;
  /** 0..100, the share of a secret that its masked form hides; without it the default mask. */
  readonly redactPercent?: number;
  /** Columns of the terminal; only the console format looks at it. */
  readonly width: number;
}

/** Chunks, not one string: 100,000 findings must not have to fit into one. */
export type Reporter = (result: Reportable, options: ReportOptions) => Iterable<string>;
