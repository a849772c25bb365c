/** A problem: something the scan could not do. A value in the stream, listed in every report, never an exception. */

export const PROBLEM_CODES = [
  'missing-object',
  'corrupt-object',
  'blob-over-limit',
  'unreadable-file',
  'history-damaged',
  'shallow-clone',
  'partial-clone',
  'interrupted',
  'timed-out',
  'worker-failed',
  'too-many-candidates',
  'detector-over-budget',
  'decode-limit',
  'config-ignored',
  'state-unusable',
  'archive-limit',
  'archive-damaged',
  'archive-encrypted',
  'archive-unsupported',
  'not-fetched',
  'not-scanned',
  'not-visible',
  'pull-request-not-fetched',
  'not-verified',
  'push-times-partial',
  'remote-moved',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

export interface Problem {
  readonly code: ProblemCode;
  /** `error`: something was not scanned, the scan is incomplete. `warning`: all there was has been scanned, but know this. */
  readonly severity: 'error' | 'warning';
  /** One sentence, no secret in it. */
  readonly message: string;
  /** Git object name, when it is about one object. */
  readonly object?: string;
  /** Path in the repository or on disk, when it is about one file. */
  readonly path?: string;
}

/** A scan is complete when nothing that it was asked to read was left out. */
export function isComplete(problems: readonly Problem[]): boolean {
  return problems.every((problem) => problem.severity === 'warning');
}
