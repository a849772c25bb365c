/** The words behind `bitsieve hook`, each loaded only when it is called: a hook pays for nothing that it does not use. */
import type { Command } from '../command.ts';

export const HOOK_WORDS: Readonly<Record<string, () => Promise<Command>>> = {
  'pre-push': async () => (await import('./pre-push.ts')).prePushCommand,
  'pre-commit': async () => (await import('./pre-commit.ts')).preCommitCommand,
};
