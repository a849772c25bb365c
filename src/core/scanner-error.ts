/** The one error class: "cannot start" and bugs. Everything that goes wrong during a scan is a Problem instead. */

/** Every way in which the program can refuse to start; README and `docs` name them, a test compares. */
export const ERROR_CODES = [
  'usage',
  'config',
  'credential',
  'not-found',
  'not-a-repository',
  'git-missing',
  'git-failed',
  'revision',
  'report',
  'baseline',
  'evidence',
  'store',
  'store-busy',
  'store-key',
  'hook',
  'catalogue',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

interface ScannerErrorOptions {
  /** What the user can do about it, one sentence. */
  hint?: string;
  cause?: unknown;
}

export class ScannerError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: ScannerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ScannerError';
    this.code = code;
    this.hint = options.hint;
  }
}
