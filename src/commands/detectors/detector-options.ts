/** The options of `bitsieve detectors`. Where `scan` has the same one, it is that one. */
import { minimatch } from 'minimatch';
import { OPTIONS } from '../../config/options.ts';
import type { OptionSpec } from '../../config/scan-options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import type { ScanOptions } from '../../config/scan-options.ts';
import { SEVERITIES, type Severity } from '../../core/severity.ts';

export interface DetectorOptions extends Partial<
  Pick<ScanOptions, 'config' | 'enableDetector' | 'disableDetector' | 'minConfidence'>
> {
  readonly label?: string | null;
  readonly issuer?: string | null;
  readonly severity?: Severity;
  readonly all?: boolean;
  readonly reportFormat?: 'console' | 'json';
  readonly showSecrets?: boolean;
  readonly noColor?: boolean;
}

const here = { inFile: false, commands: ['scan'] } as const;

export const DETECTOR_OPTIONS: Readonly<Record<keyof DetectorOptions, OptionSpec>> = {
  label: {
    ...here,
    flag: 'label',
    type: 'string',
    default: null,
    description: 'Only detectors of this label, e.g. credential/ci or "credential/*".',
  },
  issuer: {
    ...here,
    flag: 'issuer',
    type: 'string',
    default: null,
    description: 'Only detectors of this issuer, e.g. GitHub or "amazon*".',
  },
  severity: {
    ...here,
    flag: 'severity',
    type: 'choice',
    choices: SEVERITIES,
    default: null,
    description: 'Only detectors of this severity.',
  },
  all: {
    ...here,
    flag: 'all',
    type: 'boolean',
    default: false,
    description: 'List also detectors that a scan here would not use.',
  },
  reportFormat: {
    ...OPTIONS.reportFormat,
    aliases: ['format'],
    choices: ['console', 'json'],
    description: 'Form of the answer.',
  },
  minConfidence: { ...OPTIONS.minConfidence, description: 'Only detectors that are at least this sure.' },
  enableDetector: OPTIONS.enableDetector,
  disableDetector: OPTIONS.disableDetector,
  config: OPTIONS.config,
  showSecrets: {
    ...OPTIONS.showSecrets,
    description: 'Print what is found, and made-up examples, in clear.',
  },
  noColor: OPTIONS.noColor,
};

/** @throws {ScannerError} `usage` */
export function parseDetectorFlags(argv: readonly string[]): {
  readonly options: DetectorOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('detectors', DETECTOR_OPTIONS, argv);
  return { options: options satisfies DetectorOptions, positionals };
}

/** Is a name meant by what somebody typed, in any case? */
export function isMeant(name: string, glob: string | null | undefined): boolean {
  return glob === null || glob === undefined || minimatch(name, glob, { nocase: true, noext: true });
}
