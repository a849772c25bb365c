/** What a hook is to become, and by which steps: nothing is written here, so that it can be said before it is done. */
import type { Step } from './hook-disk.ts';
import type { ClientHook } from './hook-names.ts';

/** What is to be done for one hook. No steps: it is as it should be. */
export interface HookPlan {
  readonly hook: string;
  readonly path: string;
  readonly outcome: 'written' | 'renewed' | 'there' | 'taken out' | 'not there';
  readonly steps: readonly Step[];
  /** What somebody has to know, a sentence each. */
  readonly remarks: readonly string[];
}

/** The hook that another program or setting already runs. */
export function thereAlready(hook: ClientHook, path: string, remark: string): HookPlan {
  return { hook, path, outcome: 'there', steps: [], remarks: [remark] };
}

/** Hooks of more than one repository: files, and the setting by which git finds them. */
export interface SharedPlan {
  readonly plans: readonly HookPlan[];
  /** Of the user's own git configuration; a value of null takes it out. No setting: it is as it should be. */
  readonly setting: { readonly name: string; readonly value: string | null } | null;
  /** Folders to take away when nothing is left in them, in this order. */
  readonly folders: readonly string[];
}
