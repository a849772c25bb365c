/** The program for what people and git wait for many times a day. The build makes one file of it, and compiles that beforehand. */
import { holdCatalogue } from '../catalogue/load-catalogue.ts';
import { type Commands, runCommand } from './run-command.ts';

const QUICK_COMMANDS: Commands = {
  scan: async () => (await import('../commands/scan.ts')).scanCommand,
  hook: async () => (await import('../commands/hook.ts')).hookCommand,
};

/** In the folder where an image is prepared, which is taken away afterwards. */
const REPORT = 'report.json';

/** @param argv of one of these commands, without node and script. Never rejects. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(argv, QUICK_COMMANDS);
}

/**
 * Where a start image is written: makes what every hook needs, and lets one run, for what node makes of it is kept too. The current folder
 * is a work tree with something staged and a commit before HEAD. Touches no stream of the process: none may be open when it is written.
 */
export async function prepare(): Promise<void> {
  const { hookCommand } = await import('../commands/hook.ts');
  await hookCommand.run(['pre-commit']);
  const { scanCommand } = await import('../commands/scan.ts');
  await scanCommand.run(['--range', 'HEAD~1..HEAD', '--no-progress', '--report-path', REPORT]);
  // Last: of the one that a scan has used, more lies in memory.
  holdCatalogue();
}
