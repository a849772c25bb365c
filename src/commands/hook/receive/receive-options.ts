/** The options of `bitsieve hook pre-receive`. Where `scan` has the same one, it is that one. */
import { HOW_TO_SCAN, scanOptions } from '../../../config/options.ts';
import { parseFor } from '../../../config/parse-flags.ts';
import type { OptionSpec, ScanOptions } from '../../../config/scan-options.ts';
import { ScannerError } from '../../../core/scanner-error.ts';
import {
  POLICIES,
  type Policy,
  UNSCANNED_POLICIES,
  type UnscannedPolicy,
} from '../../../hooks/receive/verdict.ts';

/** What a server's hook takes of a scan. */
const OF_SCAN = ['config', 'baselinePath', 'gitleaksIgnorePath', ...HOW_TO_SCAN] as const;

const BYPASSES = ['push-option', 'trailer'] as const;
type Bypass = (typeof BYPASSES)[number];

export interface OwnOptions {
  readonly deadlineMs: number;
  readonly onDeadline: Policy;
  readonly onUnscanned: UnscannedPolicy;
  readonly spool: string | null;
  readonly newOnly: boolean;
  readonly bypass: readonly string[];
  readonly log: string | null;
  readonly inlineAllow: boolean;
}

export interface ReceiveOptions {
  readonly own: OwnOptions;
  /** Only what was typed. */
  readonly scan: Partial<ScanOptions>;
}

const DEFAULTS: OwnOptions = {
  deadlineMs: 5000,
  // What nobody has looked at is what the hook is there to keep out.
  onDeadline: 'block',
  onUnscanned: 'block',
  spool: null,
  newOnly: true,
  bypass: [],
  log: null,
  inlineAllow: false,
};

const call = { inFile: false, commands: ['scan'] } as const;

const OWN: { readonly [Key in keyof OwnOptions]: OptionSpec<OwnOptions[Key]> } = {
  deadlineMs: {
    ...call,
    flag: 'deadline',
    type: 'duration',
    min: 100,
    max: 600_000,
    default: DEFAULTS.deadlineMs,
    description: 'Answer after this long at the latest, counted from the start of the program [5s]',
  },
  onDeadline: {
    ...call,
    flag: 'on-deadline',
    type: 'choice',
    choices: POLICIES,
    default: DEFAULTS.onDeadline,
    description: 'What becomes of a push that was not scanned to its end by then.',
  },
  onUnscanned: {
    ...call,
    flag: 'on-unscanned',
    type: 'choice',
    choices: UNSCANNED_POLICIES,
    default: DEFAULTS.onUnscanned,
    description:
      'The same for what cannot be scanned: a file that is too large, a damaged object; strict blocks also what is packed too deep, encrypted or unknown.',
  },
  spool: {
    ...call,
    flag: 'spool',
    type: 'path',
    default: DEFAULTS.spool,
    description: 'Folder that remembers what was let through unscanned, for "bitsieve hook spool".',
  },
  newOnly: {
    ...call,
    flag: 'new-only',
    type: 'boolean',
    default: DEFAULTS.newOnly,
    description:
      'Let through what the repository holds already, at the same path or moved. It is on; --new-only=false turns it off.',
  },
  bypass: {
    ...call,
    flag: 'bypass',
    type: 'list',
    default: DEFAULTS.bypass,
    description: 'Honour a reason given by "push-option", "trailer" or both. Needs --log.',
  },
  log: {
    ...call,
    flag: 'log',
    type: 'path',
    default: DEFAULTS.log,
    description: 'File that gets a line of JSON for each push.',
  },
  inlineAllow: {
    ...call,
    flag: 'inline-allow',
    type: 'boolean',
    default: DEFAULTS.inlineAllow,
    description: 'Honour allow comments in what is pushed.',
  },
};

/** Of them, those of a scan. */
export const RECEIVE_SCAN_OPTIONS = scanOptions(OF_SCAN);

/** In the order of help. */
export const RECEIVE_OPTIONS: Readonly<Record<string, OptionSpec>> = { ...OWN, ...RECEIVE_SCAN_OPTIONS };

/** @throws {ScannerError} `usage` */
export function receiveOptions(argv: readonly string[]): ReceiveOptions {
  const { options, positionals } = parseFor('hook pre-receive', RECEIVE_OPTIONS, argv, conflictsOf);
  if (positionals.length > 0) throw new ScannerError('usage', 'hook pre-receive takes no path');
  // Every value was read by the table's own type, under the table's own key.
  const own: Partial<OwnOptions> = Object.fromEntries(Object.entries(options).filter(([key]) => key in OWN));
  const scan: Partial<ScanOptions> = Object.fromEntries(
    Object.entries(options).filter(([key]) => !(key in OWN)),
  );
  // A server takes several pushes at once, and each thread more takes as much memory as all the rest of a hook.
  return { own: { ...DEFAULTS, ...own }, scan: { jobs: 1, ...scan } };
}

/** The log, of options that may be wrong elsewhere; null: none that is sure. */
export function logIn(argv: readonly string[]): string | null {
  const at = argv.findLastIndex((arg) => arg === '--log' || arg.startsWith('--log='));
  const log = argv[at] === '--log' ? argv[at + 1] : argv[at]?.slice('--log='.length);
  return log === undefined || log === '' || log.startsWith('-') ? null : log;
}

export function honours({ bypass }: OwnOptions, way: Bypass): boolean {
  return bypass.includes(way);
}

/** How to ask for a bypass here, in words. */
export function waysIn(own: OwnOptions): string[] {
  const option = honours(own, 'push-option') ? ['git push -o bitsieve.bypass=REASON'] : [];
  const trailer = honours(own, 'trailer')
    ? ['a line "Bitsieve-Bypass: REASON" at the end of the commit message']
    : [];
  return [...option, ...trailer];
}

function conflictsOf({ bypass = [], log }: Readonly<Record<string, unknown>>): string[] {
  const ways: readonly unknown[] = Array.isArray(bypass) ? bypass : [];
  const known: readonly unknown[] = BYPASSES;
  const mistakes = ways.some((way) => !known.includes(way))
    ? [`--bypass: it is none of ${BYPASSES.join(', ')}`]
    : [];
  return ways.length > 0 && typeof log !== 'string'
    ? [...mistakes, '--bypass needs --log: who went past the hook, and why, has to be known']
    : mistakes;
}
