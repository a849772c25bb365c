/** Which hooks of a repository scan, by whom they are run, and why one does not. */
import { join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import type { Repository } from '../../git/open-repository.ts';
import { type HookEntry, readEntry } from './hook-disk.ts';
import { isScanning } from './hook-lines.ts';
import { CLIENT_HOOKS, type ClientHook } from './hook-names.ts';
import { callsUs, huskyFolder, isInPreCommitConfig, isOfPreCommit } from './hook-keepers.ts';
import { isOfLefthook, lefthookCalls } from './lefthook.ts';
import { findHooksFolder, type HooksFolder } from './hooks-folder.ts';
import { findBlock } from './marked-block.ts';

/** One hook as git would run it now. */
export interface HookState {
  readonly hook: ClientHook;
  /** Who runs the scan; null: nobody does. `itself`: a script of somebody's own. */
  readonly by: 'bitsieve' | 'husky' | 'lefthook' | 'pre-commit' | 'itself' | null;
  /** The file that says so, or where it would be; null where git looks nowhere. */
  readonly path: string | null;
  /** Why nobody does, or what is odd; null: nothing. */
  readonly remark: string | null;
}

/** Never rejects because of what lies in the hooks folder. @throws {ScannerError} `git-failed`, `git-missing` */
export async function hooksActive(repository: Repository): Promise<HookState[]> {
  try {
    const folder = await findHooksFolder(repository);
    return CLIENT_HOOKS.map((hook) => stateOf(folder, repository.workTree ?? '', hook));
  } catch (error) {
    if (!(error instanceof ScannerError) || error.code !== 'hook') throw error;
    return CLIENT_HOOKS.map((hook) => ({ hook, by: null, path: null, remark: error.message }));
  }
}

function stateOf(folder: HooksFolder, workTree: string, hook: ClientHook): HookState {
  const husky = huskyFolder(folder, workTree);
  if (husky !== null) return huskyState(folder, husky, hook);
  const entry = readEntry(join(folder.path, hook));
  const state = { hook, path: entry.path };
  if (entry.kind === 'missing') return { ...state, by: null, remark: 'not installed' };
  if (!entry.isExecutable)
    return { ...state, by: null, remark: 'there, and not executable: git passes over it' };
  if (isOfLefthook(entry)) return lefthookState(entry, workTree, hook);
  if (isOfPreCommit(entry)) return preCommitState(entry, workTree, hook);
  return scriptState(folder, workTree, { hook, entry });
}

function scriptState(
  folder: HooksFolder,
  workTree: string,
  { hook, entry }: { readonly hook: ClientHook; readonly entry: HookEntry },
): HookState {
  const state = { hook, path: entry.path };
  const block = findBlock(entry.text);
  // Of a folder for all repositories, which asks the repository's own.
  if (block && !isScanning(entry.text) && folder.path !== folder.own) {
    return stateOf({ ...folder, path: folder.own, scope: null }, workTree, hook);
  }
  if (block)
    return { ...state, by: 'bitsieve', remark: block.isAsWritten ? null : 'somebody changed our lines' };
  if (callsUs(entry.text, hook)) return { ...state, by: 'itself', remark: null };
  return { ...state, by: null, remark: 'another hook is there' };
}

const PASSED_OVER =
  'as "run:" it is passed over where a push changes no file in the end; make it a "script:"';

function lefthookState({ path }: HookEntry, workTree: string, hook: ClientHook): HookState {
  const call = lefthookCalls(workTree, hook);
  const isPartial = call === 'run' && hook === 'pre-push';
  if (call !== null) return { hook, path, by: 'lefthook', remark: isPartial ? PASSED_OVER : null };
  return { hook, path, by: null, remark: 'its configuration does not call bitsieve' };
}

function huskyState(folder: HooksFolder, husky: string, hook: ClientHook): HookState {
  const entry = readEntry(join(husky, hook));
  const state = { hook, path: entry.path };
  if (!callsUs(entry.text, hook)) return { ...state, by: null, remark: 'husky does not call bitsieve' };
  const isSetUp = folder.scope !== null && readEntry(join(folder.path, hook)).isExecutable;
  if (isSetUp) return { ...state, by: 'husky', remark: null };
  return { ...state, by: null, remark: 'husky is not set up in this clone: run npm install' };
}

function preCommitState({ path }: HookEntry, workTree: string, hook: ClientHook): HookState {
  const legacy = readEntry(`${path}.legacy`);
  const isChained = legacy.isExecutable && findBlock(legacy.text) !== null;
  if (isChained || isInPreCommitConfig(workTree, hook)) return { hook, path, by: 'pre-commit', remark: null };
  return { hook, path, by: null, remark: '.pre-commit-config.yaml does not name bitsieve' };
}
