/** A batch: the unit of work that goes to a worker thread, and what comes back. Plain data, so that it can cross threads. */
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';

/** Something to scan. `id` is the caller's own number for it. */
export type BatchItem =
  | { readonly id: number; readonly kind: 'object'; readonly oid: string }
  /** Paths as latin1 bytes. */
  | { readonly id: number; readonly kind: 'file'; readonly disk: string; readonly path: string };

export interface Batch {
  readonly items: readonly BatchItem[];
}

export interface BatchResult {
  /** Items with hits only. */
  readonly found: ReadonlyArray<{ readonly id: number; readonly hits: readonly Hit[] }>;
  readonly problems: readonly Problem[];
  readonly items: number;
  readonly bytes: number;
}

/** Does batches, here or on threads. */
export interface BatchScanner {
  /** Resolves when the batch is done; a batch that could not be done resolves with a problem. */
  readonly scan: (batch: Batch) => Promise<BatchResult>;
  /** How many batches are worth having under way at once. */
  readonly width: number;
  readonly close: () => Promise<void>;
}
