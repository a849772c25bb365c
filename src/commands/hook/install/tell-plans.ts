/** What became of each hook, or would, as lines. */
import { plainText } from '../../../core/plain-text.ts';
import type { HookPlan, SharedPlan } from '../../../hooks/install/plan.ts';
import { EXIT } from '../../command.ts';

const DONE: Readonly<Record<HookPlan['outcome'], string>> = {
  written: 'installed',
  renewed: 'renewed',
  there: 'is there already',
  'taken out': 'taken out',
  'not there': 'is not there',
};
const MAX_PATH = 300;

export function planLines(plans: readonly HookPlan[], isDryRun: boolean): string[] {
  const lines = plans.flatMap(({ hook, path, outcome, steps, remarks }) => {
    const words = `${isDryRun && steps.length > 0 ? 'would be ' : ''}${DONE[outcome]}`;
    return [
      `${hook}: ${words} (${plainText(path, MAX_PATH)})`,
      ...remarks.map((remark) => `  ${plainText(remark, MAX_PATH * 2)}`),
    ];
  });
  return [...new Set(lines)];
}

export function sharedLines({ plans, setting }: SharedPlan, isDryRun: boolean): string[] {
  if (!setting) return planLines(plans, isDryRun);
  const verb = isDryRun ? 'would be' : 'is';
  const now =
    setting.value === null ? `${verb} no longer set` : `${verb} ${plainText(setting.value, MAX_PATH)}`;
  return [...planLines(plans, isDryRun), `${setting.name} of your git configuration ${now}.`];
}

export function told(lines: readonly string[]): number {
  process.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.clean;
}
