/** The whole program: every command. */
import { COMMANDS } from '../commands/commands.ts';
import { runCommand } from './run-command.ts';

/** @param argv without node and script. Never rejects. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(argv, COMMANDS);
}
