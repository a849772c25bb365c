/** The options that `hook install` and `hook uninstall` have in common. */
import type { OptionSpec } from '../../../config/scan-options.ts';
import { parseFor } from '../../../config/parse-flags.ts';
import { ScannerError } from '../../../core/scanner-error.ts';
import { CLIENT_HOOKS, type ClientHook } from '../../../hooks/install/hook-names.ts';

export interface InstallOptions {
  readonly hooks: readonly ClientHook[];
  /** Which repositories get it: this one, all of this account, or those that it clones from now on. */
  readonly reach: 'repository' | 'global' | 'template';
  readonly isDryRun: boolean;
  /** A folder in the repository; undefined: the current one. */
  readonly path: string | undefined;
}

const flag = { inFile: false, commands: ['scan'], type: 'boolean', default: false } as const;

/** In the order of help. */
export const INSTALL_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  preCommit: { ...flag, flag: 'pre-commit', description: 'Only the hook before a commit.' },
  prePush: { ...flag, flag: 'pre-push', description: 'Only the hook before a push.' },
  global: {
    ...flag,
    flag: 'global',
    description: "Every repository of this account, by core.hooksPath; a repository's own hooks still run.",
  },
  template: {
    ...flag,
    flag: 'template',
    description: 'Every repository that is cloned or made from now on, by init.templateDir.',
  },
  dryRun: { ...flag, flag: 'dry-run', description: 'Say what would be done, and do nothing.' },
};

/** @throws {ScannerError} `usage` */
export function parseInstallFlags(word: 'install' | 'uninstall', argv: readonly string[]): InstallOptions {
  const { options, positionals } = parseFor(`hook ${word}`, INSTALL_OPTIONS, argv, conflictsOf);
  const [path, ...more] = positionals;
  const isHere = options['global'] !== true && options['template'] !== true;
  if (more.length > 0 || (path !== undefined && !isHere)) {
    throw new ScannerError(
      'usage',
      `hook ${word} takes one repository, or none with --global and --template`,
    );
  }
  const named = CLIENT_HOOKS.filter(
    (hook) => options[hook === 'pre-commit' ? 'preCommit' : 'prePush'] === true,
  );
  return {
    hooks: named.length > 0 ? named : CLIENT_HOOKS,
    reach: options['global'] === true ? 'global' : isHere ? 'repository' : 'template',
    isDryRun: options['dryRun'] === true,
    path,
  };
}

function conflictsOf(options: Readonly<Record<string, unknown>>): string[] {
  const isBoth = options['global'] === true && options['template'] === true;
  return isBoth
    ? ['--global and --template do not go together: with --global every clone has the hooks']
    : [];
}
