/** `bitsieve hook pre-commit`: what the next commit would bring in, said in few words. */
import { basename } from 'node:path';
import { resolveCommit } from '../../git/resolve-object.ts';
import { placeAt } from '../../git/open-repository.ts';
import type { IndexState } from '../../report/developer/developer-view.ts';
import { type Command, EXIT } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { performScan } from '../perform-scan.ts';
import { resultExitCode } from '../result-exit-code.ts';
import { HOOK_OPTIONS, parseHookFlags } from './hook-options.ts';
import { tellDeveloper } from './tell-developer.ts';

export const preCommitCommand: Command = {
  summary: 'Scan what is staged, before it is committed',
  options: HOOK_OPTIONS,
  help: () => `Usage: bitsieve hook pre-commit [options]

Called by git. Scans what the index holds that no parent of the next commit has, never the work
tree, and stops the commit when it finds anything.

Options
${optionHelp(HOOK_OPTIONS)}

Exit codes
  0 nothing found    1 found (--exit-code changes it)    2 usage or configuration
  3 incomplete: something could not be scanned; this stops the commit too`,
  run: async (argv) => {
    const flags = parseHookFlags('pre-commit', argv, 0);
    const scan = await performScan({ ...flags, options: { ...flags.options, staged: true } });
    const code = resultExitCode(scan.result, scan.options.exitCode);
    const isStopped = code !== EXIT.clean;
    tellDeveloper(scan, {
      occasion: 'staged',
      isStopped,
      canAllow: true,
      ...(scan.result.findings.length > 0 && { index: await indexState() }),
      prefix: process.env['GIT_PREFIX'] ?? '',
      more: 'bitsieve scan --staged',
      closing: isStopped ? ['To commit all the same: git commit --no-verify'] : [],
    });
    return code;
  },
};

/** Only where something was found is it worth asking. */
async function indexState(): Promise<IndexState> {
  const file = process.env['GIT_INDEX_FILE'];
  return {
    hasHead: (await resolveCommit(placeAt(undefined), 'HEAD')) !== undefined,
    isTemporary: file !== undefined && basename(file) !== 'index',
  };
}
