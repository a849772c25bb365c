/** `bitsieve hook install`: has git call the scanner, beside whatever it calls already. */
import { openRepository } from '../../git/open-repository.ts';
import { perform } from '../../hooks/install/hook-disk.ts';
import { performShared } from '../../hooks/install/perform-plans.ts';
import { planGlobalInstall } from '../../hooks/install/plan-global.ts';
import { planInstall } from '../../hooks/install/plan-install.ts';
import { planTemplateInstall } from '../../hooks/install/plan-template.ts';
import { imageFault, scriptBeside, writeImage } from '../../hooks/install/start-image.ts';
import type { Command } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { INSTALL_OPTIONS, parseInstallFlags } from './install/install-options.ts';
import { sharedPlace } from './install/shared-place.ts';
import { planLines, sharedLines, told } from './install/tell-plans.ts';

export const installCommand: Command = {
  summary: 'Have git call it before each commit and push',
  options: INSTALL_OPTIONS,
  operand: { text: '[PATH]', of: 'folder' },
  help: () => `Usage: bitsieve hook install [PATH] [options]

Installs the hooks pre-commit and pre-push. What is there already goes on running, before ours. Knows
core.hooksPath, husky, lefthook and pre-commit; twice installed is once installed. See docs/hooks.md.

Options
${optionHelp(INSTALL_OPTIONS)}

Exit codes
  0 installed, or there already    2 not installed, and nothing changed    70 a bug`,
  run: async (argv) => {
    const { hooks, reach, isDryRun, path } = parseInstallFlags('install', argv);
    const dist = new URL('.', import.meta.url);
    // Not the path by which it was started: beside a link in /usr/local/bin there is no launcher.
    const program = { node: process.execPath, script: scriptBeside(dist) };
    // Where it cannot be had, hooks start without it, and doctor says so.
    if (!isDryRun && imageFault(dist) !== undefined) await writeImage(dist);
    if (reach === 'repository') {
      const plans = await planInstall(await openRepository(path), hooks, program);
      if (!isDryRun) for (const { steps } of plans) perform(steps);
      return told(planLines(plans, isDryRun));
    }
    const shared = sharedPlace(reach);
    const planned = await (reach === 'global' ? planGlobalInstall : planTemplateInstall)(
      shared,
      hooks,
      program,
    );
    if (!isDryRun) await performShared(shared.place, planned);
    return told(sharedLines(planned, isDryRun));
  },
};
