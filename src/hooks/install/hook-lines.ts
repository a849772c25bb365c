/** The lines of shell that a hook of ours is made of: POSIX, for dash and for the sh of Git for Windows. */
import type { ClientHook } from './hook-names.ts';
import { nameBefore } from './hook-names.ts';
import { shellQuote } from './shell-quote.ts';

/** Where the program is, on this machine. */
export interface ProgramPaths {
  readonly node: string;
  readonly script: string;
}

/** What a hook has to find. */
export interface HookWay {
  readonly hook: ClientHook;
  /** Null in files that are committed: other machines have other paths. */
  readonly program: ProgramPaths | null;
  /** Whether `node_modules` of the repository may be run: not where the hook serves repositories that nobody chose. */
  readonly usesNodeModules: boolean;
  /** What runs before: a file beside it, the repository's own hook, or nothing that the hook would have to start. */
  readonly before: 'beside' | 'repository' | null;
}

const WRITTEN =
  '# Written by "bitsieve hook install"; "bitsieve hook uninstall" takes it out. Your own lines go below the end mark.';

/** A script may go on below these lines: its standard input and arguments are as they were. */
export function hookLines(way: HookWay): string[] {
  const isPush = way.hook === 'pre-push';
  return [
    WRITTEN,
    ...(isPush ? STORE_INPUT : []),
    ...beforeLines(way),
    ...runLines(way),
    `${isPush ? 'bitsieve_pass | ' : ''}bitsieve_run "$@" || exit $?`,
    ...(isPush ? RESTORE_INPUT : []),
  ];
}

/** For a folder that stands before every repository's own: the hook of the repository, and nothing else. */
export function passOnLines(hook: string): string[] {
  return [WRITTEN, ...repositoryHook(hook), `${HAS_BEFORE}; then exec "$bitsieve_before" "$@"; fi`, 'exit 0'];
}

/** Whether a script of ours scans, or only passes on. */
export function isScanning(text: string): boolean {
  return text.includes('\nbitsieve_run() (');
}

/** git says once what is pushed, and everybody has to read it. */
const STORE_INPUT = [
  'bitsieve_input=$(cat)',
  `bitsieve_pass() { if [ -n "$bitsieve_input" ]; then printf '%s\\n' "$bitsieve_input" 2>/dev/null; fi; }`,
];

const RESTORE_INPUT = [
  'if [ -n "$bitsieve_input" ]; then',
  '  exec <<BITSIEVE',
  '$bitsieve_input',
  'BITSIEVE',
  'else',
  '  exec </dev/null',
  'fi',
];

/** As git does: what is not executable does not run. Never itself, whatever is linked to what. */
const HAS_BEFORE =
  'if [ -f "$bitsieve_before" ] && [ -x "$bitsieve_before" ] && ! [ "$bitsieve_before" -ef "$0" ]';

function beforeLines({ hook, before }: HookWay): string[] {
  if (before === null) return [];
  const isRepository = before === 'repository';
  const pass = hook === 'pre-push' ? 'bitsieve_pass | ' : '';
  return [
    ...(isRepository ? repositoryHook(hook) : hookBeside(hook)),
    `${HAS_BEFORE}; then`,
    ...(isRepository ? [scansItself(hook)] : []),
    `  ${pass}"$bitsieve_before" "$@" || exit $?`,
    'fi',
  ];
}

function hookBeside(hook: string): string[] {
  return [
    'case $0 in',
    `*/*) bitsieve_before=\${0%/*}/${nameBefore(hook)} ;;`,
    `*) bitsieve_before=./${nameBefore(hook)} ;;`,
    'esac',
  ];
}

/** Nothing is scanned twice. */
function scansItself(hook: ClientHook): string {
  const found = `  if grep -q '^# bitsieve: begin ${hook} ' "$bitsieve_before"; then`;
  if (hook === 'pre-commit') return `${found} exec "$bitsieve_before" "$@"; fi`;
  return `${found} bitsieve_pass | "$bitsieve_before" "$@"; exit $?; fi`;
}

/** Where git would look without core.hooksPath. Without a program where that is possible: some hooks run very often. */
function repositoryHook(hook: string): string[] {
  return [
    'bitsieve_folder=${GIT_COMMON_DIR:-${GIT_DIR:-.git}}',
    '[ -d "$bitsieve_folder" ] || bitsieve_folder=$(git rev-parse --git-dir) || exit $?',
    'if [ -f "$bitsieve_folder/commondir" ]; then',
    '  IFS= read -r bitsieve_line <"$bitsieve_folder/commondir"',
    '  case $bitsieve_line in',
    '  /* | [A-Za-z]:*) bitsieve_folder=$bitsieve_line ;;',
    '  *) bitsieve_folder=$bitsieve_folder/$bitsieve_line ;;',
    '  esac',
    'fi',
    `bitsieve_before=$bitsieve_folder/hooks/${hook}`,
  ];
}

/** In parentheses: what is set there is gone below. */
function runLines(way: HookWay): string[] {
  const call = `${way.hook} "$@"`;
  return [
    'bitsieve_run() (',
    '  # What is started from a window often has a short PATH.',
    '  PATH=$PATH:/usr/local/bin:/opt/homebrew/bin',
    ...(way.program ? installedLines(way.program, call) : []),
    ...(way.usesNodeModules
      ? [
          `  if [ -x node_modules/.bin/bitsieve-hook ]; then exec node_modules/.bin/bitsieve-hook ${call}; fi`,
          `  if [ -x node_modules/.bin/bitsieve ]; then exec node_modules/.bin/bitsieve hook ${call}; fi`,
        ]
      : []),
    `  if command -v bitsieve-hook >/dev/null; then exec bitsieve-hook ${call}; fi`,
    `  if command -v bitsieve >/dev/null; then exec bitsieve hook ${call}; fi`,
    "  cat >&2 <<'BITSIEVE'",
    ...missingText(way),
    'BITSIEVE',
    '  exit 1',
    ')',
  ];
}

function installedLines({ node, script }: ProgramPaths, call: string): string[] {
  // With slashes a shell finds the folder that it lies in.
  const launcher = shellQuote(`${script.replaceAll('\\', '/').replace(/[^/]*$/, '')}bitsieve-hook`);
  return [
    `  bitsieve_node=${shellQuote(node)}`,
    `  bitsieve_script=${shellQuote(script)}`,
    '  [ -x "$bitsieve_node" ] || bitsieve_node=node',
    '  if [ -f "$bitsieve_script" ] && command -v "$bitsieve_node" >/dev/null; then',
    '    export BITSIEVE_NODE="$bitsieve_node"',
    `    if [ -f ${launcher} ]; then exec sh ${launcher} ${call}; fi`,
    `    exec "$bitsieve_node" "$bitsieve_script" hook ${call}`,
    '  fi',
  ];
}

function missingText({ hook, usesNodeModules }: HookWay): string[] {
  const [act, again] = hook === 'pre-commit' ? ['commit', 'git commit'] : ['push', 'git push'];
  return [
    `bitsieve: nothing was scanned, so the ${act} is stopped: the program is not there any more, nor on the PATH.`,
    `  install it:     npm install ${usesNodeModules ? '--save-dev bitsieve, or npm install --global bitsieve' : '--global bitsieve'}`,
    `  for this once:  ${again} --no-verify`,
    `  for good:       take the lines between the marks "# bitsieve:" out of the hook ${hook}`,
  ];
}
