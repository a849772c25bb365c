/** `bitsieve hook pre-commit`: what the next commit would bring in, said in few words. */
import { type Command, EXIT } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { performScan } from '../perform-scan.ts';
import { hookExitCode } from './hook-exit-code.ts';
import { HOOK_OPTIONS, parseHookFlags } from './hook-options.ts';
import { tellDeveloper } from './tell-developer.ts';

export const preCommitCommand: Command = {
  summary: 'Scan what is staged, before it is committed',
  options: HOOK_OPTIONS,
  help: () => `Usage: bitsieve hook pre-commit [options]

Scans what is staged for the next commit, and stops the commit when it finds anything.

Options
${optionHelp(HOOK_OPTIONS)}`,
  run: async (argv) => {
    const flags = parseHookFlags('pre-commit', argv, 0);
    const scan = await performScan({ ...flags, options: { ...flags.options, staged: true } });
    const code = hookExitCode(scan.result, scan.options.exitCode);
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
