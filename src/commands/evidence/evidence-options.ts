/** The options of `bitsieve evidence`, word by word. Where `report` or `exposure` has the same one, it is that one. */
import { OPTIONS } from '../../config/options.ts';
import type { OptionSpec } from '../../config/scan-options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import { STORE_OPTIONS, type ExposureOptions } from '../exposure/exposure-options.ts';
import { globMistakesIn } from '../report/stored-report-options.ts';
import { DIFFERENCE_FORMATS, type DifferenceFormatName } from './difference-formats.ts';

export interface ExportOptions extends Pick<
  ExposureOptions,
  'store' | 'run' | 'from' | 'to' | 'project' | 'repo' | 'reportPath'
> {
  readonly sign?: string | null;
  readonly force?: boolean;
}

export interface VerifyOptions {
  readonly signature?: string | null;
  readonly allowedSigners?: string | null;
  readonly identity?: string | null;
}

export interface DiffOptions extends Pick<ExposureOptions, 'reportPath' | 'verbose' | 'noColor'> {
  readonly reportFormat?: DifferenceFormatName;
}

const here = { inFile: false, commands: ['scan'] } as const;
const text = { ...here, type: 'string', default: null } as const;
const path = { ...here, type: 'path', default: null } as const;

/** In the order of help. */
export const EXPORT_OPTIONS: Readonly<Record<keyof ExportOptions, OptionSpec>> = {
  reportPath: { ...OPTIONS.reportPath, description: 'The file to write; its owner alone may read it.' },
  store: STORE_OPTIONS.store,
  run: STORE_OPTIONS.run,
  from: STORE_OPTIONS.from,
  to: STORE_OPTIONS.to,
  project: STORE_OPTIONS.project,
  repo: STORE_OPTIONS.repo,
  sign: {
    ...text,
    flag: 'sign',
    description: 'Sign it with ssh:KEYFILE; the signature goes beside it, .sig.',
  },
  force: {
    ...here,
    flag: 'force',
    type: 'boolean',
    default: false,
    description: 'Write over a file that is there.',
  },
};

export const VERIFY_OPTIONS: Readonly<Record<keyof VerifyOptions, OptionSpec>> = {
  allowedSigners: {
    ...path,
    flag: 'allowed-signers',
    description:
      'Whose signature counts: a file as ssh-keygen(1) has it, "who@example.org ssh-ed25519 AAAA...".',
  },
  signature: { ...path, flag: 'signature', description: 'The signature; by default FILE.sig.' },
  identity: {
    ...text,
    flag: 'identity',
    description: 'It has to be of this one of them; by default of any.',
  },
};

export const DIFF_OPTIONS: Readonly<Record<keyof DiffOptions, OptionSpec>> = {
  reportFormat: {
    ...STORE_OPTIONS.reportFormat,
    choices: Object.keys(DIFFERENCE_FORMATS),
    description: 'Form of the difference.',
  },
  reportPath: OPTIONS.reportPath,
  verbose: { ...OPTIONS.verbose, description: 'Every change.' },
  noColor: OPTIONS.noColor,
};

interface Parsed<Options> {
  readonly options: Options;
  readonly positionals: readonly string[];
}

// Every value was read by the table's own type, under the table's own key.

/** @throws {ScannerError} `usage` */
export function parseExportFlags(argv: readonly string[]): Parsed<ExportOptions> {
  const { options, positionals } = parseFor('evidence', EXPORT_OPTIONS, argv, exportMistakes);
  return { options: options satisfies ExportOptions, positionals };
}

/** @throws {ScannerError} `usage` */
export function parseVerifyFlags(argv: readonly string[]): Parsed<VerifyOptions> {
  const { options, positionals } = parseFor('evidence', VERIFY_OPTIONS, argv, verifyMistakes);
  return { options: options satisfies VerifyOptions, positionals };
}

/** @throws {ScannerError} `usage` */
export function parseDiffFlags(argv: readonly string[]): Parsed<DiffOptions> {
  const { options, positionals } = parseFor('evidence', DIFF_OPTIONS, argv);
  return { options: options satisfies DiffOptions, positionals };
}

/** Of `ssh:KEYFILE`. */
export function keyFileIn(sign: string): string {
  return sign.replace(SSH, '');
}

const SSH = /^ssh:(?=.)/;

function exportMistakes(options: ExportOptions): string[] {
  const { from, to, reportPath, sign } = options;
  const isNamed = reportPath && reportPath !== '-';
  return [
    ...(isNamed ? [] : ['--report-path: a file is needed, such as -r evidence.zip']),
    ...(Boolean(from) === Boolean(to) ? [] : ['--from and --to go together: a window has two ends']),
    ...(sign && !SSH.test(sign) ? ['--sign: only ssh:KEYFILE is known'] : []),
    ...globMistakesIn(options),
  ];
}

function verifyMistakes({ signature, allowedSigners, identity }: VerifyOptions): string[] {
  if (allowedSigners || (!signature && !identity)) return [];
  return ['--signature and --identity need --allowed-signers: without it nobody says whose key it is'];
}
