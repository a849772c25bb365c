/** Objects that are wanted by name, as far as they can be read without git: in files of their own, and a few of those in packs. */
import { existsSync, statSync } from 'node:fs';
import type { Inflate } from '../engine/small-streams.ts';
import type { Finder, Keep } from './list-objects.ts';
import { type LooseHeader, looseIn, readLooseHeader, readLooseObject } from './loose-objects.ts';
import type { ObjectReader } from './object-reader.ts';
import type { ObjectStore } from './object-store.ts';
import { OidTable } from './oid-table.ts';
import type { PackedObject } from './pack/pack-lookup.ts';
import { PackLookups } from './pack/pack-lookups.ts';

/** So much is kept of what was read to learn its type and size, for it is wanted in whole soon. */
const MOST_KEPT_BYTES = 8 * 1024 * 1024;
/** Nothing larger is kept. */
const MOST_BYTES_EACH = 1024 * 1024;
/** Of larger files only the beginning is read at first. */
const MOST_FILE_BYTES = 64 * 1024;
/** No larger object is read: commits, and blobs that were listed as small enough. */
const LARGEST_BYTES = 256 * 1024 * 1024;
/** For more in packs git is asked: it takes longer to start, and less for each. */
const MOST_IN_PACKS = 1000;

export class NearObjects implements Finder {
  readonly #folders: readonly string[];
  readonly #oidBytes: number;
  readonly #inflate: Inflate;
  readonly #kept = new Map<string, PackedObject>();
  #keptBytes = 0;
  readonly #paths = new Map<string, string>();
  /** How many objects were read here. */
  given = 0;

  /** @param folders of objects: the repository's, or that of its quarantine and then its own */
  constructor(folders: readonly string[], oidBytes: number, inflate: Inflate) {
    this.#folders = folders;
    this.#inflate = inflate;
    this.#oidBytes = oidBytes;
  }

  /** Type and size of what is found. @returns the others: git knows, or says what is wrong */
  find(oids: OidTable, keep: Keep): OidTable {
    const rest = new OidTable(this.#oidBytes);
    for (let rank = 0; rank < oids.size; rank++) {
      const oid = oids.hexOf(rank);
      const found = this.#loose(oid);
      if (found) keep(oid, found.type, found.size);
      else rest.addHex(oid);
    }
    return rest.size === 0 || rest.size > MOST_IN_PACKS ? rest : this.#findInPacks(rest, keep);
  }

  /** Is it at hand, without a file to be read? */
  keeps(oid: string): boolean {
    return this.#kept.has(oid);
  }

  /** Those that lie in files of their own and were not kept. */
  get files(): ObjectStore {
    const oids = new OidTable(this.#oidBytes);
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

  #read(oid: string): PackedObject | undefined {
    const path = this.#paths.get(oid);
    return path === undefined ? this.#kept.get(oid) : readLooseObject(path, LARGEST_BYTES);
  }

  #loose(oid: string): Pick<LooseHeader, 'type' | 'size'> | undefined {
    // Cheaper than an exception for each object that lies in a pack.
    const path = this.#folders
      .map((folder) => looseIn(folder, oid))
      .find((candidate) => existsSync(candidate));
    if (path === undefined) return undefined;
    const whole = this.#isSmall(path) ? readLooseObject(path, MOST_BYTES_EACH, this.#inflate) : undefined;
    if (whole && this.#keep(oid, whole)) return { type: whole.type, size: whole.bytes.length };
    const header = readLooseHeader(path);
    if (header) this.#paths.set(oid, path);
    return header;
  }

  #isSmall(path: string): boolean {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? Infinity;
    return size <= MOST_FILE_BYTES && this.#keptBytes < MOST_KEPT_BYTES;
  }

  /** @returns false where there is no more room */
  #keep(oid: string, object: PackedObject): boolean {
    if (this.#keptBytes + object.bytes.length > MOST_KEPT_BYTES) return false;
    this.#keptBytes += object.bytes.length;
    this.#kept.set(oid, object);
    return true;
  }

  /** @returns those that are in none */
  #findInPacks(oids: OidTable, keep: Keep): OidTable {
    const rest = new OidTable(this.#oidBytes);
    const packs = new PackLookups(this.#folders, this.#oidBytes);
    for (let rank = 0; rank < oids.size; rank++) {
      const oid = oids.hexOf(rank);
      const object = packs.read(oid, MOST_BYTES_EACH, this.#inflate);
      if (object && this.#keep(oid, object)) keep(oid, object.type, object.bytes.length);
      else rest.addHex(oid);
    }
    packs.close();
    return rest;
  }
}
