/** The completion script for zsh: sourced behind compinit, or as a file _bitsieve on the fpath. */
import { VERSION } from '../../core/version.ts';
import type { DescribedCommand, DescribedOption } from '../described-command.ts';
import { BUILT_IN, type Completed, firstSentence, operandOf, optionsOf, placesIn } from './completed.ts';

export function zshCompletion({ commands, detectors }: Completed): string {
  const top = [...commands.map((command) => [command.name.join(' '), command.summary] as const), ...BUILT_IN];
  return `#compdef bitsieve
# Completion of bitsieve ${VERSION} for zsh: source <(bitsieve completion zsh)

_bitsieve_detectors() {
  local -a ids=(${detectors.join(' ')})
  _describe -t detectors detector ids
}

_bitsieve() {
  local -a listed
  local place=$words[2]
  if (( CURRENT == 2 )); then
    listed=(${listOf(top)})
    _describe -t commands command listed
    return
  fi
  case $place in
  ${commands
    .filter(({ words }) => words.length > 0)
    .map(wordsOf)
    .join('\n  ')}
  esac
  shift words
  (( CURRENT-- ))
  case $place in
  help)
    listed=(${listOf(top)})
    _describe -t commands command listed
    ;;
${placesIn(commands).map(placeOf).join('\n')}
  esac
}

if [[ $funcstack[1] == _bitsieve ]]; then
  _bitsieve "$@"
else
  compdef _bitsieve bitsieve
fi
`;
}

/** At the place of a word the words are offered, and options all the same. */
function wordsOf({ name, words }: DescribedCommand): string {
  const list = words.map((word) => [word.name.at(-1) ?? '', word.summary] as const);
  return `${name.join(' ')})
    if (( CURRENT == 3 )) && [[ $words[3] != -* ]]; then
      listed=(${listOf(list)})
      _describe -t words word listed
      return
    fi
    case $words[3] in
    ${list.map(([word]) => word).join(' | ')})
      place="$place $words[3]"
      shift words
      (( CURRENT-- ))
      ;;
    esac
    ;;`;
}

function placeOf(command: DescribedCommand): string {
  const operand = operandOf(command);
  const rest =
    operand === 'nothing' ? '' : ` \\\n      ${quoted(`*:${operandWord(command)}:${actionOf(operand)}`)}`;
  const options = optionsOf(command).map((option) => `      ${optionOf(option)}`);
  return `  '${command.name.join(' ')}')
    _arguments -s -S \\
${options.join(' \\\n')}${rest}
    ;;`;
}

function operandWord({ operand }: DescribedCommand): string {
  return plain(operand?.text ?? '');
}

/** `'(-f --format)'{-f,--format=}'[what it is]:name:(a b)'`, each spelling excluding the others but where it may stand again. */
function optionOf({ flag, aliases, short, description, value, placeholder }: DescribedOption): string {
  const takes = value !== 'none' && value !== 'inline';
  const names = [flag, ...aliases].map((name) => `--${name}${takes ? '=' : ''}`);
  const spellings = short === null ? names : [`-${short}${takes ? '+' : ''}`, ...names];
  const shown = `[${plain(firstSentence(description))}]${takes ? `:${placeholder.toLowerCase()}:${actionOf(value)}` : ''}`;
  const isRepeated = value === 'detector' || placeholder === 'LIST';
  if (spellings.length === 1) return quoted(`${isRepeated ? '*' : ''}${spellings.join('')}${shown}`);
  const bare = spellings.map((spelling) => spelling.replace(/[=+]$/, ''));
  return `${isRepeated ? "'*'" : quoted(`(${bare.join(' ')})`)}{${spellings.join(',')}}${quoted(shown)}`;
}

function actionOf(value: DescribedOption['value'] | 'folder'): string {
  if (typeof value !== 'string') return `(${value.join(' ')})`;
  if (value === 'file') return '_files';
  if (value === 'folder') return '_files -/';
  return value === 'detector' ? '_bitsieve_detectors' : ' ';
}

function listOf(entries: ReadonlyArray<readonly [string, string]>): string {
  return entries.map(([word, summary]) => quoted(`${word}:${plain(summary)}`)).join(' ');
}

/** What _arguments and _describe take for their own: brackets, colons, backslashes. */
function plain(text: string): string {
  return text.replace(/[[\]:\\]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
