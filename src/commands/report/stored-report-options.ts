/** The options of `bitsieve report`. Where `scan` or `audit` has the same one, it is that one. */
import { compileGlob } from '../../allow/globs.ts';
import { OPTIONS } from '../../config/options.ts';
import type { OptionSpec, ScanOptions } from '../../config/scan-options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import { quote } from '../../core/quote.ts';
import { AUDIT_OPTIONS, type AuditOptions } from '../audit/audit-options.ts';

type Shared = Pick<
  ScanOptions,
  | 'reportFormat'
  | 'reportPath'
  | 'minConfidence'
  | 'minSeverity'
  | 'verbose'
  | 'noGroup'
  | 'noColor'
  | 'exitCode'
>;

export interface StoredReportOptions
  extends Partial<Shared>, Pick<AuditOptions, 'store' | 'project' | 'repo'> {
  readonly run?: number | null;
  readonly since?: string | null;
}

const here = { inFile: false, commands: ['scan'] } as const;

/** In the order of help. */
export const REPORT_OPTIONS: Readonly<Record<keyof StoredReportOptions, OptionSpec>> = {
  store: AUDIT_OPTIONS.store,
  run: {
    ...here,
    flag: 'run',
    type: 'integer',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    default: null,
    description: 'Report what was known at the end of this run; by default the last one.',
  },
  since: {
    ...here,
    flag: 'since',
    type: 'string',
    default: null,
    description: 'Only what is new, gone or changed since this run: its number, or a date.',
  },
  project: {
    ...here,
    flag: 'project',
    short: 'p',
    type: 'list',
    default: [],
    description: 'Only projects whose key fits, e.g. CORE, "acme/*".',
  },
  repo: {
    ...here,
    flag: 'repo',
    type: 'list',
    default: [],
    description: 'Only repositories whose full name fits, e.g. "acme/web-*".',
  },
  reportFormat: OPTIONS.reportFormat,
  reportPath: OPTIONS.reportPath,
  minConfidence: { ...OPTIONS.minConfidence, default: 'low' },
  minSeverity: OPTIONS.minSeverity,
  verbose: OPTIONS.verbose,
  noGroup: OPTIONS.noGroup,
  exitCode: OPTIONS.exitCode,
  noColor: OPTIONS.noColor,
};

/** @throws {ScannerError} `usage` */
export function parseReportFlags(argv: readonly string[]): {
  readonly options: StoredReportOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('report', REPORT_OPTIONS, argv, globMistakesIn);
  return { options: options satisfies StoredReportOptions, positionals };
}

export function globMistakesIn({
  project = [],
  repo = [],
}: Pick<StoredReportOptions, 'project' | 'repo'>): string[] {
  return [...project, ...repo].flatMap((glob) => {
    try {
      compileGlob(glob);
      return [];
    } catch (error) {
      return [`${quote(glob)}: ${error instanceof Error ? error.message : ''}`];
    }
  });
}
