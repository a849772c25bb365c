/** What a push brings, as far as it is read without git: in the quarantine's packs and files; and what it brings back, in the repository's. */
import { smallStreams } from '../../engine/small-streams.ts';
import { type Finder, type Keep, MAX_STRUCTURE_BYTES, tooLarge } from '../../git/list-objects.ts';
import { NearObjects } from '../../git/near-objects.ts';
import type { ObjectReader } from '../../git/object-reader.ts';
import { type ObjectStore, openStore } from '../../git/object-store.ts';
import { OidTable } from '../../git/oid-table.ts';
import { storeReader, StoreReader } from '../../git/store-reader.ts';
import type { ScanPlan } from '../../pipeline/scan-plan.ts';
import type { ReceivingRepository } from './receiving-repository.ts';

const TREE = { type: 'tree', size: 0 } as const;

export class SentObjects implements Finder {
  readonly store: ObjectStore;
  readonly #plan: Pick<ScanPlan, 'set'>;
  readonly #near: NearObjects;
  /** By rank: was it asked for? */
  readonly #listed: Uint8Array;

  constructor(
    { objects, oidBytes }: Pick<ReceivingRepository, 'objects' | 'oidBytes'>,
    quarantine: string,
    plan: Pick<ScanPlan, 'set'>,
  ) {
    this.store = openStore({ objects: quarantine, oidBytes });
    this.#plan = plan;
    this.#listed = new Uint8Array(this.store.oids.size);
    this.#near = new NearObjects(
      [quarantine, objects],
      oidBytes,
      smallStreams(() => plan.set.space),
    );
  }

  /** Sizes of trees in deltas are not looked at before they are read. @returns those that are found in none of these places */
  find(oids: OidTable, keep: Keep): OidTable {
    const { store } = this;
    const rest = new OidTable(oids.width);
    const reader = this.#open();
    for (let rank = 0; rank < oids.size; rank++) {
      const at = oids.rankIn(store.oids, rank);
      const told = reader.isSmallTreeDelta(at) ? TREE : reader.describe(at);
      const oid = oids.hexOf(rank);
      if (told) keep(oid, told.type, told.size);
      else rest.addHex(oid);
      if (at >= 0) this.#listed[at] = 1;
    }
    reader.close();
    return this.#near.find(rest, keep);
  }

  /** Names of what was sent and not asked for. */
  get besides(): string[] {
    const { oids } = this.store;
    const ranks = Array.from(this.#listed.keys()).filter((rank) => this.#listed[rank] === 0);
    return ranks.map((rank) => oids.hexOf(rank));
  }

  /** What is at hand has no need to be read from its file. */
  get toRead(): ObjectStore {
    const { oids, loose } = this.store;
    return { ...this.store, loose: loose.filter(({ rank }) => !this.#near.keeps(oids.hexOf(rank))) };
  }

  /** @param git reads the others */
  reader(git: ObjectReader): ObjectReader {
    return this.#near.reader(storeReader(this.store, this.#plan.set.space, this.#bounded(git)));
  }

  /** A tree that turns out to be too large is none that memory is taken for. */
  #bounded(git: ObjectReader): ObjectReader {
    return {
      read: async (oids, onObject, onProblem) => {
        const reader = this.#open();
        const left = oids.filter((oid) => {
          const told = reader.describe(this.store.oids.findHex(oid));
          const isLarge = told?.type === 'tree' && told.size > MAX_STRUCTURE_BYTES;
          if (isLarge) onProblem(tooLarge(oid, told.type, told.size));
          return !isLarge;
        });
        reader.close();
        if (left.length > 0) await git.read(left, onObject, onProblem);
      },
    };
  }

  #open(): StoreReader {
    return new StoreReader(this.store, this.#plan.set.space);
  }
}

/** @returns null where objects are not kept apart, or git is to read everything */
export function sentObjects(repository: ReceivingRepository, plan: ScanPlan): SentObjects | null {
  const { quarantine } = repository;
  return quarantine !== null && plan.reader === 'engine'
    ? new SentObjects(repository, quarantine, plan)
    : null;
}
