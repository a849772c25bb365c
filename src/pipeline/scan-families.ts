/** Scans families of a pack: each blob once, on the bytes that its delta changed. */
import { openSync } from 'node:fs';
import type { DetectorSet } from '../detect/detector-set.ts';
import { type Hit, hitsOf } from '../detect/scan-text.ts';
import { type ScannedVersion, scanVersion } from '../detect/scan-version.ts';
import { textOf } from '../detect/text.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import { walkFamily, type WalkLimits } from '../git/pack/walk-family.ts';
import type { Batch, BatchResult } from './batch.ts';

export interface PackScanner {
  readonly scan: (batch: Extract<Batch, { kind: 'families' }>) => BatchResult;
}

/** Bases that wait for their deltas, in one thread: room for the usual, and a bound for the rest. */
const MAX_WAITING_BYTES = 96 * 1024 * 1024;

export function packScanner(set: DetectorSet, packs: readonly PackFamilies[], maxBytes: number): PackScanner {
  const files: number[] = [];
  const limits = { maxBytes, maxWaitingBytes: MAX_WAITING_BYTES };
  return {
    scan: ({ pack, roots }) => {
      const families = packs[pack];
      if (!families) return new FamilyScan(set).result();
      files[pack] ??= openSync(families.forest.path, 'r');
      const scan = new FamilyScan(set);
      for (const root of roots) scan.run(files[pack] ?? -1, families, root, limits);
      return scan.result();
    },
  };
}

class FamilyScan {
  readonly #set: DetectorSet;
  readonly #found: Array<{ id: number; hits: readonly Hit[] }> = [];
  readonly #visited: number[] = [];
  readonly #cut: number[] = [];
  #bytes = 0;
  #carried = 0;

  constructor(set: DetectorSet) {
    this.#set = set;
  }

  run(file: number, families: PackFamilies, root: number, limits: WalkLimits): void {
    walkFamily<ScannedVersion>(file, families, root, {
      limits,
      visit: ({ id, bytes, base }) => {
        const text = textOf(bytes);
        const scanned = scanVersion(text, this.#set, base && { scanned: base.state, runs: base.runs });
        if (id >= 0) this.#keep(id, bytes.length, hitsOf(text, scanned, this.#set));
        this.#carried += scanned.carried;
        if (id >= 0 && scanned.isCut) this.#cut.push(id);
        return scanned;
      },
    });
  }

  result(): BatchResult {
    const [found, visited] = [this.#found, this.#visited];
    return {
      found,
      visited,
      cut: this.#cut,
      problems: [],
      items: visited.length,
      bytes: this.#bytes,
      carried: this.#carried,
    };
  }

  #keep(id: number, length: number, hits: readonly Hit[]): void {
    this.#visited.push(id);
    this.#bytes += length;
    if (hits.length > 0) this.#found.push({ id, hits });
  }
}
