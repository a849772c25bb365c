/** `bitsieve baseline`: scans like `scan`, and writes what it found as known instead of reporting it. */
import { OPTIONS } from '../config/options.ts';
import { parseFlagsOffline } from '../config/parse-flags.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { readBaseline } from '../store/read-baseline.ts';
import { writeBaseline } from '../store/write-baseline.ts';
import { type Command, EXIT } from './command.ts';
import { optionHelp } from './option-help.ts';
import { performScan } from './perform-scan.ts';
import { reportOptions } from './report-options.ts';
import { tellProblems } from './tell-problems.ts';

const DEFAULT_PATH = '.bitsieve-baseline.json';

export const baselineCommand: Command = {
  summary: 'Write what is found now as known, so that only new findings are reported',
  options: OPTIONS,
  operand: { text: '[PATH | -]', of: 'file' },
  help: () => `Usage: bitsieve baseline [PATH] [-b FILE] [options]

Scans as "bitsieve scan" would and writes a baseline (default: ${DEFAULT_PATH}). It holds keyed
hashes, no secrets, and is keyed by value and detector: rebases, renames and shallow clones do not
change it. Writing it again keeps its salt and its dates, and forgets what is no longer there.
Use it with: bitsieve scan --baseline-path ${DEFAULT_PATH}

Options
${optionHelp()}`,
  run: async (argv) => {
    const flags = parseFlagsOffline(argv);
    const path = flags.options.baselinePath ?? DEFAULT_PATH;
    const previous = readBaseline(path);
    if (previous?.format === 'gitleaks') {
      throw new ScannerError('baseline', `${path}: is a report of gitleaks, which would be overwritten`, {
        hint: 'Name another file with --baseline-path.',
      });
    }
    // Null, not left out: a baseline in the configuration must not hide what this one is to hold.
    const { result, options } = await performScan({
      ...flags,
      options: { ...flags.options, baselinePath: null },
    });
    tellProblems(result, reportOptions(options));
    if (result.problems.some(({ code }) => code === 'interrupted' || code === 'timed-out')) {
      process.stderr.write(`${path}: was not written\n`);
      return EXIT.incomplete;
    }
    const { complete } = result.scan;
    const count = writeBaseline(path, {
      findings: result.findings,
      previous,
      isComplete: complete,
      now: new Date(),
    });
    process.stderr.write(`${path}: ${count} ${count === 1 ? 'secret is' : 'secrets are'} known\n`);
    return complete ? EXIT.clean : EXIT.incomplete;
  },
};
