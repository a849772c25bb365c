/** Every option of `scan`: the one table that flags, `.scannerrc`, help and completion are made from. */
import { availableParallelism } from 'node:os';
import { DEFAULT_DECODE_DEPTH, DEFAULT_MAX_ARCHIVE_DEPTH, DEFAULT_MAX_BLOB_BYTES } from '../core/limits.ts';
import { CONFIDENCES, SEVERITIES } from '../core/severity.ts';
import { FORMATS } from '../report/formats.ts';
import type { OptionSpec, ScanOptions } from './scan-options.ts';
import { VERIFY_OPTIONS } from './verify-options.ts';

type OptionTable = { readonly [Key in keyof ScanOptions]: OptionSpec<ScanOptions[Key]> };

const call = { inFile: false, commands: ['scan'] } as const;
const lasting = { inFile: true, commands: ['scan'] } as const;
const off = { type: 'boolean', default: false } as const;
const text = { type: 'string', default: null } as const;
const path = { type: 'path', default: null } as const;

/** More threads than this only wait for the disk. */
const MAX_DEFAULT_JOBS = 16;
/** The longest delay that a timer of node can wait for: 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const OPTIONS: OptionTable = {
  staged: { ...call, ...off, flag: 'staged', description: 'Scan what is staged for the next commit.' },
  range: {
    ...call,
    ...text,
    flag: 'range',
    description: 'Scan what these revisions bring in, e.g. main..feature.',
  },
  branch: { ...call, ...text, flag: 'branch', description: 'Scan the history of this branch alone.' },
  sinceCommit: {
    ...call,
    ...text,
    flag: 'since-commit',
    description: 'Scan only what came after this commit.',
  },
  unreachable: {
    ...lasting,
    ...off,
    flag: 'unreachable',
    description: 'Scan also objects that no branch or tag reaches any more.',
  },
  files: {
    ...call,
    ...off,
    flag: 'files',
    description: 'Scan the files of a folder as they are, without git.',
  },
  noIgnore: {
    ...lasting,
    ...off,
    flag: 'no-ignore',
    description: 'With --files: scan also what .gitignore leaves out.',
  },
  config: { ...call, ...path, flag: 'config', short: 'c', description: 'Configuration file.' },
  noRepositoryConfig: {
    ...lasting,
    ...off,
    flag: 'no-repository-config',
    description: "Honour no configuration and no ignore file of what is scanned: it is somebody else's.",
  },
  reportFormat: {
    ...lasting,
    flag: 'report-format',
    short: 'f',
    type: 'choice',
    choices: Object.keys(FORMATS),
    default: 'console',
    description: 'Form of the report.',
  },
  reportPath: {
    ...call,
    ...path,
    flag: 'report-path',
    short: 'r',
    description: 'File for the report; - is standard output.',
  },
  baselinePath: {
    ...lasting,
    ...path,
    flag: 'baseline-path',
    short: 'b',
    description: 'Baseline, or a JSON report of gitleaks: what stands there is not reported again.',
  },
  gitleaksIgnorePath: {
    ...lasting,
    ...path,
    flag: 'gitleaks-ignore-path',
    short: 'i',
    description: 'A .gitleaksignore file, or the folder that holds it.',
  },
  verbose: { ...lasting, ...off, flag: 'verbose', short: 'v', description: 'Say more about each finding.' },
  jobs: {
    ...lasting,
    flag: 'jobs',
    short: 'j',
    type: 'integer',
    min: 1,
    max: 256,
    default: Math.min(MAX_DEFAULT_JOBS, availableParallelism()),
    description: 'Worker threads; by default one for each processor, at most 16.',
  },
  redact: {
    ...call,
    flag: 'redact',
    type: 'percent',
    min: 0,
    max: 100,
    default: null,
    description: 'Hide this many percent of each secret; without a number all of it.',
  },
  exitCode: {
    ...lasting,
    flag: 'exit-code',
    type: 'integer',
    min: 0,
    max: 255,
    default: 1,
    description: 'Exit code when something was found.',
  },
  noColor: { ...lasting, ...off, flag: 'no-color', description: 'Print without colours.' },
  noProgress: { ...lasting, ...off, flag: 'no-progress', description: 'Show no progress while scanning.' },
  maxBlobBytes: {
    ...lasting,
    flag: 'max-file-size',
    type: 'bytes',
    min: 1,
    max: 2 ** 31 - 1,
    default: DEFAULT_MAX_BLOB_BYTES,
    description: 'Larger files are reported as a problem instead of scanned, e.g. 500KB, 128MB.',
  },
  maxArchiveDepth: {
    ...lasting,
    flag: 'max-archive-depth',
    type: 'integer',
    min: 0,
    max: 10,
    default: DEFAULT_MAX_ARCHIVE_DEPTH,
    description: 'Open archives and documents, and those in them, so many deep; 0 opens none.',
  },
  maxDecodeDepth: {
    ...lasting,
    flag: 'max-decode-depth',
    type: 'integer',
    min: 0,
    max: 16,
    default: DEFAULT_DECODE_DEPTH,
    description: 'Look into what is encoded, e.g. base64, this many times over; 0 is not at all.',
  },
  timeoutMs: {
    ...lasting,
    flag: 'timeout',
    type: 'duration',
    min: 0,
    max: MAX_TIMER_MS,
    default: 0,
    description: 'Stop after this long, e.g. 90s, 10m; 0 is no limit.',
  },
  noGroup: {
    ...lasting,
    ...off,
    flag: 'no-group',
    description: 'List every place of a secret as a finding of its own.',
  },
  showSecrets: { ...call, ...off, flag: 'show-secrets', description: 'Print secrets in clear.' },
  minConfidence: {
    ...lasting,
    flag: 'min-confidence',
    type: 'choice',
    choices: CONFIDENCES,
    default: 'medium',
    description: 'Report only findings that are at least this sure.',
  },
  minSeverity: {
    ...lasting,
    flag: 'min-severity',
    type: 'choice',
    choices: SEVERITIES,
    default: 'info',
    description: 'Report only findings that are at least this bad.',
  },
  enableDetector: {
    ...lasting,
    flag: 'enable-detector',
    aliases: ['enable-rule'],
    type: 'list',
    default: [],
    description: 'Use only these detectors.',
  },
  disableDetector: {
    ...lasting,
    flag: 'disable-detector',
    type: 'list',
    default: [],
    description: 'Do not use these detectors.',
  },
  noInlineAllow: {
    ...lasting,
    ...off,
    flag: 'no-inline-allow',
    aliases: ['ignore-gitleaks-allow'],
    description: 'Report also what an allow comment on its line allows.',
  },
  state: {
    ...call,
    ...path,
    flag: 'state',
    description: 'File that keeps, sealed, what was scanned: the next scan reads only what is new.',
  },
  ...VERIFY_OPTIONS,
};

/** How to look, wherever it is done: limits, and which detectors and findings count. */
export const HOW_TO_SCAN = [
  'jobs',
  'maxBlobBytes',
  'maxArchiveDepth',
  'maxDecodeDepth',
  'minConfidence',
  'minSeverity',
  'enableDetector',
  'disableDetector',
] as const satisfies ReadonlyArray<keyof ScanOptions>;

/** What another command takes of a scan's options, in this order: the same flags, with the same words. */
export function scanOptions<Key extends keyof ScanOptions>(keys: readonly Key[]): Pick<OptionTable, Key> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- has these keys and no others
  return Object.fromEntries(keys.map((key) => [key, OPTIONS[key]])) as Pick<OptionTable, Key>;
}
