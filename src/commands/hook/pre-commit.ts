/** `bitsieve hook pre-commit`: what the next commit would bring in, said in few words. */
import { parseFlagsOffline } from '../../config/parse-flags.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { ScanResult } from '../../core/scan-result.ts';
import { type Command, EXIT } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { performScan } from '../perform-scan.ts';
import { tellDeveloper } from './tell-developer.ts';

export const preCommitCommand: Command = {
  summary: 'Scan what is staged, before it is committed',
  help: () => `Usage: bitsieve hook pre-commit [options]

Scans what is staged for the next commit, and stops the commit when it finds anything.

Options
${optionHelp()}`,
  run: async (argv) => {
    const flags = parseFlagsOffline(argv);
    if (flags.positionals.length > 0)
      throw new ScannerError('usage', 'hook pre-commit takes no path: it scans the index');
    const scan = await performScan({ ...flags, options: { ...flags.options, staged: true } });
    const code = exitCodeOf(scan.result, scan.options.exitCode);
    tellDeveloper(scan, {
      occasion: 'staged',
      isStopped: code !== EXIT.clean,
      canAllow: true,
      more: 'bitsieve scan --staged',
      closing: code === EXIT.clean ? [] : ['To commit all the same: git commit --no-verify'],
    });
    return code;
  },
};

function exitCodeOf({ scan, findings }: ScanResult, onFindings: number): number {
  if (!scan.complete) return EXIT.incomplete;
  return findings.length > 0 ? onFindings : EXIT.clean;
}
