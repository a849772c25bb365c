/** `bitsieve hook`: what git calls before a commit, before a push, and on a server before it takes one. */
import { ScannerError } from '../core/scanner-error.ts';
import type { Command } from './command.ts';
import { HOOK_WORDS } from './hook/hook-words.ts';

export const hookCommand: Command = {
  summary: 'Stop secrets before a commit, before a push, and on the server',
  options: {},
  words: HOOK_WORDS,
  help: async ([word] = []) => {
    const load = word === undefined ? undefined : loaderOf(word);
    if (load) return (await load()).help();
    const lines = await Promise.all(
      Object.entries(HOOK_WORDS).map(async ([name, one]) => `  ${name.padEnd(14)}${(await one()).summary}`),
    );
    return `Usage: bitsieve hook WORD [options]

${lines.join('\n')}

For the options of one: bitsieve hook WORD --help`;
  },
  run: async ([word = '', ...argv]) => {
    const load = loaderOf(word);
    if (load) return (await load()).run(argv);
    throw new ScannerError('usage', `hook: say first which one: ${Object.keys(HOOK_WORDS).join(', ')}`, {
      hint: 'Run bitsieve hook --help for what each does.',
    });
  },
};

function loaderOf(word: string): (() => Promise<Command>) | undefined {
  return Object.hasOwn(HOOK_WORDS, word) ? HOOK_WORDS[word] : undefined;
}
