/** What a completion script is made from, and the ways through it that every shell goes. */
import type { Operand } from '../command.ts';
import type { DescribedCommand, DescribedOption } from '../described-command.ts';

export interface Completed {
  readonly commands: readonly DescribedCommand[];
  /** Ids. */
  readonly detectors: readonly string[];
}

/** Options that every command has. */
const EVERYWHERE: readonly DescribedOption[] = [
  {
    flag: 'help',
    aliases: [],
    short: 'h',
    description: 'Show all options.',
    value: 'none',
    placeholder: '',
    default: null,
  },
];

/** Words that are no commands, at the place of one. */
export const BUILT_IN: ReadonlyArray<readonly [string, string]> = [
  ['help', 'Show the options of a command'],
  ['version', 'Print the version'],
];

/** Every command and every word behind one, flat. */
export function placesIn(commands: readonly DescribedCommand[]): readonly DescribedCommand[] {
  return commands.flatMap((command) => [command, ...placesIn(command.words)]);
}

export function optionsOf({ options }: DescribedCommand): readonly DescribedOption[] {
  return [...options, ...EVERYWHERE];
}

/** What may stand where a word of a command is typed: its words, else what it takes. */
export function operandOf({ operand }: DescribedCommand): NonNullable<Operand['of']> | 'nothing' {
  return operand?.of ?? 'nothing';
}

/** A line is enough: a menu has no room for more. */
export function firstSentence(text: string): string {
  return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/[.:]$/, '') ?? text;
}
