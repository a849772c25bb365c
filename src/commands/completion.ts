/** `bitsieve completion`: what a shell has to know to complete commands, options and their values. */
import { nearest } from '../config/nearest.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { type Command, EXIT } from './command.ts';
import { COMMANDS } from './commands.ts';
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import type { Completed } from './completion/completed.ts';
import { zshCompletion } from './completion/zsh.ts';
import { describeCommands } from './described-command.ts';

const SHELLS: Readonly<Record<string, (completed: Completed) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const completionCommand: Command = {
  summary: 'Print what a shell needs to complete commands and options',
  options: {},
  operand: { text: 'bash | zsh | fish', of: Object.keys(SHELLS) },
  help: () => `Usage: bitsieve completion bash | zsh | fish

Prints a script for the shell: commands, their words and options, the values that an option may
have, ids of detectors, files. Print it again after an update.

  bash   echo 'source <(bitsieve completion bash)' >> ~/.bashrc
  zsh    echo 'source <(bitsieve completion zsh)' >> ~/.zshrc      (behind compinit)
  fish   bitsieve completion fish > ~/.config/fish/completions/bitsieve.fish`,
  run: async ([shell = '', ...more]) => {
    const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
    if (!write || more.length > 0) {
      const guess = nearest(shell, Object.keys(SHELLS));
      const hint = guess === undefined ? 'Run bitsieve completion --help.' : `Did you mean "${guess}"?`;
      throw new ScannerError('usage', 'completion: say which shell: bash, zsh or fish', { hint });
    }
    const commands = await describeCommands(COMMANDS);
    process.stdout.write(write({ commands, detectors: loadCatalogue().detectors.map(({ id }) => id) }));
    return EXIT.clean;
  },
};
