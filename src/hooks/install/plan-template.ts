/** Hooks for repositories to come: git copies them from init.templateDir into each one that it makes or clones. */
import { join } from 'node:path';
import { planChain, planUnchain } from './chain-hook.ts';
import { readEntry } from './hook-disk.ts';
import { hookLines, type ProgramPaths } from './hook-lines.ts';
import { CLIENT_HOOKS, type ClientHook } from './hook-names.ts';
import { settingsOf } from './hooks-folder.ts';
import { asWritten, findBlock, markedBlock } from './marked-block.ts';
import type { HookPlan, SharedPlan } from './plan.ts';
import type { SharedPlace } from './plan-global.ts';

const NAME = 'init.templateDir';
/** What git's own template has, and programs write to without making the folder. */
const EXCLUDE = '# Files that git leaves out in this clone alone, one pattern a line.\n';

/** @throws {ScannerError} `hook` */
export async function planTemplateInstall(
  shared: SharedPlace,
  hooks: readonly ClientHook[],
  program: ProgramPaths,
): Promise<SharedPlan> {
  const value = await templateFolder(shared);
  const folder = value ?? shared.ours;
  const plans = hooks.map((hook) => {
    const lines = hookLines({ hook, program, usesNodeModules: false, before: 'beside' });
    return planChain({ hook, path: join(folder, 'hooks', hook), block: markedBlock(hook, asWritten(lines)) });
  });
  if (value !== null) return { plans, setting: null, folders: [] };
  return { plans: [...plans, planExclude(folder)], setting: { name: NAME, value: folder }, folders: [] };
}

function planExclude(folder: string): HookPlan {
  const path = join(folder, 'info/exclude');
  const isThere = readEntry(path).kind !== 'missing';
  return {
    hook: 'info/exclude',
    path,
    outcome: isThere ? 'there' : 'written',
    steps: isThere ? [] : [{ does: 'write', path, text: EXCLUDE, mode: 0o644 }],
    remarks: ['Your template stands in for the one that came with git.'],
  };
}

/** @throws {ScannerError} `hook` where lines of somebody else would be lost */
export async function planTemplateUninstall(
  shared: SharedPlace,
  hooks: readonly ClientHook[],
): Promise<SharedPlan> {
  const value = await templateFolder(shared);
  const folder = value ?? shared.ours;
  const plans = hooks.map((hook) => planUnchain(hook, join(folder, 'hooks', hook)));
  const isLast = CLIENT_HOOKS.every(
    (hook) => hooks.includes(hook) || !findBlock(readEntry(join(folder, 'hooks', hook)).text),
  );
  if (folder !== shared.ours || !isLast) return { plans, setting: null, folders: [] };
  const exclude = readEntry(join(folder, 'info/exclude'));
  const path = exclude.path;
  const last: HookPlan[] =
    exclude.text === EXCLUDE
      ? [{ hook: 'info/exclude', path, outcome: 'taken out', steps: [{ does: 'remove', path }], remarks: [] }]
      : [];
  return {
    plans: [...plans, ...last],
    setting: value === null ? null : { name: NAME, value: null },
    folders: [join(folder, 'info'), join(folder, 'hooks'), folder],
  };
}

async function templateFolder({ place }: SharedPlace): Promise<string | null> {
  return (await settingsOf(place, NAME, '--global')).at(-1)?.value || null;
}
