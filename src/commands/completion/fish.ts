/** The completion script for fish: lies in ~/.config/fish/completions, or is sourced. */
import { VERSION } from '../../core/version.ts';
import type { DescribedCommand, DescribedOption } from '../described-command.ts';
import { BUILT_IN, type Completed, firstSentence, operandOf, optionsOf, placesIn } from './completed.ts';

export function fishCompletion({ commands, detectors }: Completed): string {
  const top = [...commands.map(({ name, summary }) => [name.join(' '), summary] as const), ...BUILT_IN];
  const words = commands.flatMap(({ name, words: behind }) => behind.map((word) => wordLine(name, word)));
  return `# Completion of bitsieve ${VERSION} for fish: bitsieve completion fish | source
set -g __bitsieve_detectors ${detectors.join(' ')}

# Is the command line at this command, and this word of it?
function __bitsieve_at
    set -l typed (commandline -opc)
    test "$typed[2]" = "$argv[1]"; or return 1
    if set -q argv[2]
        test "$typed[3]" = "$argv[2]"
    end
end

# Are so many words typed?
function __bitsieve_typed
    test (count (commandline -opc)) -eq $argv[1]
end

complete -c bitsieve -e
complete -c bitsieve -f
complete -c bitsieve -n '__bitsieve_typed 1' -l help -s h -d 'Show all commands'
complete -c bitsieve -n '__bitsieve_typed 1' -l version -s V -d 'Print the version'
${top.map(([word, summary]) => `complete -c bitsieve -n '__bitsieve_typed 1' -a ${word} -d ${quoted(summary)}`).join('\n')}
complete -c bitsieve -n '__bitsieve_at help' -a ${quoted(top.map(([word]) => word).join(' '))}
${words.join('\n')}
${placesIn(commands).flatMap(placeLines).join('\n')}
`;
}

function wordLine(behind: readonly string[], { name, summary }: DescribedCommand): string {
  const at = quoted(`__bitsieve_typed 2; and __bitsieve_at ${behind.join(' ')}`);
  return `complete -c bitsieve -n ${at} -a ${name.at(-1)} -d ${quoted(summary)}`;
}

function placeLines(command: DescribedCommand): string[] {
  const behind = command.words.map(({ name }) => `; and not __bitsieve_at ${name.join(' ')}`);
  const at = quoted(`__bitsieve_at ${command.name.join(' ')}${behind.join('')}`);
  const operand = operandOf(command);
  const taken = operand === 'nothing' ? [] : [`complete -c bitsieve -n ${at} ${operandPart(operand)}`];
  return [...taken, ...optionsOf(command).map((option) => optionLine(at, option))];
}

function operandPart(operand: Exclude<ReturnType<typeof operandOf>, 'nothing'>): string {
  if (operand === 'file') return '-F';
  if (operand === 'folder') return "-a '(__fish_complete_directories)'";
  return operand === 'detector' ? "-a '$__bitsieve_detectors'" : `-a ${quoted(operand.join(' '))}`;
}

function optionLine(at: string, { flag, aliases, short, description, value }: DescribedOption): string {
  const names = [flag, ...aliases].map((name) => `-l ${name}`);
  const spelled = [...names, ...(short === null ? [] : [`-s ${short}`])].join(' ');
  return `complete -c bitsieve -n ${at} ${spelled}${valuePart(value)} -d ${quoted(firstSentence(description))}`;
}

function valuePart(value: DescribedOption['value']): string {
  if (typeof value !== 'string') return ` -x -a ${quoted(value.join(' '))}`;
  if (value === 'none' || value === 'inline') return '';
  if (value === 'file') return ' -r -F';
  return value === 'detector' ? " -x -a '$__bitsieve_detectors'" : ' -x';
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, String.raw`\$&`)}'`;
}
