/** The program for what people and git wait for many times a day. The build makes one file of it, and compiles that beforehand. */
import { holdCatalogue } from '../catalogue/load-catalogue.ts';
import { placeAt } from '../git/open-repository.ts';
import { resolveCommit } from '../git/resolve-object.ts';
import type { RefUpdate } from '../hooks/receive/ref-updates.ts';
import { type Commands, runCommand } from './run-command.ts';

const QUICK_COMMANDS: Commands = {
  scan: async () => (await import('../commands/scan.ts')).scanCommand,
  hook: async () => (await import('../commands/hook.ts')).hookCommand,
};

/** @param argv of one of these commands, without node and script. Never rejects. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(argv, QUICK_COMMANDS);
}

/**
 * Where a start image is written: lets hooks run, and makes what each needs, for what node makes of it is kept too. The current folder
 * is a work tree with something staged and a commit before HEAD. Touches no stream of the process: none may be open when it is written.
 */
export async function prepare(): Promise<void> {
  const { hookCommand } = await import('../commands/hook.ts');
  await hookCommand.run(['pre-commit']);
  const { scanPushed } = await import('../commands/hook/pre-push.ts');
  const [oid = '', before = null] = await Promise.all(
    ['HEAD', 'HEAD~1'].map((name) => resolveCommit(placeAt(undefined), name)),
  );
  const remote = 'refs/heads/main';
  await scanPushed({ options: {}, positionals: [] }, [{ local: 'HEAD', oid, remote, before }]);
  await prepareReceiving({ ref: remote, before, after: oid });
  // Last: of the one that a scan has used, more lies in memory.
  holdCatalogue();
}

/** In the repository itself, as a server's hook runs. */
async function prepareReceiving(update: RefUpdate): Promise<void> {
  const [{ judgeUpdates }, { receiveOptions }] = await Promise.all([
    import('../commands/hook/receive/receive-push.ts'),
    import('../commands/hook/receive/receive-options.ts'),
  ]);
  process.chdir('.git');
  await judgeUpdates([update], receiveOptions([]), {
    signal: new AbortController().signal,
    learn: () => undefined,
    reach: () => undefined,
  });
}
