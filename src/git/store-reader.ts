/** Reads single objects of a store by rank, without git: for the few of which more is wanted than the scan kept. */
import type { Arena } from '../engine/arena.ts';
import type { Kernel } from '../engine/kernel.ts';
import { readLooseObject } from './loose-objects.ts';
import type { ObjectReader, ObjectType } from './object-reader.ts';
import type { ObjectStore } from './object-store.ts';
import { PackBytes } from './pack/pack-bytes.ts';
import { ObjectChain } from './pack/object-chain.ts';

/** No object that is read here is larger: commits, and blobs that were scanned. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface StoreSpace {
  readonly kernel: Kernel;
  readonly arena: Arena;
}

/** @param otherwise reads what the engine cannot */
export function storeReader(store: ObjectStore, space: StoreSpace, otherwise: ObjectReader): ObjectReader {
  return {
    read: async (oids, onObject, onProblem) => {
      const reader = new StoreReader(store, space);
      const left: string[] = [];
      for (const oid of oids) {
        const object = reader.read(store.oids.findHex(oid), MAX_BYTES);
        if (object) onObject({ oid, ...object });
        else left.push(oid);
      }
      reader.close();
      if (left.length > 0) await otherwise.read(left, onObject, onProblem);
    },
  };
}

/** Keeps what it read of late, until it is closed. */
export class StoreReader {
  readonly #store: ObjectStore;
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  /** By pack; undefined where nothing was read of one. */
  readonly #packs: (ObjectChain | undefined)[] = [];
  /** Pack and number of each rank. */
  readonly #pack: Int32Array;
  readonly #number: Int32Array;
  readonly #loose: ReadonlyMap<number, string>;

  constructor(store: ObjectStore, { kernel, arena }: StoreSpace) {
    this.#store = store;
    this.#kernel = kernel;
    this.#arena = arena;
    this.#pack = new Int32Array(store.oids.size).fill(-1);
    this.#number = new Int32Array(store.oids.size);
    this.#loose = new Map(store.loose.map(({ rank, path }) => [rank, path]));
    for (const [pack, { ranks }] of store.packs.entries()) this.#place(pack, ranks);
  }

  /** @returns undefined when it is not stored, damaged, or larger than that: git says what is wrong */
  read(rank: number, maxBytes: number): { type: ObjectType; bytes: Buffer } | undefined {
    const loose = this.#loose.get(rank);
    if (loose !== undefined) return readLooseObject(loose, maxBytes);
    const pack = this.#pack[rank] ?? -1;
    return pack < 0 ? undefined : this.#chainOf(pack)?.read(this.#number[rank] ?? 0, maxBytes);
  }

  /** Type and size of what lies in a pack. @returns undefined where it does not, or is damaged */
  describe(rank: number): { type: ObjectType; size: number } | undefined {
    const pack = this.#pack[rank] ?? -1;
    return pack < 0 ? undefined : this.#chainOf(pack)?.describe(this.#number[rank] ?? 0, MAX_BYTES);
  }

  /** Is it a tree, stored as a small delta? Then to know its size takes about as long as to read it. */
  isSmallTreeDelta(rank: number): boolean {
    const pack = this.#pack[rank] ?? -1;
    return pack >= 0 && this.#chainOf(pack)?.isSmallTreeDelta(this.#number[rank] ?? 0) === true;
  }

  close(): void {
    // Packs that nothing was read from have none.
    for (const chain of this.#packs) chain?.close();
  }

  #place(pack: number, ranks: Int32Array): void {
    for (let number = 0; number < ranks.length; number++) {
      const rank = ranks[number] ?? -1;
      if (rank < 0) continue;
      this.#pack[rank] = pack;
      this.#number[rank] = number;
    }
  }

  #chainOf(pack: number): ObjectChain | undefined {
    const forest = this.#store.packs[pack]?.forest;
    if (!forest) return undefined;
    try {
      const [kernel, arena] = [this.#kernel, this.#arena];
      const open = (): PackBytes => new PackBytes(forest, kernel, arena);
      this.#packs[pack] ??= new ObjectChain({ kernel, arena, forest, pack: open() });
      return this.#packs[pack];
    } catch {
      return undefined;
    }
  }
}
