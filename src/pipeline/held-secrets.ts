/** What stands in versions of files that are not scanned themselves: a secret that stood there before is not new. */
import { resolveOverlaps } from '../detect/resolve-overlaps.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { LocatedHit } from './located-hit.ts';
import { scanContents } from './scan-contents.ts';
import type { ScanPlan } from './scan-plan.ts';

type Hit = LocatedHit['hit'];

/** By key of the secret: how many values stand behind it, one unless a table of them is counted. */
export type Held = ReadonlyMap<string, number>;

/** The same secret, wherever it stands. A table is the same one whichever of its values comes first. */
export function heldKey({ detector, raw, count }: Hit): string {
  return `${detector}\0${count === undefined ? raw : 'counted'}`;
}

/** Is it there as a whole? A table that grew brings what it did not hold before. */
export function isWithin({ count = 1 }: Hit, held: number | undefined): boolean {
  return (held ?? 0) >= count;
}

export function noteHeld(known: Map<string, number>, key: string, count: number): void {
  known.set(key, Math.max(count, known.get(key) ?? 0));
}

/**
 * By blob; one that cannot be read holds nothing, which only means that more counts as new.
 * @param blobs of sizes that memory holds
 */
export async function heldIn(
  place: GitPlace,
  blobs: readonly string[],
  plan: ScanPlan,
): Promise<ReadonlyMap<string, Held>> {
  const found = new Map<string, Held>();
  await catFileReader(place).read(
    blobs,
    ({ oid, type, bytes }) => {
      if (type !== 'blob') return;
      const held = new Map<string, number>();
      for (const hit of resolveOverlaps(scanContents(bytes, plan).hits, plan.detectors))
        noteHeld(held, heldKey(hit), hit.count ?? 1);
      found.set(oid, held);
    },
    () => undefined,
  );
  return found;
}
