/** The program for what people and git wait for many times a day. The build makes one file of it, and compiles that beforehand. */
import { type Commands, runCommand } from './run-command.ts';

const QUICK_COMMANDS: Commands = {
  scan: async () => (await import('../commands/scan.ts')).scanCommand,
  hook: async () => (await import('../commands/hook.ts')).hookCommand,
};

/** @param argv of one of these commands, without node and script. Never rejects. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(argv, QUICK_COMMANDS);
}
