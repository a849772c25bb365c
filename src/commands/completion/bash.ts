/** The completion script for bash, version 3.2 (as macOS has it) or newer; needs no package of completions. */
import { VERSION } from '../../core/version.ts';
import type { DescribedCommand, DescribedOption } from '../described-command.ts';
import { BUILT_IN, type Completed, operandOf, optionsOf, placesIn } from './completed.ts';

/** What is offered, once it is known what may stand here. */
const ANSWER = String.raw`  case "$values" in
  file) return ;;
  text)
    compopt +o default +o bashdefault 2>/dev/null
    return
    ;;
  detector) COMPREPLY=($(compgen -W "$_bitsieve_detectors" -- "$current")) ;;
  ?*) COMPREPLY=($(compgen -W "$values" -- "$current")) ;;
  *)
    if [[ $current == -* ]]; then
      COMPREPLY=($(compgen -W "$flags" -- "$current"))
    else
      case "$operand" in
      detector) [[ $COMP_CWORD -eq $first ]] && words="$words $_bitsieve_detectors" ;;
      file | folder) ;;
      *) [[ -n $words ]] || compopt +o default +o bashdefault 2>/dev/null ;;
      esac
      COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
    ;;
  esac
}

# Where nothing of ours fits: files, with bash's own quoting.
complete -o bashdefault -o default -F _bitsieve bitsieve
`;

export function bashCompletion({ commands, detectors }: Completed): string {
  const names = [...commands.map(({ name }) => name.join(' ')), ...BUILT_IN.map(([name]) => name)];
  const places = placesIn(commands);
  const withWords = commands.filter(({ words }) => words.length > 0);
  return `# Completion of bitsieve ${VERSION} for bash: source <(bitsieve completion bash)
_bitsieve_detectors='${detectors.join(' ')}'

_bitsieve() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} place=\${COMP_WORDS[1]} first=2
  local values='' flags='' words='' operand=''
  COMPREPLY=()
  # bash hands --flag=value over as three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${[...names, '--help', '--version'].join(' ')}' -- "$current"))
    return
  fi
  if [[ $COMP_CWORD -gt 2 ]]; then
    case "$place \${COMP_WORDS[2]}" in
    ${places.flatMap(({ name }) => (name.length > 1 ? [`'${name.join(' ')}'`] : [])).join(' | ')}) place="$place \${COMP_WORDS[2]}" first=3 ;;
    esac
  fi
  case "$place" in
  help) words='${names.join(' ')}' ;;
${places.map(casesOf).join('\n')}
  esac
  if [[ $COMP_CWORD -eq 2 ]]; then
    case "$place" in
${withWords.map(({ name, words }) => `    '${name.join(' ')}') words='${words.map((word) => word.name.at(-1)).join(' ')}' ;;`).join('\n')}
    esac
  fi
${ANSWER}`;
}

function casesOf(command: DescribedCommand): string {
  const options = optionsOf(command);
  const operand = operandOf(command);
  const taken = typeof operand === 'string' ? `operand=${operand}` : `words='${operand.join(' ')}'`;
  const byValue = new Map<string, string[]>();
  for (const option of options) {
    const value = typeof option.value === 'string' ? option.value : option.value.join(' ');
    if (value === 'none' || value === 'inline') continue;
    byValue.set(value, [...(byValue.get(value) ?? []), ...typedForms(option)]);
  }
  const cases = Array.from(byValue, ([value, forms]) => `    ${forms.join(' | ')}) values='${value}' ;;`);
  return `  '${command.name.join(' ')}')
    flags='${options.map(({ flag }) => `--${flag}`).join(' ')}' ${taken}
    case "$before" in
${cases.join('\n')}
    esac
    ;;`;
}

function typedForms({ flag, aliases, short }: DescribedOption): string[] {
  return [...[flag, ...aliases].map((name) => `--${name}`), ...(short === null ? [] : [`-${short}`])];
}
