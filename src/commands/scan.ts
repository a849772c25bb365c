/** `bitsieve scan`: scans one place and reports what it found. */
import { OPTIONS } from '../config/options.ts';
import { parseFlags } from '../config/parse-flags.ts';
import { FORMATS } from '../report/formats.ts';
import { writeReport } from '../report/write-report.ts';
import type { Command } from './command.ts';
import { optionHelp } from './option-help.ts';
import { performScan } from './perform-scan.ts';
import { reportOptions } from './report-options.ts';
import { resultExitCode } from './result-exit-code.ts';
import { tellProblems } from './tell-problems.ts';

export const scanCommand: Command = {
  summary: 'Scan a repository, a part of its history, the index, files or standard input',
  options: OPTIONS,
  operand: { text: '[PATH | -]', of: 'file' },
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
    const shown = reportOptions(options);
    // A reader that went away (`| head`) has seen enough; what was found is found all the same.
    await writeReport(format.report(result, shown), options.reportPath ?? '-');
    // Where the report is in a file, or cannot hold them, whoever runs the command still learns of problems.
    if (!format.listsProblems || options.reportPath !== null) tellProblems(result, shown);
    return resultExitCode(result, options.exitCode);
  },
};
