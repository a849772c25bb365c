/** Reads commits, tags and trees of a store with the engine: fills the graph, and scans the messages on the way. */
import { setImmediate } from 'node:timers/promises';
import { bytesOf } from '../detect/placed-text.ts';
import { readCommitLinks, readTagTarget } from '../git/commit-links.ts';
import { readLooseObject } from '../git/loose-objects.ts';
import { ObjectGraph } from '../git/object-graph.ts';
import type { ObjectType } from '../git/object-reader.ts';
import type { ObjectStore } from '../git/object-store.ts';
import { PackBytes } from '../git/pack/pack-bytes.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import { FamilyWalk, type Visit } from '../git/pack/walk-family.ts';
import { TreeReader } from '../git/tree-reader.ts';
import type { PackedFamily } from './cut-batches.ts';
import type { LocatedHit } from './located-hit.ts';
import { scanMessageAt } from './scan-messages.ts';
import type { ScanPlan } from './scan-plan.ts';

/** What was read of the structure of a store. */
export interface Structure {
  readonly graph: ObjectGraph;
  /** Hits in messages, by the rank of the commit or tag. */
  readonly messages: ReadonlyMap<number, { readonly bytes: number; readonly hits: readonly LocatedHit[] }>;
  /** Trees that are malformed, by rank. */
  readonly malformed: readonly number[];
  /** How many objects were read. */
  readonly count: number;
}

const TYPES: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];
const BLOB = 3;
/** A commit, tree or tag larger than this is nobody's work. */
const MAX_STRUCTURE_BYTES = 256 * 1024 * 1024;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** Runs do not matter here: none is as long as this. */
const NO_RUN = 1 << 30;
/** The results of the threads wait for no longer than this. */
const TURN_MS = 20;

export interface StructureSource {
  readonly store: ObjectStore;
  readonly packs: readonly PackFamilies[];
  readonly families: readonly PackedFamily[];
  readonly loose: ReadonlyArray<{ readonly rank: number; readonly path: string }>;
  readonly oidBytes: number;
}

/** What cannot be read is left out: the caller sees it by the count. */
export async function readStructure(source: StructureSource, plan: ScanPlan): Promise<Structure> {
  const reading = new StructureReading(source, plan);
  try {
    await reading.readPacks();
    reading.readLoose();
    return reading.finish();
  } finally {
    reading.close();
  }
}

class StructureReading {
  readonly #source: StructureSource;
  readonly #plan: ScanPlan;
  readonly #graph: ObjectGraph;
  readonly #trees: TreeReader;
  readonly #taken: number[] = [];
  readonly #messages = new Map<number, { bytes: number; hits: readonly LocatedHit[] }>();
  readonly #malformed: number[] = [];
  #count = 0;

  constructor(source: StructureSource, plan: ScanPlan) {
    this.#source = source;
    this.#plan = plan;
    const { kernel, arena } = plan.set.space;
    this.#graph = new ObjectGraph(source.oidBytes, source.store.oids);
    this.#trees = new TreeReader(kernel, this.#graph, (bytes) => {
      const at = arena.take(bytes);
      if (at >= 0) this.#taken.push(at);
      return at;
    });
  }

  async readPacks(): Promise<void> {
    for (const [pack, families] of this.#source.packs.entries()) {
      const roots = this.#source.families.filter((family) => family.pack === pack && family.kind !== BLOB);
      if (roots.length > 0) await this.#readPack(families, roots);
    }
  }

  readLoose(): void {
    const { kernel, arena } = this.#plan.set.space;
    for (const { rank, path } of this.#source.loose) {
      const object = readLooseObject(path, MAX_STRUCTURE_BYTES);
      const at = object ? arena.take(object.bytes.length) : -1;
      if (!object || at < 0) continue;
      kernel.memory.set(object.bytes, at);
      this.#add(rank, object.type, { at, length: object.bytes.length });
      arena.give(at);
    }
  }

  finish(): Structure {
    this.#trees.finish();
    const [graph, messages, malformed, count] = [this.#graph, this.#messages, this.#malformed, this.#count];
    return { graph, messages, malformed, count };
  }

  close(): void {
    for (const at of this.#taken) this.#plan.set.space.arena.give(at);
  }

  async #readPack(families: PackFamilies, roots: readonly PackedFamily[]): Promise<void> {
    const { kernel, arena } = this.#plan.set.space;
    const pack = openedOrGone(() => new PackBytes(families.forest, kernel, arena));
    if (!pack) return;
    const limits = { maxBytes: MAX_STRUCTURE_BYTES, maxWaitingBytes: MAX_WAITING_BYTES, shortestRun: NO_RUN };
    const means = { kernel, arena, pack, families, ...limits };
    const visit = (one: Visit<undefined>): undefined => this.#visit(one, families);
    const walk = new FamilyWalk<undefined>(means, { visit, release: () => undefined });
    let turn = performance.now();
    for (const { root } of roots) {
      walk.run(root);
      if (performance.now() - turn < TURN_MS) continue;
      await setImmediate();
      if (this.#plan.signal.aborted) break;
      turn = performance.now();
    }
    pack.close();
  }

  #visit({ number, at, length }: Visit<undefined>, { ids, kinds }: PackFamilies): undefined {
    const rank = ids[number] ?? -1;
    const type = TYPES[kinds[number] ?? 0];
    if (rank >= 0 && type) this.#add(rank, type, { at, length });
    return undefined;
  }

  #add(rank: number, type: ObjectType, object: { at: number; length: number }): void {
    this.#count++;
    if (type === 'tree') this.#addTree(rank, object);
    else this.#addSpoken(rank, type, object);
  }

  #addTree(rank: number, { at, length }: { at: number; length: number }): void {
    const outcome = this.#trees.read(rank, at, length);
    if (outcome === 'no-room') throw new RangeError(`no memory for the entries of a tree of ${length} bytes`);
    if (outcome === 'malformed') this.#malformed.push(rank);
  }

  #addSpoken(rank: number, type: ObjectType, object: { at: number; length: number }): void {
    const { oids } = this.#graph;
    const bytes = bytesOf(this.#plan.set.space, object);
    if (type === 'commit') this.#graph.addCommitLinks(rank, readCommitLinks(bytes, oids, 0, object.length));
    else this.#graph.addTag(rank, readTagTarget(bytes, oids, 0, object.length));
    const message = scanMessageAt({ oid: () => oids.hexOf(rank), type }, object, this.#plan);
    this.#messages.set(rank, message);
  }
}

/** A repack can have removed it since. Then the count tells that something is missing. */
function openedOrGone(open: () => PackBytes): PackBytes | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
