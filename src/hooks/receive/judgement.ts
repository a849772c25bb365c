/** What was found in a push, as whoever settles it needs it. */
import type { Problem } from '../../core/problem.ts';

/** A finding without its secret. */
export interface JudgedFinding {
  readonly detector: string;
  readonly fingerprint: string;
  /** Null for what no commit of the push brought in. */
  readonly commit: string | null;
  /** The reason to let it through that this commit gives; null when it gives none. */
  readonly bypass: string | null;
}

export interface Judgement {
  readonly findings: readonly JudgedFinding[];
  /** No secrets in them. */
  readonly problems: readonly Problem[];
  /** For the pusher, masked; empty when there is nothing to say. */
  readonly lines: readonly string[];
  readonly objects: number;
}

/** Of a push whose scan ended the program. */
export function unscanned(): Judgement {
  const message = 'The push was not scanned: it takes more memory than there is';
  const problem = { code: 'worker-failed', severity: 'error', message } as const;
  return { findings: [], problems: [problem], lines: [`bitsieve: ${message}`], objects: 0 };
}
