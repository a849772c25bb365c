/** `bitsieve hook pre-commit`: what the next commit would bring in, said in few words. */
import { parseFlags } from '../../config/parse-flags.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { Command } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { scanCommand } from '../scan.ts';

export const preCommitCommand: Command = {
  summary: 'Scan what is staged, before it is committed',
  help: () => `Usage: bitsieve hook pre-commit [options]

Scans what is staged for the next commit, and stops the commit when it finds anything.

Options
${optionHelp()}`,
  run: async (argv) => {
    if (parseFlags(argv).positionals.length > 0)
      throw new ScannerError('usage', 'hook pre-commit takes no path: it scans the index');
    return scanCommand.run(['--staged', ...argv]);
  },
};
