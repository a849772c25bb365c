/** The options of `bitsieve exposure`. Where `report` has the same one, it is that one. */
import { OPTIONS } from '../../config/options.ts';
import type { OptionSpec, ScanOptions } from '../../config/scan-options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import { type PathOptions, PATH_OPTIONS, pathMistakesIn } from './path-options.ts';
import { globMistakesIn, REPORT_OPTIONS, type StoredReportOptions } from '../report/stored-report-options.ts';
import { EXPOSURE_FORMATS, type ExposureFormatName } from './exposure-formats.ts';

export interface ExposureOptions
  extends
    Pick<StoredReportOptions, 'store' | 'run' | 'project' | 'repo'>,
    PathOptions,
    Partial<Pick<ScanOptions, 'config' | 'reportPath' | 'verbose' | 'noColor'>> {
  readonly path?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly as?: string | null;
  readonly readers?: boolean;
  readonly domain?: readonly string[];
  readonly claim?: boolean;
  readonly notifyList?: boolean;
  readonly awareAt?: string | null;
  readonly told?: readonly string[];
  readonly inventory?: boolean;
  readonly rotationList?: boolean;
  readonly since?: string | null;
  readonly reportFormat?: ExposureFormatName;
}

const here = { inFile: false, commands: ['scan'] } as const;
const text = { ...here, type: 'string', default: null } as const;

/** In the order of help, before those of the scan of `--path`. */
export const STORE_OPTIONS: Readonly<Record<Exclude<keyof ExposureOptions, keyof PathOptions>, OptionSpec>> =
  {
    store: REPORT_OPTIONS.store,
    path: {
      ...here,
      flag: 'path',
      type: 'path',
      default: null,
      description: 'Instead of a store: the repository of this folder, which is scanned for the answer.',
    },
    run: { ...REPORT_OPTIONS.run, description: 'As known at the end of this run; by default the last one.' },
    from: {
      ...text,
      flag: 'from',
      description: 'With --to: what a reader could fetch from this day or moment on.',
    },
    to: { ...text, flag: 'to', description: 'The end of that window; of a day, all of it (UTC).' },
    as: {
      ...text,
      flag: 'as',
      description: 'Only what user:NAME, group:NAME, key:NAME, anonymous or authenticated may read.',
    },
    readers: {
      ...here,
      flag: 'readers',
      type: 'boolean',
      default: false,
      description: 'Say who may read each repository, and through which grant.',
    },
    domain: {
      ...here,
      flag: 'domain',
      type: 'list',
      default: [],
      description: 'Count readers whose address is outside these domains, e.g. example.org, "*.example.org".',
    },
    claim: {
      ...here,
      flag: 'claim',
      type: 'boolean',
      default: false,
      description: 'Hold every [[zone]] of .scannerrc to its ceiling: PASS, FAIL or UNPROVEN.',
    },
    notifyList: {
      ...here,
      flag: 'notify-list',
      type: 'boolean',
      default: false,
      description: 'Who may have to be told, by law, agreement or as an owner. Nothing is sent.',
    },
    awareAt: {
      ...text,
      flag: 'aware-at',
      description:
        'With --notify-list: count its deadlines from this moment, e.g. 2026-11-22T09:00:00+01:00.',
    },
    told: {
      ...here,
      flag: 'told',
      type: 'list',
      default: [],
      description: 'With --aware-at: what was told when, e.g. NIS2/notification=2026-11-24T10:00:00Z.',
    },
    inventory: {
      ...here,
      flag: 'inventory',
      type: 'boolean',
      default: false,
      description:
        'Say what there is of code, pipelines, tokens, documents, configuration and the like, and how much.',
    },
    rotationList: {
      ...here,
      flag: 'rotation-list',
      type: 'boolean',
      default: false,
      description: 'Only what has to be rotated: distinct credentials and keys, the furthest reaching first.',
    },
    since: {
      ...REPORT_OPTIONS.since,
      description: 'With --rotation-list: what became of each since this run: its number, or a date.',
    },
    config: OPTIONS.config,
    project: REPORT_OPTIONS.project,
    repo: REPORT_OPTIONS.repo,
    reportFormat: {
      ...here,
      flag: 'report-format',
      short: 'f',
      type: 'choice',
      choices: Object.keys(EXPOSURE_FORMATS),
      default: 'console',
      description: 'Form of the answer.',
    },
    reportPath: OPTIONS.reportPath,
    verbose: { ...OPTIONS.verbose, description: 'Every repository and every problem.' },
    noColor: OPTIONS.noColor,
  };

export const EXPOSURE_OPTIONS: Readonly<Record<keyof ExposureOptions, OptionSpec>> = {
  ...STORE_OPTIONS,
  ...PATH_OPTIONS,
};

/** @throws {ScannerError} `usage` */
export function parseExposureFlags(argv: readonly string[]): {
  readonly options: ExposureOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('exposure', EXPOSURE_OPTIONS, argv, mistakesIn);
  return { options: options satisfies ExposureOptions, positionals };
}

function mistakesIn(options: ExposureOptions): string[] {
  const { from, to } = options;
  const isHalf = Boolean(from) !== Boolean(to);
  return [
    ...notifyMistakes(options),
    ...rotationMistakesIn(options),
    ...(isHalf ? ['--from and --to go together: a window has two ends'] : []),
    ...pathMistakesIn(options),
    ...globMistakesIn(options),
    ...globMistakesIn({ repo: options.domain ?? [] }),
  ];
}

function notifyMistakes(options: ExposureOptions): string[] {
  const { notifyList, rotationList, awareAt, told = [], claim, readers, inventory } = options;
  const isAsked = notifyList === true;
  return [
    ...(isAsked && [claim, readers, inventory].includes(true)
      ? ['--notify-list is an answer of its own: without --claim, --readers and --inventory']
      : []),
    ...(isAsked && rotationList === true
      ? ['--notify-list and --rotation-list are two answers: ask for one after the other']
      : []),
    ...(!isAsked && Boolean(awareAt) ? ['--aware-at goes with --notify-list'] : []),
    ...(told.length > 0 && !awareAt ? ['--told goes with --aware-at'] : []),
  ];
}

function rotationMistakesIn({
  rotationList,
  notifyList,
  since,
  from,
  claim,
  readers,
  inventory,
}: ExposureOptions): string[] {
  const isAlone = rotationList !== true && Boolean(since);
  const isBoth = Boolean(since) && Boolean(from);
  const isMore = rotationList === true && [claim, readers, inventory, notifyList].includes(true);
  return [
    ...(isAlone ? ['--since goes with --rotation-list'] : []),
    ...(isBoth ? ['--since compares two runs, --from and --to look at one: not both'] : []),
    ...(isMore
      ? ['--rotation-list is an answer of its own: without --claim, --readers, --inventory and --notify-list']
      : []),
  ];
}
