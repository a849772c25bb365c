/** Hooks for every repository of an account: core.hooksPath of its own git configuration leads to a folder with them. */
import { join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import type { GitPlace } from '../../git/git-process.ts';
import { planChain, planUnchain, refuseChanged } from './chain-hook.ts';
import { type HookEntry, namesInFolder, readEntry, type Step } from './hook-disk.ts';
import { hookLines, isScanning, passOnLines, type ProgramPaths } from './hook-lines.ts';
import { CLIENT_HOOKS, type ClientHook, PASSED_ON } from './hook-names.ts';
import { settingsOf } from './hooks-folder.ts';
import { asWritten, findBlock, markedBlock } from './marked-block.ts';
import type { HookPlan, SharedPlan } from './plan.ts';

/** Where the hooks of an account go. */
export interface SharedPlace {
  readonly place: GitPlace;
  /** What is made where the account names no folder yet. */
  readonly ours: string;
}

const NAME = 'core.hooksPath';

/**
 * A folder of ours holds a hook of every name: git looks there and no longer into the repository, whose own hooks would be off.
 *
 * @throws {ScannerError} `hook` where the system's configuration names a folder, which an account's would switch off
 */
export async function planGlobalInstall(
  shared: SharedPlace,
  hooks: readonly ClientHook[],
  program: ProgramPaths,
): Promise<SharedPlan> {
  const value = await globalFolder(shared);
  const lines = (hook: ClientHook, before: 'beside' | 'repository'): string =>
    markedBlock(hook, asWritten(hookLines({ hook, program, usesNodeModules: false, before })));
  if (value !== null && value !== shared.ours) {
    const plans = hooks.map((hook) =>
      planChain({ hook, path: join(value, hook), block: lines(hook, 'beside') }),
    );
    return { plans, setting: null, folders: [] };
  }
  const plans = hooks.map((hook) =>
    planChain({ hook, path: join(shared.ours, hook), block: lines(hook, 'repository') }),
  );
  const others = planOthers(shared.ours, hooks);
  return {
    plans: [...plans, others],
    setting: value === null ? { name: NAME, value: shared.ours } : null,
    folders: [],
  };
}

function planOthers(folder: string, hooks: readonly ClientHook[]): HookPlan {
  const isAsked = (name: string): boolean => hooks.some((hook) => hook === name);
  const steps = PASSED_ON.filter((name) => !isAsked(name)).flatMap((name) => {
    const path = join(folder, name);
    return isScanning(readEntry(path).text) ? [] : planPassOn(name, path).steps;
  });
  const remarks = ["Each runs the repository's own, which git no longer looks for itself."];
  return {
    hook: 'all others',
    path: folder,
    outcome: steps.length > 0 ? 'written' : 'there',
    steps,
    remarks,
  };
}

function planPassOn(hook: string, path: string): HookPlan {
  return planChain({ hook, path, block: markedBlock(hook, passOnLines(hook)) });
}

/** @throws {ScannerError} `hook` where lines of somebody else would be lost */
export async function planGlobalUninstall(
  shared: SharedPlace,
  hooks: readonly ClientHook[],
): Promise<SharedPlan> {
  const value = await globalFolder(shared, 'any');
  if (value !== null && value !== shared.ours) {
    const plans = hooks.map((hook) => planUnchain(hook, join(value, hook)));
    return { plans, setting: null, folders: [] };
  }
  const staying = CLIENT_HOOKS.filter((hook) => !hooks.includes(hook) && isScanning(own(shared, hook).text));
  if (staying.length > 0)
    return { plans: hooks.map((hook) => demoted(own(shared, hook), hook)), setting: null, folders: [] };
  const plans = namesInFolder(shared.ours)
    .filter((name) => findBlock(own(shared, name).text))
    .map((name) => planUnchain(name, join(shared.ours, name)));
  return {
    plans: [togetherTakenOut(shared.ours, plans)],
    setting: value === null ? null : { name: NAME, value: null },
    folders: [shared.ours],
  };
}

function own({ ours }: SharedPlace, hook: string): HookEntry {
  return readEntry(join(ours, hook));
}

/** Scans no more, and still passes on. */
function demoted(entry: HookEntry, hook: ClientHook): HookPlan {
  if (!isScanning(entry.text))
    return { hook, path: entry.path, outcome: 'not there', steps: [], remarks: [] };
  refuseChanged(entry);
  return { ...planPassOn(hook, entry.path), outcome: 'taken out' };
}

function togetherTakenOut(folder: string, plans: readonly HookPlan[]): HookPlan {
  const steps: Step[] = plans.flatMap((plan) => plan.steps);
  return {
    hook: 'all hooks',
    path: folder,
    outcome: steps.length > 0 ? 'taken out' : 'not there',
    steps,
    remarks: [],
  };
}

/** Null where the account names none. */
async function globalFolder({ place }: SharedPlace, system: 'none' | 'any' = 'none'): Promise<string | null> {
  const value = (await settingsOf(place, NAME, '--global')).at(-1)?.value ?? null;
  const above = (await settingsOf(place, NAME)).find(({ scope }) => scope === 'system');
  if (value === null && above && system === 'none') {
    throw new ScannerError('hook', `core.hooksPath of the system configuration names ${above.value}`, {
      hint: "One of your own would switch that folder's hooks off. Ask whoever set it to call bitsieve there.",
    });
  }
  if (value === '' || value === '/dev/null') {
    throw new ScannerError(
      'hook',
      `core.hooksPath of your configuration is "${value}": hooks are switched off`,
      {
        hint: 'git config --global --unset core.hooksPath',
      },
    );
  }
  return value;
}
