/**
 * Objects that are wanted by name, as far as they can be read without git: in files of their own, or in packs so small that it costs
 * little to open them. What was committed or fetched of late lies there.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finder, Keep } from './list-objects.ts';
import { type LooseHeader, readLooseHeader, readLooseObject } from './loose-objects.ts';
import { objectFolders } from './object-folders.ts';
import type { ObjectReader, ObjectType } from './object-reader.ts';
import { type ObjectStore, openPackStore } from './object-store.ts';
import { OidTable } from './oid-table.ts';
import type { Repository } from './open-repository.ts';
import { type FoundPack, findPacks } from './pack/find-packs.ts';
import { StoreReader, type StoreSpace } from './store-reader.ts';

/** So much is kept of what was read to learn its type and size, for it is wanted in whole soon. */
const MOST_KEPT_BYTES = 8 * 1024 * 1024;
/** Nothing larger is kept. */
const MOST_BYTES_EACH = 1024 * 1024;
/** Read as a whole: larger files are few, and only their beginning is read at first. */
const MOST_PACKED_BYTES = 64 * 1024;
/** No larger object is read: commits, and blobs that were listed as small enough. */
const LARGEST_BYTES = 256 * 1024 * 1024;
/** Of a pack, and of the indexes of all that are opened: some 8,000 objects. */
const SMALL_PACK_BYTES = 4 * 1024 * 1024;
const INDEX_BYTES = 256 * 1024;

interface KeptObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

export class NearObjects implements Finder {
  readonly #repository: Pick<Repository, 'objects' | 'oidBytes'>;
  /** Made when it is first asked for. */
  readonly #space: () => StoreSpace;
  readonly #kept = new Map<string, KeptObject>();
  #keptBytes = 0;
  readonly #paths = new Map<string, string>();
  /** How many objects were read here. */
  given = 0;

  constructor(repository: Pick<Repository, 'objects' | 'oidBytes'>, space: () => StoreSpace) {
    this.#repository = repository;
    this.#space = space;
  }

  /** Type and size of what is found. @returns the others: git knows, or says what is wrong */
  find(oids: OidTable, keep: Keep): OidTable {
    const { objects, oidBytes } = this.#repository;
    let rest = new OidTable(oidBytes);
    for (let rank = 0; rank < oids.size; rank++) {
      const oid = oids.hexOf(rank);
      const found = this.#loose(oid, join(objects, oid.slice(0, 2), oid.slice(2)));
      if (found) keep(oid, found.type, found.size);
      else rest.addHex(oid);
    }
    if (rest.size === 0) return rest;
    for (const pack of smallPacks(objects, oidBytes)) rest = this.#findIn(pack, rest, keep);
    return rest;
  }

  /** Those that lie in files of their own and were not kept. */
  get files(): ObjectStore {
    const oids = new OidTable(this.#repository.oidBytes);
    const loose = [...this.#paths].map(([oid, path]) => ({ rank: oids.addHex(oid), path }));
    return { oids, packs: [], loose, isWhole: true };
  }

  /** @param otherwise reads what was not found here */
  reader(otherwise: ObjectReader): ObjectReader {
    return {
      read: async (oids, onObject, onProblem) => {
        const left: string[] = [];
        for (const oid of oids) {
          const object = this.#read(oid);
          if (object) onObject({ oid, ...object });
          else left.push(oid);
        }
        this.given += oids.length - left.length;
        if (left.length > 0) await otherwise.read(left, onObject, onProblem);
      },
    };
  }

  #read(oid: string): KeptObject | undefined {
    const path = this.#paths.get(oid);
    return path === undefined ? this.#kept.get(oid) : readLooseObject(path, LARGEST_BYTES);
  }

  #loose(oid: string, path: string): Pick<LooseHeader, 'type' | 'size'> | undefined {
    // Cheaper than an exception for each object that lies in a pack.
    if (!existsSync(path)) return undefined;
    const whole = this.#isSmall(path) ? readLooseObject(path, MOST_BYTES_EACH) : undefined;
    if (whole && this.#keep(oid, whole)) return { type: whole.type, size: whole.bytes.length };
    const header = readLooseHeader(path);
    if (header) this.#paths.set(oid, path);
    return header;
  }

  #isSmall(path: string): boolean {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? Infinity;
    return size <= MOST_PACKED_BYTES && this.#keptBytes < MOST_KEPT_BYTES;
  }

  /** @returns false where there is no more room */
  #keep(oid: string, object: KeptObject): boolean {
    if (this.#keptBytes + object.bytes.length > MOST_KEPT_BYTES) return false;
    this.#keptBytes += object.bytes.length;
    this.#kept.set(oid, object);
    return true;
  }

  /** @returns those that it does not hold */
  #findIn(pack: FoundPack, oids: OidTable, keep: Keep): OidTable {
    const { oidBytes } = this.#repository;
    const store = oids.size === 0 ? undefined : openPackStore(pack, oidBytes);
    if (!store) return oids;
    const rest = new OidTable(oidBytes);
    const reader = new StoreReader(store, this.#space());
    for (let rank = 0; rank < oids.size; rank++) {
      const oid = oids.hexOf(rank);
      const object = reader.read(store.oids.findHex(oid), MOST_BYTES_EACH);
      if (object && this.#keep(oid, object)) keep(oid, object.type, object.bytes.length);
      else rest.addHex(oid);
    }
    reader.close();
    return rest;
  }
}

/** The youngest first. */
function smallPacks(objects: string, oidBytes: number): FoundPack[] {
  const found = objectFolders(objects).flatMap((folder) => findPacks(folder, oidBytes));
  const young = found
    .flatMap((pack) => {
      const file = statSync(pack.path, { throwIfNoEntry: false });
      const index = statSync(pack.path.replace(/\.pack$/, '.idx'), { throwIfNoEntry: false });
      if (!file || !index || file.size > SMALL_PACK_BYTES) return [];
      return [{ pack, indexBytes: index.size, changed: file.mtimeMs }];
    })
    .toSorted((a, b) => b.changed - a.changed);
  let room = INDEX_BYTES;
  return young.flatMap(({ pack, indexBytes }) => {
    room -= indexBytes;
    return room >= 0 ? [pack] : [];
  });
}
