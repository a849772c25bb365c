/** A blob and what is in it: its own bytes are scanned, and where it is a container, each member like a blob of its own. */
import { EXPANSION_LIMITS } from '../containers/budget.ts';
import { expand, type Trouble } from '../containers/expand.ts';
import { containerOf } from '../containers/table.ts';
import { MAX_CANDIDATES_PER_BLOB } from '../core/limits.ts';
import type { DetectorSet } from '../detect/detector-set.ts';
import { bytesOf } from '../detect/placed-text.ts';
import { type Hit, scanBlob, type ScannedText } from '../detect/scan-text.ts';

/** What a blob is scanned with. */
export interface ContentMeans {
  readonly set: DetectorSet;
  /** Containers in containers that are opened; 0: none is. */
  readonly maxArchiveDepth: number;
}

export interface ScannedContents {
  /** Overlaps not settled. */
  readonly hits: readonly Hit[];
  /** Were there more candidates than are kept? */
  readonly isCut: boolean;
  /** What could not be opened. */
  readonly troubles: readonly Trouble[];
}

const NO_TROUBLES: readonly Trouble[] = [];

function encodedIn({ isUndecoded }: ScannedText, inside: readonly string[]): readonly Trouble[] {
  return isUndecoded ? [{ kind: 'encoded', inside, count: 1 }] : NO_TROUBLES;
}

export function scanContents(blob: Buffer, means: ContentMeans): ScannedContents {
  return withMembers(scanBlob(blob, means.set), blob, means);
}

/**
 * The same for a blob in the kernel's memory whose own bytes have been scanned.
 *
 * @param own what they held
 */
export function withMembersAt(
  own: ScannedText,
  blob: { at: number; length: number },
  means: ContentMeans,
): ScannedContents {
  const bytes = bytesOf(means.set.space, blob);
  if (means.maxArchiveDepth === 0 || !containerOf(bytes)) return { ...own, troubles: encodedIn(own, []) };
  // Members are scanned in the same memory, and memory that grows moves.
  return withMembers(own, Buffer.from(bytes), means);
}

function withMembers(
  own: ScannedText,
  blob: Buffer,
  { set, maxArchiveDepth }: ContentMeans,
): ScannedContents {
  const inner: Hit[] = [];
  let { isCut } = own;
  let encoded = encodedIn(own, []);
  const limits = { ...EXPANSION_LIMITS, depth: maxArchiveDepth };
  const troubles = expand(blob, limits, (bytes, inside) => {
    const scanned = scanBlob(bytes, set);
    for (const hit of scanned.hits) inner.push({ ...hit, inside });
    if (encoded.length === 0) encoded = encodedIn(scanned, inside);
    isCut ||= scanned.isCut || own.hits.length + inner.length >= MAX_CANDIDATES_PER_BLOB;
    return !isCut;
  });
  const hits = inner.length === 0 ? own.hits : withoutRepeats([...own.hits, ...inner]);
  return { hits, isCut, troubles: [...troubles, ...encoded] };
}

/** What stands in a container as it is, stored and not deflated, is found around its member too, which says less. */
function withoutRepeats(hits: readonly Hit[]): Hit[] {
  const keyOf = ({ detector, raw }: Hit, inside: readonly string[]): string =>
    `${detector}\0${inside.join('\0')}\0\0${raw}`;
  const around = new Set(
    hits.flatMap((hit) => {
      const inside = hit.inside ?? [];
      return inside.map((_, depth) => keyOf(hit, inside.slice(0, depth)));
    }),
  );
  return hits.filter((hit) => !around.has(keyOf(hit, hit.inside ?? [])));
}
