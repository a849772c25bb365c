/** `bitsieve scan`: scans one place and reports what it found. */
import { parseFlags } from '../config/parse-flags.ts';
import type { ScanOptions } from '../config/options.ts';
import type { ScanResult } from '../core/scan-result.ts';
import { FORMATS } from '../report/formats.ts';
import type { ReportOptions } from '../report/reporter.ts';
import { writeReport } from '../report/write-report.ts';
import { type Command, EXIT } from './command.ts';
import { optionHelp } from './option-help.ts';
import { performScan } from './perform-scan.ts';

export const scanCommand: Command = {
  summary: 'Scan a repository, a part of its history, the index, files or standard input',
  help: () => `Usage: bitsieve scan [PATH | -] [options]

Scans the whole history of the git repository at PATH (default: the current folder) and reports
every secret and piece of sensitive data once, with the commit that brought it in.
With --files PATH is a folder or a file as it lies on disk; - is standard input.

Options
${optionHelp()}

Exit codes
  0 nothing found    1 found (--exit-code changes it)    2 usage or configuration
  3 incomplete: something could not be scanned, with or without findings    70 a bug`,
  run: async (argv) => {
    const { result, options } = await performScan(parseFlags(argv));
    const format = FORMATS[options.reportFormat];
    const outcome = await writeReport(
      format.report(result, reportOptions(options)),
      options.reportPath ?? '-',
    );
    if (!format.listsProblems || options.reportPath !== null) tellProblems(result);
    return outcome === 'closed' ? EXIT.clean : exitCodeOf(result, options);
  },
};

function reportOptions(options: ScanOptions): ReportOptions {
  const toTerminal = options.reportPath === null && process.stdout.isTTY;
  return {
    color: toTerminal && !options.noColor,
    group: !options.noGroup,
    verbose: options.verbose,
    showSecrets: options.showSecrets,
    ...(options.redact !== null && { redactPercent: options.redact }),
    width: (toTerminal ? process.stdout.columns : 0) || 100,
  };
}

/** Where the report is in a file, or cannot hold them, whoever runs the command still learns of problems. */
function tellProblems({ problems }: ScanResult): void {
  for (const { severity, message } of problems.slice(0, 20))
    process.stderr.write(`${severity}: ${plain(message)}\n`);
  if (problems.length > 20) process.stderr.write(`and ${problems.length - 20} more problems\n`);
}

/** Messages quote names from the repository: nothing in them may move the cursor. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\u1fff\u3000-\ud7ff]/g, '?');
}

/** Incomplete comes before found: "found" promises that there is nothing else to find. */
function exitCodeOf(result: ScanResult, options: ScanOptions): number {
  if (!result.scan.complete) return EXIT.incomplete;
  return result.findings.length > 0 ? options.exitCode : EXIT.clean;
}
