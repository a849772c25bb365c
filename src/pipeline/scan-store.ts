/** A whole history, read from packs and loose objects by the engine alone. */
import type { Problem } from '../core/problem.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { Ref } from '../git/list-refs.ts';
import { readLooseHeader } from '../git/loose-objects.ts';
import { sizesOf } from '../git/object-sizes.ts';
import { type ObjectStore, openStore } from '../git/object-store.ts';
import type { Repository } from '../git/open-repository.ts';
import { circularDeltas } from '../git/pack/circular-deltas.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import { reachableFrom } from '../git/reachable.ts';
import type { Selection } from '../git/selection.ts';
import { storeReader } from '../git/store-reader.ts';
import type { PackedFamily, SizedItem } from './cut-batches.ts';
import { readStructure, type Structure } from './read-structure.ts';
import { BatchRun, WORTH_THREADS_BYTES } from './run-batches.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ScannedHistory } from './scanned-history.ts';
import { overLimit, tooManyCandidates } from './scanned.ts';

export interface StoreRequest {
  readonly repository: Repository;
  readonly selection: Selection;
  readonly refs: readonly Ref[];
  readonly plan: ScanPlan;
  readonly onProblem: (problem: Problem) => void;
}

/** @returns why the engine left it to git, when it did: then nothing has been reported */
export async function scanStore(request: StoreRequest): Promise<ScannedHistory | { readonly left: string }> {
  const store = openStore(request.repository);
  if (!store.isWhole) return { left: 'a pack cannot be read' };
  return new StoreScan(store, request).run();
}

const COMMIT = 1;
const BLOB = 3;

class StoreScan {
  readonly #store: ObjectStore;
  readonly #request: StoreRequest;
  readonly #packs: PackFamilies[] = [];
  readonly #families: PackedFamily[] = [];
  readonly #isBlob: Uint8Array;
  readonly #looseBlobs: SizedItem[] = [];
  readonly #looseOthers: Array<{ rank: number; path: string }> = [];
  /** Of these the engine does not know what they are. */
  readonly #unknown: number[] = [];
  /** git must not be asked for these, nor for all objects when there are any: it would never come back. */
  readonly #circular: number[] = [];
  #others = 0;

  constructor(store: ObjectStore, request: StoreRequest) {
    this.#store = store;
    this.#request = request;
    this.#isBlob = new Uint8Array(store.oids.size);
    for (const { forest, ranks } of store.packs)
      this.#addPack(findFamilies(forest, ranks), circularDeltas(forest));
    for (const { rank, path } of store.loose) this.#addLoose(rank, path);
  }

