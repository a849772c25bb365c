/** What there is to scan, and which of it lies in packs that the engine can read. */
import type { ListedBlob } from '../git/list-objects.ts';
import { OidTable } from '../git/oid-table.ts';
import type { Repository } from '../git/open-repository.ts';
import { findPacks } from '../git/pack/find-packs.ts';
import { type Family, findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import { type PackForest, readPackForest } from '../git/pack/pack-forest.ts';
import { type PackIndex, readPackIndex } from '../git/pack/pack-index.ts';
import type { BatchItem } from './batch.ts';

export interface SizedItem {
  readonly item: BatchItem;
  readonly size: number;
}

export interface Workload {
  /** Everything, whoever reads it. */
  readonly items: readonly SizedItem[];
  readonly packs: readonly PackFamilies[];
  /** The families that hold wanted blobs; what they turn out not to yield is read by git. */
  readonly families: readonly PackedFamily[];
}

export interface PackedFamily extends Family {
  readonly pack: number;
}

export function itemsOnly(items: readonly SizedItem[]): Workload {
  return { items, packs: [], families: [] };
}

/** The id of an item is the blob's place in the list. */
export function objectItems(wanted: readonly (ListedBlob | undefined)[]): SizedItem[] {
  return wanted.flatMap((blob, id) =>
    blob ? [{ item: { id, kind: 'object' as const, oid: blob.oid }, size: blob.size }] : [],
  );
}

/** @param wanted blobs by id, the id being the place in the list; undefined for one that is not to be scanned */
export async function packedWorkload(
  repository: Repository,
  wanted: readonly (ListedBlob | undefined)[],
): Promise<Workload> {
  const { place, oidBytes } = repository;
  const unplaced = new Unplaced(wanted, oidBytes);
  const packs: PackFamilies[] = [];
  const families: PackedFamily[] = [];
  for (const path of await findPacks(place)) {
    const opened = openPack(path, oidBytes);
    if (!opened) continue;
    const found = findFamilies(opened.forest, unplaced.take(opened.index, opened.forest));
    families.push(...found.roots.map((root) => ({ ...root, pack: packs.length })));
    packs.push(found.families);
  }
  return { items: objectItems(wanted), packs, families };
}

/** A pack that cannot be read is no loss: its objects go the way of the reference reader, which says what is wrong. */
function openPack(path: string, oidBytes: number): { index: PackIndex; forest: PackForest } | undefined {
  try {
    const index = readPackIndex(path, oidBytes);
    const forest = index && readPackForest(path.replace(/\.idx$/, '.pack'), index, oidBytes);
    return index && forest && { index, forest };
  } catch {
    return undefined;
  }
}

/** The wanted blobs that no pack has been found for yet: the first that holds one gives it. */
class Unplaced {
  readonly #taken = new Set<number>();
  readonly #table: OidTable;
  readonly #ids: number[] = [];
  readonly #oidBytes: number;

  constructor(wanted: readonly (ListedBlob | undefined)[], oidBytes: number) {
    this.#table = new OidTable(oidBytes);
    this.#oidBytes = oidBytes;
    for (const [id, blob] of wanted.entries()) if (blob) this.#ids[this.#table.addHex(blob.oid)] = id;
  }

  /** @returns for each object of the pack the id of a wanted blob, or -1 */
  take(index: PackIndex, forest: PackForest): Int32Array {
    const ids = new Int32Array(new SharedArrayBuffer(forest.count * 4)).fill(-1);
    for (let number = 0; number < forest.count; number++) {
      const rank = this.#table.find(index.names, (forest.indexPlaces[number] ?? 0) * this.#oidBytes);
      const id = this.#ids[rank] ?? -1;
      if (id < 0 || this.#taken.has(id)) continue;
      this.#taken.add(id);
      ids[number] = id;
    }
    return ids;
  }
}
