/** lefthook, which writes the hooks of a repository from its configuration: what it is told, and what people have to tell it. */
import { join } from 'node:path';
import { type HookEntry, readEntry } from './hook-disk.ts';
import { callsUs } from './hook-keepers.ts';
import type { ClientHook } from './hook-names.ts';

/** https://lefthook.dev/configuration */
const NAMES = ['lefthook', '.lefthook', '.config/lefthook', 'lefthook-local', '.lefthook-local'];
const ENDINGS = ['yml', 'yaml', 'toml', 'json', 'jsonc'];

export function isOfLefthook({ text }: HookEntry): boolean {
  return /\bcall_lefthook\b/.test(text);
}

/** The files by which lefthook is told what to run; empty where it keeps no hooks here. */
export function lefthookFiles(workTree: string): HookEntry[] {
  return NAMES.flatMap((name) => ENDINGS.map((ending) => join(workTree, `${name}.${ending}`)))
    .map((path) => readEntry(path))
    .filter(({ kind }) => kind !== 'missing');
}

/**
 * @returns `script`: for every push; `run`: only where files differ, of a push at least (seen with 2.2); null: it does not call us
 */
export function lefthookCalls(workTree: string, hook: ClientHook): 'script' | 'run' | null {
  const files = lefthookFiles(workTree);
  const script = readEntry(join(workTree, '.lefthook', hook, 'bitsieve'));
  const isNamed = files.some(({ text }) =>
    /(?:\bscript"?\s*[:=]\s*["']?|^\s*["']?)bitsieve["']?\s*(?::|,|$)/m.test(text),
  );
  if (isNamed && callsUs(script.text, hook)) return 'script';
  return files.some(({ text }) => callsUs(text, hook)) ? 'run' : null;
}

/** What to put into lefthook.yml, and the script beside it; docs/hooks.md has the same. */
export function lefthookText(hooks: readonly ClientHook[]): string {
  const jobs = hooks.map((hook) => `${hook}:${JOB}${hook === 'pre-push' ? '\n      use_stdin: true' : ''}`);
  const scripts = hooks.map((hook) => `.lefthook/${hook}/bitsieve:\n\n${scriptOf(hook)}`);
  return [jobs.join('\n'), ...scripts].join('\n\n');
}

const JOB = `
  jobs:
    - name: bitsieve
      script: bitsieve
      runner: sh`;

function scriptOf(hook: ClientHook): string {
  return `exec bitsieve hook ${hook}${hook === 'pre-push' ? ' "$@"' : ''}`;
}
