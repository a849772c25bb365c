/** What was found in a history before it is tied to commits. */
import type { Hit } from '../detect/scan-text.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { CoveredHistory } from './inventory.ts';
import type { WholeHistory } from './kept-history.ts';
import type { BlobVerdicts } from './kept-scan.ts';
import type { LocatedHit } from './located-hit.ts';
import type { Scanned } from './scanned.ts';

export interface ToKeep {
  readonly verdicts: BlobVerdicts;
  /** Null for a history that nothing can simply be added to. */
  readonly whole: WholeHistory | null;
}

export interface ScannedHistory {
  /** Holds the commits of the selection and no others. */
  readonly graph: ObjectGraph;
  /** Hits by the rank of the blob. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  readonly messageHits: readonly LocatedHit[];
  /** What an inventory is taken of. */
  readonly covered: Pick<CoveredHistory, 'isCovered' | 'sizeOf' | 'before'>;
  /** For the few objects of which more is wanted. */
  readonly reader: ObjectReader;
  /** For the next scan; undefined where nothing can be kept. */
  readonly toKeep?: () => ToKeep;
  readonly counts: Omit<Scanned['counts'], 'refs'>;
}
