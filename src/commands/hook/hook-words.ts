/** The words behind `bitsieve hook`, each loaded only when it is called: a hook pays for nothing that it does not use. */
import type { Command } from '../command.ts';

export const HOOK_WORDS: Readonly<Record<string, () => Promise<Command>>> = {
  install: async () => (await import('./install.ts')).installCommand,
  uninstall: async () => (await import('./uninstall.ts')).uninstallCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  'pre-commit': async () => (await import('./pre-commit.ts')).preCommitCommand,
  'pre-push': async () => (await import('./pre-push.ts')).prePushCommand,
  'pre-receive': async () => (await import('./pre-receive.ts')).preReceiveCommand,
  image: async () => (await import('./image.ts')).imageCommand,
  spool: async () => (await import('./spool.ts')).spoolCommand,
};
