/** A batch: the unit of work that goes to a worker thread, and what comes back. Plain data, so that it can cross threads. */
import type { Trouble } from '../containers/expand.ts';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';

/** Something to scan. `id` is the caller's own number for it. */
export type BatchItem =
  | { readonly id: number; readonly kind: 'object'; readonly oid: string }
  /** An object in a file of its own. */
  | { readonly id: number; readonly kind: 'loose'; readonly oid: string; readonly disk: string }
  /** Paths as latin1 bytes. */
  | { readonly id: number; readonly kind: 'file'; readonly disk: string; readonly path: string };

export type Batch =
  | { readonly kind: 'items'; readonly items: readonly BatchItem[] }
  /** Roots of delta families; `pack` is a place in the list of packs that the scanner was given. */
  | { readonly kind: 'families'; readonly pack: number; readonly roots: readonly number[] };

export interface BatchResult {
  /** Items with hits only. */
  readonly found: ReadonlyArray<{ readonly id: number; readonly hits: readonly Hit[] }>;
  readonly problems: readonly Problem[];
  /** Items that are done with: scanned, or listed as a problem. */
  readonly items: number;
  readonly bytes: number;
  /** What was scanned, by id. What a batch of families leaves out has to be read otherwise. */
  readonly visited: readonly number[];
  /** Their sizes, expanded. */
  readonly sizes: readonly number[];
  /** Items that held more candidates than are kept. */
  readonly cut: readonly number[];
  /** What could not be opened of containers, by item. */
  readonly troubles: ReadonlyArray<readonly [id: number, troubles: readonly Trouble[]]>;
  /** Verdicts that were carried over from a base instead of being judged again. */
  readonly carried: number;
}

/** Does batches, here or on threads. */
export interface BatchScanner {
  /** Says which packs families are in; before the first batch of families. */
  readonly open: (packs: readonly PackFamilies[]) => void;
  /** Resolves when the batch is done; a batch that could not be done resolves with a problem. */
  readonly scan: (batch: Batch) => Promise<BatchResult>;
  /** How many batches are worth having under way at once. */
  readonly width: number;
  readonly close: () => Promise<void>;
}