  async run(): Promise<ScannedHistory | { readonly left: string }> {
    const { plan, repository } = this.#request;
    if (repository.isShallow && this.#circular.length === 0)
      return { left: 'a shallow clone ends where git says' };
    // The base of a delta may be in another pack, as a thin pack has it: only git knows what such an object is.
    if (this.#unknown.length > 0 && this.#circular.length === 0)
      return { left: 'objects are based on what their pack does not hold' };
    const run = this.#startRun();
    try {
      const scanning = run
        .families(this.#families.filter(({ kind }) => kind === BLOB))
        .then(() => run.items(this.#looseBlobs));
      const source = {
        store: this.#store,
        packs: this.#packs,
        families: this.#families,
        loose: this.#looseOthers,
      };
      const structure = await readStructure({ ...source, oidBytes: repository.oidBytes }, plan);
      const isCircular = this.#circular.length > 0;
      const reached = isCircular ? this.#everything(structure) : this.#reach(structure);
      if (typeof reached === 'string') return { left: reached };
      await scanning;
      await this.#scanLeft(run, reached);
      return this.#result(run, structure, reached);
    } finally {
      await run.close();
    }
  }

  #addPack({ families, roots }: ReturnType<typeof findFamilies>, isCircular: Uint8Array): void {
    const pack = this.#packs.push(families) - 1;
    for (const root of roots) this.#families.push({ ...root, pack });
    for (let number = 0; number < families.ids.length; number++) {
      const rank = families.ids[number] ?? -1;
      const kind = families.kinds[number] ?? 0;
      if (rank < 0) continue;
      if (kind === BLOB) this.#isBlob[rank] = 1;
      else if (kind >= COMMIT) this.#others++;
      else (isCircular[number] === 1 ? this.#circular : this.#unknown).push(rank);
    }
  }

  #addLoose(rank: number, path: string): void {
    const header = readLooseHeader(path);
    if (!header) this.#unknown.push(rank);
    else if (header.type === 'blob') this.#addLooseBlob(rank, path, header.size);
    else {
      this.#others++;
      this.#looseOthers.push({ rank, path });
    }
  }

  #addLooseBlob(rank: number, path: string, size: number): void {
    this.#isBlob[rank] = 1;
    const item = { id: rank, kind: 'loose' as const, oid: this.#store.oids.hexOf(rank), disk: path };
    if (size <= this.#request.plan.maxBlobBytes) this.#looseBlobs.push({ item, size });
  }

  #startRun(): BatchRun {
    const { plan, repository, onProblem } = this.#request;
    const packed = this.#families.reduce((total, { packedBytes }) => total + packedBytes, 0);
    const loose = this.#looseBlobs.reduce((total, { size }) => total + size, 0);
    const items = this.#isBlob.reduce((total, is) => total + is, 0);
    // Packed bytes expand to ten times as many and more.
    const work = { items, isLarge: packed * 10 + loose > WORTH_THREADS_BYTES };
    return new BatchRun({ plan, place: repository.place, packs: this.#packs, work, onProblem });
  }

  /** One byte a rank, or why git has to say what is reached. */
  #reach({ graph, count, malformed }: Structure): Uint8Array | string {
    const { selection, refs } = this.#request;
    if (count < this.#others) return 'a commit, tree or tag cannot be read';
    if (malformed.length > 0) return 'a tree is malformed';
    const tips = refs.map(({ oid }) => graph.oids.findHex(oid));
    if (tips.includes(-1)) return 'a ref points at an object that is not there';
    const reached = reachableFrom(graph, tips);
    const stored = this.#isBlob.length;
    if (reached.subarray(stored).includes(1)) return 'an object is missing';
    return selection.unreachable ? new Uint8Array(stored).fill(1) : reached;
  }

  /** Nobody can say what is reached through circular deltas: all that is stored is taken, and each of them is a problem. */
  #everything(structure: Structure): Uint8Array {
    const { onProblem } = this.#request;
    const reached = this.#reach(structure);
    if (typeof reached === 'string')
      onProblem({
        code: 'history-damaged',
        severity: 'error',
        message: `The history cannot be walked as a whole: ${reached}`,
      });
    for (const rank of [...this.#circular, ...this.#unknown]) {
      const object = this.#store.oids.hexOf(rank);
      const message = `Object ${object} cannot be read: what it is a delta of has no beginning`;
      onProblem({ code: 'corrupt-object', severity: 'error', message, object });
    }
    return new Uint8Array(this.#isBlob.length).fill(1);
  }

  /** What the engine could not expand, git reads, and says what is wrong with it. */
  async #scanLeft(run: BatchRun, reached: Uint8Array): Promise<void> {
    const { plan, repository, onProblem } = this.#request;
    if (plan.signal.aborted) return;
    const left: number[] = [];
    for (let rank = 0; rank < this.#isBlob.length; rank++) {
      if (this.#isBlob[rank] === 1 && reached[rank] === 1 && !run.totals.sizes.has(rank)) left.push(rank);
    }
    const names = left.map((rank) => this.#store.oids.hexOf(rank));
    const sizes = await sizesOf(repository.place, names, onProblem);
    const items = left.flatMap((id, index) => {
      const oid = names[index] ?? '';
      const size = sizes.get(oid);
      if (size === undefined) return [];
      if (size <= plan.maxBlobBytes) return [{ item: { id, kind: 'object' as const, oid }, size }];
      onProblem(overLimit(`Blob ${oid}`, size, plan.maxBlobBytes, { object: oid }));
      return [];
    });
    await run.items(items);
  }

  #result(run: BatchRun, structure: Structure, reached: Uint8Array): ScannedHistory {
    const { repository, plan, onProblem } = this.#request;
    const { graph, messages } = structure;
    const { totals } = run;
    graph.settleCommits((rank) => reached[rank] === 1);
    const isReached = ([rank]: readonly [number, unknown]): boolean => reached[rank] === 1;
    const spoken = [...messages].filter(isReached).map(([, message]) => message);
    const sizes = [...totals.sizes].filter(isReached).map(([, size]) => size);
    for (const rank of totals.cut) {
      const object = graph.oids.hexOf(rank);
      if (reached[rank] === 1) onProblem(tooManyCandidates(`Blob ${object}`, { object }));
    }
    return {
      graph,
      hits: new Map([...totals.hits].filter(isReached).toSorted(([a], [b]) => a - b)),
      messageHits: spoken.flatMap(({ hits }) => hits),
      reader: storeReader(this.#store, plan.set.space, catFileReader(repository.place)),
      counts: {
        reader: 'engine',
        carried: totals.carried,
        commits: graph.commits.length,
        blobs: sizes.length,
        bytes: sum(sizes) + sum(spoken.map(({ bytes }) => bytes)),
        workers: totals.workers,
      },
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
