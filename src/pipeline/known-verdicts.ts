/** Verdicts that an earlier scan left, on the ranks of this one: which blobs need not be scanned, or only with what is new. */
import { detectorDigest } from '../catalogue/digest.ts';
import type { Trouble } from '../containers/expand.ts';
import { MAX_CANDIDATES_PER_BLOB } from '../core/limits.ts';
import type { Hit } from '../detect/scan-text.ts';
import type { OidTable } from '../git/oid-table.ts';
import { namesOf } from './kept-history.ts';
import type { BlobVerdicts, KeptScan } from './kept-scan.ts';
import type { BatchTotals } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ScannedHistory } from './scanned-history.ts';

/** Verdicts by the rank of the blob. */
export interface Verdicts {
  readonly sizes: ReadonlyMap<number, number>;
  /** Overlaps not settled. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  /** What could not be opened of containers. */
  readonly troubles: ReadonlyMap<number, readonly Trouble[]>;
}

export interface KnownVerdicts extends Verdicts {
  /** Indexes of the detectors that have not seen these blobs. */
  readonly unseen: readonly number[];
}

/** What each detector of then is now; undefined for one that is gone. */
type Indexes = ReadonlyArray<number | undefined>;

const NOTHING: KnownVerdicts = { sizes: new Map(), hits: new Map(), troubles: new Map(), unseen: [] };

/** Of each detector what its verdicts depend on, besides the bytes. */
export function verdictDigests({ detectors, maxDecodeDepth }: ScanPlan): string[] {
  return detectors.map((detector) => `${detectorDigest(detector)} ${maxDecodeDepth}`);
}

/** @param oids names of what is stored, and of nothing else */
export function knownVerdicts(kept: KeptScan | undefined, oids: OidTable, plan: ScanPlan): KnownVerdicts {
  const digests = verdictDigests(plan);
  // What was not opened was not seen.
  if (kept?.inputs.maxArchiveDepth !== plan.maxArchiveDepth) return NOTHING;
  if (!kept || !isDistinct(digests) || !isDistinct(kept.inputs.detectors)) return NOTHING;
  const indexOf = new Map(digests.map((digest, index) => [digest, index]));
  const indexes = kept.inputs.detectors.map((digest) => indexOf.get(digest));
  const seen = new Set(indexes);
  const unseen = [...digests.keys()].filter((index) => !seen.has(index));
  return { ...onRanks(kept.verdicts, { oids, indexes, maxBlobBytes: plan.maxBlobBytes }), unseen };
}

function onRanks(
  { names, sizes: kept, width, hits: keptHits, troubles: keptTroubles }: BlobVerdicts,
  now: { oids: OidTable; indexes: Indexes; maxBlobBytes: number },
): Verdicts {
  const sizes = new Map<number, number>();
  const hits = new Map<number, readonly Hit[]>();
  const troubles = new Map<number, readonly Trouble[]>();
  if (width !== now.oids.width) return { sizes, hits, troubles };
  for (const [place, size] of kept.entries()) {
    const rank = now.oids.find(names, place * width);
    // What has become too large is told again.
    if (rank < 0 || size > now.maxBlobBytes) continue;
    sizes.set(rank, size);
    const trouble = keptTroubles.get(place);
    if (trouble) troubles.set(rank, trouble);
    const own = renumbered(keptHits.get(place) ?? [], now.indexes);
    if (own.length > 0) hits.set(rank, own);
  }
  return { sizes, hits, troubles };
}

function isDistinct(digests: readonly string[]): boolean {
  return new Set(digests).size === digests.length;
}

/** What detectors found that are gone is dropped. */
function renumbered(hits: readonly Hit[], indexes: Indexes): Hit[] {
  return hits.flatMap((hit) => {
    const detector = indexes[hit.detector];
    return detector === undefined ? [] : [{ ...hit, detector }];
  });
}

/**
 * Old verdicts and those of the unseen detectors together. Left out are blobs that those have not seen after all, and those
 * with too many candidates: a scan with all detectors would have stopped somewhere in them.
 *
 * @param again what the unseen detectors said, by their place among them
 */
export function withUnseen(known: KnownVerdicts, again: BatchTotals): Verdicts {
  const cut = new Set(again.cut);
  const sizes = new Map<number, number>();
  const hits = new Map<number, readonly Hit[]>();
  for (const [rank, size] of known.sizes) {
    if (!again.sizes.has(rank) || cut.has(rank)) continue;
    const added = renumbered(again.hits.get(rank) ?? [], known.unseen);
    const all = [...(known.hits.get(rank) ?? []), ...added];
    if (all.length >= MAX_CANDIDATES_PER_BLOB) continue;
    sizes.set(rank, size);
    if (all.length > 0) hits.set(rank, all);
  }
  return { sizes, hits, troubles: known.troubles };
}

export function bothOf(known: Verdicts, scanned: Verdicts): Verdicts {
  return {
    sizes: new Map([...known.sizes, ...scanned.sizes]),
    hits: new Map([...known.hits, ...scanned.hits]),
    troubles: new Map([...known.troubles, ...scanned.troubles]),
  };
}

/** What has to be told of each time is scanned each time. */
export function withoutCut({ sizes, ...rest }: Verdicts, cut: readonly number[]): Verdicts {
  const left = new Set(cut);
  return { ...rest, sizes: new Map([...sizes].filter(([rank]) => !left.has(rank))) };
}

/** In the form in which they are kept. */
export function verdictsToKeep({ sizes, hits, troubles }: Verdicts, oids: OidTable): BlobVerdicts {
  const ranks = [...sizes.keys()];
  return {
    width: oids.width,
    names: namesOf(oids, ranks),
    sizes: [...sizes.values()],
    hits: byPlace(ranks, hits),
    troubles: byPlace(ranks, troubles),
  };
}

function byPlace<Value>(
  ranks: readonly number[],
  byRank: ReadonlyMap<number, Value>,
): ReadonlyMap<number, Value> {
  const found = new Map<number, Value>();
  for (const [place, rank] of ranks.entries()) {
    const own = byRank.get(rank);
    if (own) found.set(place, own);
  }
  return found;
}

/** What was reached, with the sizes of what was scanned of it. @param reached one byte a rank */
export function coveredBy(reached: Uint8Array, { sizes }: Verdicts): ScannedHistory['covered'] {
  return { isCovered: (rank) => reached[rank] === 1, sizeOf: (rank) => sizes.get(rank) ?? 0 };
}
