/** `hook install` and `hook uninstall` in one repository: which file, and what becomes of it. */
import { join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import type { Repository } from '../../git/open-repository.ts';
import { planChain, planUnchain, refuseChanged, removed } from './chain-hook.ts';
import { type HookEntry, readEntry } from './hook-disk.ts';
import { hookLines, isScanning, type ProgramPaths } from './hook-lines.ts';
import type { ClientHook } from './hook-names.ts';
import { callsUs, huskyFolder, isInPreCommitConfig, isOfPreCommit } from './hook-keepers.ts';
import { isOfLefthook, lefthookCalls, lefthookFiles, lefthookText } from './lefthook.ts';
import { findHooksFolder, type HooksFolder } from './hooks-folder.ts';
import { asWritten, findBlock, markedBlock, withBlock } from './marked-block.ts';
import { type HookPlan, thereAlready } from './plan.ts';

/** A repository as the hooks see it. */
interface Ground {
  readonly workTree: string;
  readonly folder: HooksFolder;
  readonly program: ProgramPaths;
}

/** @throws {ScannerError} `hook` when one of them cannot be installed; then none should be */
export async function planInstall(
  repository: Repository,
  hooks: readonly ClientHook[],
  program: ProgramPaths,
): Promise<HookPlan[]> {
  const folder = await findHooksFolder(repository);
  const ground = { workTree: repository.workTree ?? '', folder, program };
  const husky = huskyFolder(folder, ground.workTree);
  if (husky !== null) return hooks.map((hook) => planHusky(ground, hook, join(husky, hook)));
  refuseLefthook(ground, hooks);
  return hooks.map((hook) => planShared(ground, hook) ?? planPlain(ground, hook));
}

function planPlain(ground: Ground, hook: ClientHook): HookPlan {
  const { folder, workTree, program } = ground;
  const path = join(folder.path, hook);
  const entry = readEntry(path);
  if (lefthookFiles(workTree).length > 0) return planLefthook(workTree, hook, path);
  const isOthers = isOfPreCommit(entry);
  if (isOthers && isInPreCommitConfig(workTree, hook)) return thereAlready(hook, path, 'pre-commit runs it.');
  const lines = hookLines({
    hook,
    program: folder.isInWorkTree ? null : program,
    usesNodeModules: true,
    before: 'beside',
  });
  const block = markedBlock(hook, asWritten(lines));
  const plan = planChain({ hook, path: isOthers ? `${path}.legacy` : path, block });
  const remarks = [
    ...plan.remarks,
    ...(isOthers ? [BY_PRE_COMMIT] : []),
    ...(folder.isInWorkTree ? [COMMIT_IT] : []),
  ];
  return { ...plan, remarks };
}

/** Its configuration calls us. */
function planLefthook(workTree: string, hook: ClientHook, path: string): HookPlan {
  const isSetUp = isOfLefthook(readEntry(path));
  const plan = thereAlready(
    hook,
    path,
    isSetUp ? 'lefthook runs it.' : 'lefthook will run it: lefthook install',
  );
  if (hook === 'pre-commit' || lefthookCalls(workTree, hook) === 'script') return plan;
  return { ...plan, remarks: [...plan.remarks, PASSED_OVER] };
}

const PASSED_OVER =
  'As "run:" lefthook passes over pushes that change no file in the end, and tags: make it a "script:", see docs/hooks.md.';
const BY_PRE_COMMIT =
  'pre-commit runs it before its own. For everybody, put the hooks of docs/hooks.md into .pre-commit-config.yaml instead.';
const COMMIT_IT =
  'The folder is part of the work tree: commit it, and everybody who has bitsieve gets the hook.';

/** Runs as `sh -e`, with node_modules/.bin on the PATH, and is committed. */
function planHusky({ workTree }: Ground, hook: ClientHook, path: string): HookPlan {
  const entry = readEntry(path);
  if (callsUs(withoutMarked(entry), hook)) return thereAlready(hook, path, 'husky runs it.');
  if (entry.kind === 'link' || entry.kind === 'other')
    throw new ScannerError('hook', `${path}: is no plain file`);
  refuseChanged(entry);
  const block = markedBlock(hook, hookLines({ hook, program: null, usesNodeModules: true, before: null }));
  const isNew = entry.kind === 'missing';
  const text = isNew ? `${block}\n` : withBlock(entry.text, block, placeIn(entry.text, hook));
  const plan = { hook, path, remarks: [COMMIT_IT, ...needsPackage(workTree)] };
  if (text === entry.text) return { ...plan, outcome: 'there', steps: [], remarks: [] };
  const outcome = findBlock(entry.text) ? 'renewed' : 'written';
  return { ...plan, outcome, steps: [{ does: 'write', path, text, mode: 0o644 }] };
}

function withoutMarked({ text }: HookEntry): string {
  const block = findBlock(text);
  return block ? text.slice(0, block.start) + text.slice(block.end) : text;
}

/** Last, so that what other lines stage is scanned too; before all lines where those end the script, or read what git says. */
function placeIn(text: string, hook: ClientHook): 'first' | 'last' {
  return hook === 'pre-push' || /^(?:exit|exec)\b/m.test(text) ? 'first' : 'last';
}

function needsPackage(workTree: string): string[] {
  if (readEntry(join(workTree, 'node_modules/.bin/bitsieve')).kind !== 'missing') return [];
  return ['Whoever commits here needs bitsieve: npm install --save-dev bitsieve'];
}

/** One repository does not decide for all of them. Undefined: git looks into this repository. */
function planShared(ground: Ground, hook: ClientHook): HookPlan | undefined {
  const { path, scope, own } = ground.folder;
  if (scope !== 'global' && scope !== 'system') return undefined;
  const { text } = readEntry(join(path, hook));
  if (isScanning(text))
    return thereAlready(hook, join(path, hook), 'It is there for all repositories of this account.');
  // Ours, and passes on to the repository's own.
  if (findBlock(text))
    return planPlain({ ...ground, folder: { ...ground.folder, path: own, scope: null } }, hook);
  throw new ScannerError(
    'hook',
    `core.hooksPath of the ${scope} configuration sends every repository to ${path}`,
    {
      hint: 'To install the hooks there, for all of them: bitsieve hook install --global',
    },
  );
}

/** Its hooks are written anew from its configuration, which people write. */
function refuseLefthook({ workTree, folder }: Ground, hooks: readonly ClientHook[]): void {
  const [file] = lefthookFiles(workTree);
  const isKept = file !== undefined || hooks.some((hook) => isOfLefthook(readEntry(join(folder.path, hook))));
  const missing = hooks.filter((hook) => lefthookCalls(workTree, hook) === null);
  if (!isKept || missing.length === 0) return;
  throw new ScannerError('hook', 'lefthook keeps the hooks of this repository, and would write over ours', {
    hint: `Put this into ${file?.path ?? 'lefthook.yml'}, the scripts beside it, then run: lefthook install\n\n${lefthookText(missing)}`,
  });
}

/** @throws {ScannerError} `hook` where lines of somebody else would be lost */
export async function planUninstall(
  repository: Repository,
  hooks: readonly ClientHook[],
): Promise<HookPlan[]> {
  const folder = await findHooksFolder(repository);
  const husky = huskyFolder(folder, repository.workTree ?? '');
  return hooks.map((hook) => {
    if (husky !== null) {
      const entry = readEntry(join(husky, hook));
      if (findBlock(entry.text)) return takenOut(entry, hook);
    }
    const isShared = folder.scope === 'global' || folder.scope === 'system';
    const path = join(isShared ? folder.own : folder.path, hook);
    const places = [path, `${path}.legacy`];
    const plans = places.map((place) => planUnchain(hook, place));
    return plans.find(({ steps }) => steps.length > 0) ?? plans[0] ?? notThere(hook, folder.path);
  });
}

function takenOut(entry: HookEntry, hook: ClientHook): HookPlan {
  refuseChanged(entry);
  return { hook, path: entry.path, outcome: 'taken out', steps: [removed(entry)], remarks: [] };
}

function notThere(hook: ClientHook, path: string): HookPlan {
  return { hook, path, outcome: 'not there', steps: [], remarks: [] };
}
