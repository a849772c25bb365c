/** The table of report formats: one line each. A new format is one file beside this one and one line here. */
import { reportConsole } from './console.ts';
import { reportCsv } from './csv.ts';
import { reportGitleaks } from './gitleaks.ts';
import { reportJson } from './json.ts';
import { reportJsonl } from './jsonl.ts';
import { reportJunit } from './junit.ts';
import type { Reporter } from './reporter.ts';
import { reportSarif } from './sarif.ts';

export interface Format {
  readonly report: Reporter;
  /** False where the format has no place for problems: then the command must tell them on standard error. */
  readonly listsProblems: boolean;
  /** A few words for `--help`. */
  readonly summary: string;
}

export const FORMATS = {
  console: { report: reportConsole, listsProblems: true, summary: 'for a person at a terminal' },
  json: { report: reportJson, listsProblems: true, summary: 'everything, in one object' },
  jsonl: { report: reportJsonl, listsProblems: true, summary: 'everything, one object a line' },
  sarif: { report: reportSarif, listsProblems: true, summary: 'SARIF 2.1.0, for code scanning' },
  csv: { report: reportCsv, listsProblems: true, summary: 'for a spreadsheet' },
  junit: { report: reportJunit, listsProblems: true, summary: 'JUnit XML, for test reports of a pipeline' },
  gitleaks: { report: reportGitleaks, listsProblems: false, summary: 'the JSON array of gitleaks v8' },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;
