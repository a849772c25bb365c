/** `bitsieve report`: what audits have found, in any format, from their store; nothing is scanned or asked. */
import { resolve } from 'node:path';
import { storedResult } from '../audit/stored-result.ts';
import { mergeOptions } from '../config/merge.ts';
import type { ScanOptions } from '../config/scan-options.ts';
import type { StoredResult } from '../core/scan-result.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { FORMATS } from '../report/formats.ts';
import { writeReport } from '../report/write-report.ts';
import type { AuditReader } from '../store/audit/audit-store.ts';
import { readAuditStore } from '../store/audit/open-audit-store.ts';
import { DEFAULT_STORE, scanOptionsIn } from './audit/audit-options.ts';
import { type Command, EXIT } from './command.ts';
import { optionHelp } from './option-help.ts';
import { earlierRun, meantRun } from './report/meant-run.ts';
import {
  parseReportFlags,
  REPORT_OPTIONS,
  type StoredReportOptions,
} from './report/stored-report-options.ts';
import { wantedIn } from './report/wanted-places.ts';
import { reportOptions } from './report-options.ts';
import { tellProblems } from './tell-problems.ts';

export const reportCommand: Command = {
  summary: 'Report what audits have found, from their store, without scanning',
  options: REPORT_OPTIONS,
  help: () => `Usage: bitsieve report [--store FILE] [--since RUN] [options]

Writes a report, in any format of scan, of all that is known at the end of the last audit. The
store holds no secret, only masks and keyed hashes, so none can be shown. With --since only what is
new, gone or changed since an earlier run, each with a mark.

Options
${optionHelp(REPORT_OPTIONS)}

Exit codes
  0 nothing found    1 found; with --since: new or changed (--exit-code changes it)
  2 usage or store    3 incomplete: the audit could not cover something    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parseReportFlags(argv);
    if (positionals.length > 0) {
      throw new ScannerError('usage', 'report takes no path: it reads the store of audits', {
        hint: 'Name the store with --store, repositories with --repo.',
      });
    }
    const reader = await readAuditStore(resolve(options.store ?? DEFAULT_STORE), 'held');
    try {
      return await report(reader, options);
    } finally {
      await reader.close();
    }
  },
};

async function report(reader: AuditReader, asked: StoredReportOptions): Promise<number> {
  // What is stored was held to the bounds of its audit already.
  const options = mergeOptions({ minConfidence: 'low' }, scanOptionsIn(asked), process.env);
  const { minSeverity, minConfidence, reportPath } = options;
  const runs = await reader.runs();
  const run = meantRun(runs, asked.run ?? null);
  const since = asked.since ? earlierRun(runs, asked.since, run).number : null;
  const result = await storedResult(reader, {
    run,
    since,
    isWanted: await wantedIn(reader, [run.number, ...(since === null ? [] : [since])], asked),
    minSeverity,
    minConfidence,
  });
  const format = FORMATS[options.reportFormat];
  const shown = reportOptions(options);
  await writeReport(format.report(result, shown), reportPath ?? '-');
  if (!format.listsProblems || reportPath !== null) tellProblems(result, shown);
  return exitCodeOf(result, options);
}

/** Incomplete comes before found: "found" promises that there is nothing else to find. What is gone was not found. */
function exitCodeOf({ scan, stored }: StoredResult, options: ScanOptions): number {
  if (!scan.complete) return EXIT.incomplete;
  return stored.count > (scan.audit?.changes?.gone ?? 0) ? options.exitCode : EXIT.clean;
}
