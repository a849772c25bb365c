/** All objects that a repository stores, read without git: packs and loose objects, its own and borrowed ones, on ranks. */
import { statSync } from 'node:fs';
import { OidTable } from './oid-table.ts';
import { objectFolders } from './object-folders.ts';
import type { Repository } from './open-repository.ts';
import { listLooseObjects } from './loose-objects.ts';
import { type FoundPack, findPacks } from './pack/find-packs.ts';
import { type PackForest, readPackForest } from './pack/pack-forest.ts';
import type { PackIndex } from './pack/pack-index.ts';

export interface StoredPack {
  readonly forest: PackForest;
  /** The rank of each object by its number in the pack; -1 when another pack gives it. In shared memory. */
  readonly ranks: Int32Array;
}

export interface ObjectStore {
  /** The name of each object by its rank. */
  readonly oids: OidTable;
  readonly packs: readonly StoredPack[];
  /** Objects that lie in a file of their own and in no pack. */
  readonly loose: ReadonlyArray<{ readonly rank: number; readonly path: string }>;
  /** False when there are packs that could not be read: then it may hold more than is in here. */
  readonly isWhole: boolean;
}

/** A part of a store: what lies in these files alone, and was not named before. */
export interface StorePart {
  /** Names that have ranks already. */
  readonly oids: OidTable;
  readonly isIn: (path: string) => boolean;
}

/** So many bytes of packs are kept in memory; of others, parts are read when they are wanted. */
const MOST_KEPT_BYTES = 96 * 1024 * 1024;

export function openStore(
  { objects, oidBytes }: Pick<Repository, 'objects' | 'oidBytes'>,
  part?: StorePart,
): ObjectStore {
  const isIn = part?.isIn ?? ((): boolean => true);
  const folders = objectFolders(objects);
  const found = folders.flatMap((folder) => findPacks(folder, oidBytes)).filter(({ path }) => isIn(path));
  const opened = openPacks(found, oidBytes);
  const oids = part?.oids ?? new OidTable(oidBytes);
  const packs = opened.map(({ index, forest }) => ({ forest, ranks: ranksOf(index, forest, oids) }));
  const loose = folders.flatMap((folder) =>
    listLooseObjects(folder, oidBytes).flatMap(({ oid, path }) => {
      const known = oids.size;
      const rank = isIn(path) ? oids.addHex(oid) : -1;
      return rank === known ? [{ rank, path }] : [];
    }),
  );
  return { oids, packs, loose, isWhole: packs.length === found.length };
}

interface OpenedPack {
  readonly index: PackIndex;
  readonly forest: PackForest;
}

/** The largest first. */
function openPacks(found: readonly FoundPack[], oidBytes: number): OpenedPack[] {
  let room = MOST_KEPT_BYTES;
  const opened = found.flatMap((pack) => {
    const [one] = openPack(pack, oidBytes, room);
    room -= one?.forest.bytes?.length ?? 0;
    return one ? [one] : [];
  });
  return opened.toSorted(largestFirst);
}

/** A pack that cannot be read is no loss: its objects go the way of the reference reader, which says what is wrong. */
function openPack({ path, readIndex }: FoundPack, oidBytes: number, room: number): OpenedPack[] {
  try {
    const index = readIndex();
    const forest = index && readPackForest(path, index, oidBytes, room);
    return index && forest ? [{ index, forest }] : [];
  } catch {
    return [];
  }
}

/** Ties by path, so that ranks are the same each time. */
function largestFirst(a: OpenedPack, b: OpenedPack): number {
  return b.index.count - a.index.count || (a.forest.path < b.forest.path ? -1 : 1);
}

/** In the first pack a rank is the place in the index; of the others, names that are known already get none here. */
function ranksOf({ names }: PackIndex, forest: PackForest, oids: OidTable): Int32Array {
  if (oids.size === 0 && oids.startSorted(names)) return forest.indexPlaces;
  const ranks = new Int32Array(new SharedArrayBuffer(forest.count * 4));
  for (let number = 0; number < forest.count; number++) {
    const known = oids.size;
    const rank = oids.add(names, (forest.indexPlaces[number] ?? 0) * oids.width);
    ranks[number] = rank === known ? rank : -1;
  }
  return ranks;
}

/** How many bytes the packs have together, as far as that can be seen without opening them. */
export function packedBytes({ objects, oidBytes }: Repository): number {
  const packs = objectFolders(objects).flatMap((folder) => findPacks(folder, oidBytes));
  return packs.reduce((sum, { path }) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}
