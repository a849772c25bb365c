/** Every command and word of the program, for tests of what is made from their table. */
import { execFileSync } from 'node:child_process';
import type { DescribedCommand } from '../../src/commands/described-command.ts';
import { bundledProgram } from './bundled-program.ts';

export interface KnownCommand extends DescribedCommand {
  readonly help: string;
}

export function knownCommands(): readonly KnownCommand[] {
  const program = bundledProgram('test/support/commands-program.ts');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what our own program prints
  return JSON.parse(
    execFileSync(process.execPath, [program], { encoding: 'utf8' }),
  ) as readonly KnownCommand[];
}
