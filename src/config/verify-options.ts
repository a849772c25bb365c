/** The options of `--verify`, for scans and audits alike. None may stand in a file: what is scanned must not have secrets sent. */
import { CONFIDENCES, type Confidence } from '../core/severity.ts';
import type { OptionSpec } from './scan-options.ts';

export interface VerifyOptions {
  /** Ask issuers whether what was found still works. */
  readonly verify: boolean;
  /** File for one line a request; null: no log. */
  readonly verifyLog: string | null;
  /** How sure a finding must be to be sent to its issuer. */
  readonly verifyConfidence: Confidence;
  /** 0: no limit. */
  readonly verifyTimeoutMs: number;
}

type VerifyTable = { readonly [Key in keyof VerifyOptions]: OptionSpec<VerifyOptions[Key]> };

const call = { inFile: false, commands: ['scan'] } as const;
/** The longest delay that a timer of node can wait for: 24.8 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const VERIFY_OPTIONS: VerifyTable = {
  verify: {
    ...call,
    flag: 'verify',
    type: 'boolean',
    default: false,
    description:
      'Ask issuers, with one read-only request each, whether what was found still works. Secrets go to their issuers: see docs/verify.md.',
  },
  verifyLog: {
    ...call,
    flag: 'verify-log',
    type: 'path',
    default: null,
    description: 'With --verify: file to which each request is added, without the secret.',
  },
  verifyConfidence: {
    ...call,
    flag: 'verify-confidence',
    type: 'choice',
    choices: CONFIDENCES,
    default: 'high',
    description:
      'With --verify: ask only about what is at least this sure; what lies among tests is not high.',
  },
  verifyTimeoutMs: {
    ...call,
    flag: 'verify-timeout',
    type: 'duration',
    min: 0,
    max: MAX_TIMER_MS,
    default: 600_000,
    description: 'With --verify: ask for this long altogether, e.g. 10m; 0 is no limit.',
  },
};

/** What goes with --verify alone, and what never goes with it. */
export function verifyMistakes(options: Readonly<Record<string, unknown>>): string[] {
  if (options['verify'] === true) {
    return options['staged'] === true
      ? ['--verify and --staged cannot go together: what a hook scans is never sent anywhere']
      : [];
  }
  return Object.entries(VERIFY_OPTIONS)
    .filter(([key]) => key !== 'verify' && options[key] !== undefined)
    .map(([, { flag }]) => `--${flag} goes with --verify`);
}
