/** Scans families of a pack: each blob once, on the bytes that its delta changed. */
import type { Trouble } from '../containers/expand.ts';
import { withText } from '../detect/placed-text.ts';
import { type Hit, hitsOf, type ScannedText } from '../detect/scan-text.ts';
import { forget, type ScannedVersion, scanVersion } from '../detect/scan-version.ts';
import { PackBytes } from '../git/pack/pack-bytes.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import { FamilyWalk, type Visit, type WalkMeans } from '../git/pack/walk-family.ts';
import type { Batch, BatchResult } from './batch.ts';
import { type ContentMeans, withMembersAt } from './scan-contents.ts';

export interface PackScanner {
  readonly open: (packs: readonly PackFamilies[]) => void;
  readonly scan: (batch: Extract<Batch, { kind: 'families' }>) => BatchResult;
  /** Closes the packs and gives back the room that they took. */
  readonly close: () => void;
}

/** Bases that wait for their deltas, in one thread: room for the usual, and a bound for the rest. */
const MAX_WAITING_BYTES = 96 * 1024 * 1024;

/** @param maxBytes no larger blob is scanned */
export function packScanner(contents: ContentMeans, maxBytes: number): PackScanner {
  const { set } = contents;
  const { kernel, arena } = set.space;
  const opened: (PackBytes | undefined)[] = [];
  let packs: readonly PackFamilies[] = [];
  /** A pack that is gone since, a repack can have done that: git knows where its objects are now. */
  const open = ({ forest }: PackFamilies): PackBytes | undefined => {
    try {
      return new PackBytes(forest, kernel, arena);
    } catch {
      return undefined;
    }
  };
  return {
    open: (given) => void (packs = given),
    scan: ({ pack, roots }) => {
      const families = packs[pack];
      const scan = new FamilyScan(contents);
      const bytes = families && (opened[pack] ??= open(families));
      if (!bytes) return scan.result();
      const means = {
        kernel,
        arena,
        families,
        pack: bytes,
        maxBytes,
        maxWaitingBytes: MAX_WAITING_BYTES,
        // Runs too short to hold a keyword with room to spare cost more to follow than to scan.
        shortestRun: 2 * set.longestKeyword + 1,
      };
      scan.run(roots, means);
      return scan.result();
    },
    close: () => {
      for (const pack of opened.splice(0)) pack?.close();
    },
  };
}

class FamilyScan {
  readonly #means: ContentMeans;
  readonly #found: Array<{ id: number; hits: readonly Hit[] }> = [];
  readonly #visited: number[] = [];
  readonly #sizes: number[] = [];
  readonly #cut: number[] = [];
  readonly #troubles: Array<readonly [number, readonly Trouble[]]> = [];
  #carried = 0;

  constructor(means: ContentMeans) {
    this.#means = means;
  }

  run(roots: readonly number[], means: WalkMeans): void {
    const { ids } = means.families;
    const walk = new FamilyWalk<ScannedVersion>(means, {
      visit: (visit) => this.#visit(visit, ids[visit.number] ?? -1),
      release: (scanned) => forget(scanned, this.#means.set),
    });
    for (const root of roots) walk.run(root);
  }

  result(): BatchResult {
    return {
      found: this.#found,
      visited: this.#visited,
      sizes: this.#sizes,
      cut: this.#cut,
      troubles: this.#troubles,
      carried: this.#carried,
      problems: [],
      items: this.#visited.length,
      bytes: this.#sizes.reduce((sum, size) => sum + size, 0),
    };
  }

  #visit({ at, length, base }: Visit<ScannedVersion>, id: number): ScannedVersion {
    const { set } = this.#means;
    return withText(set.space, { at, length }, (text) => {
      const scanned = scanVersion(text, set, base && { scanned: base.state, runs: base.runs });
      this.#carried += scanned.carried;
      const { isCut, isUndecoded } = scanned;
      if (id >= 0) this.#keep(id, { at, length }, { hits: hitsOf(text, scanned, set), isCut, isUndecoded });
      return scanned;
    });
  }

  #keep(id: number, blob: { at: number; length: number }, own: ScannedText): void {
    this.#visited.push(id);
    this.#sizes.push(blob.length);
    const { hits, isCut, troubles } = withMembersAt(own, blob, this.#means);
    if (hits.length > 0) this.#found.push({ id, hits });
    if (isCut) this.#cut.push(id);
    if (troubles.length > 0) this.#troubles.push([id, troubles]);
  }
}
