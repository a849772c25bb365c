/** The options of `bitsieve init`. */
import { parseFor } from '../../config/parse-flags.ts';
import type { OptionSpec } from '../../config/scan-options.ts';

export interface InitOptions {
  readonly force?: boolean;
  readonly stdout?: boolean;
}

const off = { inFile: false, commands: ['scan'], type: 'boolean', default: false } as const;

export const INIT_OPTIONS: Readonly<Record<keyof InitOptions, OptionSpec>> = {
  force: { ...off, flag: 'force', description: 'Write over a .scannerrc, and in place of a .gitleaks.toml.' },
  stdout: { ...off, flag: 'stdout', description: 'Print it, and write nothing.' },
};

/** @throws {ScannerError} `usage` */
export function parseInitFlags(argv: readonly string[]): {
  readonly options: InitOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('init', INIT_OPTIONS, argv);
  return { options: options satisfies InitOptions, positionals };
}
