/** `bitsieve hook uninstall`: takes the hooks out again; what was there before is as it was. */
import { openRepository } from '../../git/open-repository.ts';
import { perform } from '../../hooks/install/hook-disk.ts';
import { performShared } from '../../hooks/install/perform-plans.ts';
import { planGlobalUninstall } from '../../hooks/install/plan-global.ts';
import { planUninstall } from '../../hooks/install/plan-install.ts';
import { planTemplateUninstall } from '../../hooks/install/plan-template.ts';
import type { Command } from '../command.ts';
import { optionHelp } from '../option-help.ts';
import { INSTALL_OPTIONS, parseInstallFlags } from './install/install-options.ts';
import { sharedPlace } from './install/shared-place.ts';
import { planLines, sharedLines, told } from './install/tell-plans.ts';

export const uninstallCommand: Command = {
  summary: 'Take those hooks out again',
  options: INSTALL_OPTIONS,
  operand: { text: '[PATH]', of: 'folder' },
  help: () => `Usage: bitsieve hook uninstall [PATH] [options]

Takes out what "bitsieve hook install" wrote, with the same options. A hook that was there before is as it was, byte for byte.

Options
${optionHelp(INSTALL_OPTIONS)}

Exit codes
  0 taken out, or not there    2 not taken out, and nothing changed    70 a bug`,
  run: async (argv) => {
    const { hooks, reach, isDryRun, path } = parseInstallFlags('uninstall', argv);
    if (reach === 'repository') {
      const plans = await planUninstall(await openRepository(path), hooks);
      if (!isDryRun) for (const { steps } of plans) perform(steps);
      return told(planLines(plans, isDryRun));
    }
    const shared = sharedPlace(reach);
    const planned = await (reach === 'global' ? planGlobalUninstall : planTemplateUninstall)(shared, hooks);
    if (!isDryRun) await performShared(shared.place, planned);
    return told(sharedLines(planned, isDryRun));
  },
};
