/** Does what was planned. */
import { ScannerError } from '../../core/scanner-error.ts';
import { complaintOf, type GitPlace, runGit } from '../../git/git-process.ts';
import { perform, removeEmpty } from './hook-disk.ts';
import type { SharedPlan } from './plan.ts';

/** The setting comes when its hooks are there, and goes before them. @throws {ScannerError} `hook`, `git-failed` */
export async function performShared(place: GitPlace, { plans, setting, folders }: SharedPlan): Promise<void> {
  const steps = plans.flatMap((plan) => plan.steps);
  if (setting?.value === null) await change(place, ['--unset-all', setting.name]);
  perform(steps);
  if (typeof setting?.value === 'string') await change(place, [setting.name, setting.value]);
  for (const folder of folders) removeEmpty(folder);
}

async function change(place: GitPlace, args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runGit(place, ['config', '--global', ...args]);
  if (exitCode !== 0) throw new ScannerError('git-failed', `git config --global: ${complaintOf(stderr)}`);
}
