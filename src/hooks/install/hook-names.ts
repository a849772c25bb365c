/** The hooks that `hook install` knows: those that scan, and those that a folder for all repositories has to pass on. */

export const CLIENT_HOOKS = ['pre-commit', 'pre-push'] as const;
export type ClientHook = (typeof CLIENT_HOOKS)[number];

/**
 * What git looks for in its hooks folder (https://git-scm.com/docs/githooks), but for two: `fsmonitor-watchman` is found by a
 * setting, and where a `push-to-checkout` is there, git no longer updates the work tree itself.
 */
export const PASSED_ON = [
  'applypatch-msg',
  'commit-msg',
  'p4-changelist',
  'p4-post-changelist',
  'p4-pre-submit',
  'p4-prepare-changelist',
  'post-applypatch',
  'post-checkout',
  'post-commit',
  'post-index-change',
  'post-merge',
  'post-receive',
  'post-rewrite',
  'post-update',
  'pre-applypatch',
  'pre-auto-gc',
  'pre-commit',
  'pre-merge-commit',
  'pre-push',
  'pre-rebase',
  'pre-receive',
  'prepare-commit-msg',
  'proc-receive',
  'reference-transaction',
  'sendemail-validate',
  'update',
] as const;

/** Beside a hook of ours: what was there before, which runs first. */
export function nameBefore(hook: string): string {
  return `${hook}.before-bitsieve`;
}
