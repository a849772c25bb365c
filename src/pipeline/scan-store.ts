/** A whole history, read from packs and loose objects by the engine alone. */
import type { Problem } from '../core/problem.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { Ref } from '../git/list-refs.ts';
import { readLooseHeader } from '../git/loose-objects.ts';
import { sizesOf } from '../git/object-sizes.ts';
import { type ObjectStore, openStore, packedBytes, type StoredPack } from '../git/object-store.ts';
import type { Repository } from '../git/open-repository.ts';
import { circularDeltas } from '../git/pack/circular-deltas.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import { reachableFrom } from '../git/reachable.ts';
import type { Selection } from '../git/selection.ts';
import { storeReader } from '../git/store-reader.ts';
import type { PackedFamily, SizedItem } from './cut-batches.ts';
import { tellOfBlobs } from './archive-problems.ts';
import { readStructure, type Structure } from './read-structure.ts';
import type { KeptScan } from './kept-scan.ts';
import {
  bothOf,
  coveredBy,
  type KnownVerdicts,
  knownVerdicts,
  type Verdicts,
  withoutCut,
  withUnseen,
} from './known-verdicts.ts';
import { storeToKeep } from './store-to-keep.ts';
import { BatchRun, settled, isWorthThreads } from './run-batches.ts';
import { scanUnseen, wantedOf } from './scan-unseen.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ScannedHistory } from './scanned-history.ts';
import { overLimit } from './scanned.ts';

export interface StoreRequest {
  readonly repository: Repository;
  readonly selection: Selection;
  /** git may still be listing them. */
  readonly refs: Promise<readonly Ref[]>;
  readonly plan: ScanPlan;
  readonly onProblem: (problem: Problem) => void;
  /** What an earlier scan left. */
  readonly kept?: KeptScan | undefined;
}

/** @returns why the engine left it to git, when it did: then nothing has been reported */
export async function scanStore(request: StoreRequest): Promise<ScannedHistory | { readonly left: string }> {
  // Threads take a while to start; meanwhile the packs are opened. How much is new to a kept scan is known only then.
  const expected = request.kept ? 0 : packedBytes(request.repository) * EXPANSION;
  const early = isWorthThreads(expected) ? startRun(request, expected) : undefined;
  try {
    const store = openStore(request.repository);
    if (!store.isWhole) return { left: 'a pack cannot be read' };
    const scan = new StoreScan(store, request, early);
    return await scan.run().finally(() => scan.close());
  } finally {
    await early?.close();
  }
}

/** @param bytes expanded, as far as that is known */
function startRun({ plan, repository, onProblem }: StoreRequest, bytes: number): BatchRun {
  return new BatchRun({ plan, place: repository.place, isLarge: isWorthThreads(bytes), onProblem });
}

/** Packed bytes expand to so many times as many, and more. */
const EXPANSION = 10;
const [COMMIT, BLOB] = [1, 3];

class StoreScan {
  readonly #store: ObjectStore;
  readonly #run: BatchRun;
  readonly #request: StoreRequest;
  readonly #packs: PackFamilies[] = [];
  readonly #families: PackedFamily[] = [];
  readonly #known: KnownVerdicts;
  readonly #isBlob: Uint8Array;
  readonly #looseBlobs: SizedItem[] = [];
  readonly #looseOthers: Array<{ rank: number; path: string }> = [];
  /** Of these the engine does not know what they are. */
  readonly #unknown: number[] = [];
  /** git must not be asked for these, nor for all objects when there are any: it would never come back. */
  readonly #circular: number[] = [];
  #tips: readonly number[] = [];
  #others = 0;

  constructor(store: ObjectStore, request: StoreRequest, run: BatchRun | undefined) {
    this.#store = store;
    this.#request = request;
    this.#known = knownVerdicts(request.kept, store.oids, request.plan);
    this.#isBlob = new Uint8Array(store.oids.size);
    for (const rank of this.#known.sizes.keys()) this.#isBlob[rank] = 1;
    for (const pack of store.packs)
      this.#addPack(findFamilies(pack.forest, this.#newOf(pack)), circularDeltas(pack.forest));
    for (const { rank, path } of store.loose) this.#addLoose(rank, path);
    this.#run = run ?? startRun(request, this.#expectedBytes());
  }

  close(): Promise<void> {
    return this.#run.close();
  }

  #expectedBytes(): number {
    const packed = sum(this.#families.map((family) => family.packedBytes));
    return packed * EXPANSION + sum(this.#looseBlobs.map(({ size }) => size));
  }

  async run(): Promise<ScannedHistory | { readonly left: string }> {
    const { plan, repository } = this.#request;
    if (repository.isShallow && this.#circular.length === 0)
      return { left: 'a shallow clone ends where git says' };
    // The base of a delta may be in another pack, as a thin pack has it: only git knows what such an object is.
    if (this.#unknown.length > 0 && this.#circular.length === 0)
      return { left: 'objects are based on what their pack does not hold' };
    this.#run.expect(sum(this.#isBlob) - this.#known.sizes.size);
    const scanning = this.#scanBlobs();
    // Whoever waits for it hears of a failure; until then, or when git has to do it all, nobody needs to.
    scanning.catch(() => undefined);
    const structure = await readStructure(
      {
        store: this.#store,
        packs: this.#packs,
        families: this.#families,
        loose: this.#looseOthers,
        oidBytes: repository.oidBytes,
      },
      plan,
    );
    const isCircular = this.#circular.length > 0;
    const reached = await (isCircular ? this.#everything(structure) : this.#reach(structure));
    if (typeof reached === 'string') return { left: reached };
    await Promise.all([scanning, this.#run.join()]);
    const known = await this.#stillKnown();
    await this.#scanLeft(reached, known);
    return this.#result(structure, { reached, known });
  }

  async #scanBlobs(): Promise<void> {
    const blobs = this.#families.filter(({ kind }) => kind === BLOB);
    await this.#run.families(blobs, this.#packs);
    await this.#run.items(this.#looseBlobs);
  }

  /** What was scanned before is expanded only where something new is a delta of it. */
  #newOf(pack: StoredPack): Int32Array {
    const { sizes } = this.#known;
    return sizes.size === 0 ? pack.ranks : wantedOf(pack, (rank) => !sizes.has(rank));
  }

  /** Detectors that were added have to see also what the others saw before. */
  async #stillKnown(): Promise<Verdicts> {
    const { plan, repository, onProblem } = this.#request;
    const again = await scanUnseen(this.#store, this.#known, { plan, place: repository.place, onProblem });
    return again ? withUnseen(this.#known, again) : this.#known;
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
    if (this.#known.sizes.has(rank)) return;
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

  /** One byte a rank, or why git has to say what is reached. */
  async #reach({ graph, count, malformed }: Structure): Promise<Uint8Array | string> {
    const { selection, refs } = this.#request;
    if (count < this.#others) return 'a commit, tree or tag cannot be read';
    if (malformed.length > 0) return 'a tree is malformed';
    const tips = (await refs).map(({ oid }) => graph.oids.findHex(oid));
    this.#tips = tips;
    if (tips.includes(-1)) return 'a ref points at an object that is not there';
    const reached = reachableFrom(graph, tips);
    const stored = this.#isBlob.length;
    if (reached.subarray(stored).includes(1)) return 'an object is missing';
    return selection.unreachable ? new Uint8Array(stored).fill(1) : reached;
  }

  /** Nobody can say what is reached through circular deltas: all that is stored is taken, and each of them is a problem. */
  async #everything(structure: Structure): Promise<Uint8Array> {
    const { onProblem } = this.#request;
    const reached = await this.#reach(structure);
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
  async #scanLeft(reached: Uint8Array, known: Verdicts): Promise<void> {
    const { plan, repository, onProblem } = this.#request;
    if (plan.signal.aborted) return;
    const left: number[] = [];
    for (let rank = 0; rank < this.#isBlob.length; rank++) {
      if (this.#isBlob[rank] !== 1 || reached[rank] !== 1) continue;
      if (!this.#run.totals.sizes.has(rank) && !known.sizes.has(rank)) left.push(rank);
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
    await this.#run.items(items);
  }

  #result(structure: Structure, { reached, known }: Outcome): ScannedHistory {
    const { repository, plan, onProblem } = this.#request;
    const { graph, messages } = structure;
    const { totals } = this.#run;
    graph.settleCommits((rank) => reached[rank] === 1);
    const isReached = ([rank]: readonly [number, unknown]): boolean => reached[rank] === 1;
    const spoken = [...messages].filter(isReached).map(([, message]) => message);
    const verdicts = bothOf(known, totals);
    const sizes = [...verdicts.sizes].filter(isReached).map(([, size]) => size);
    const nameOf = (rank: number): string | undefined =>
      reached[rank] === 1 ? graph.oids.hexOf(rank) : undefined;
    tellOfBlobs({ cut: totals.cut, troubles: verdicts.troubles }, nameOf, onProblem);
    const messageHits = spoken.flatMap((message) => message.hits);
    const hits = [...verdicts.hits].filter(isReached).toSorted(([a], [b]) => a - b);
    return {
      graph,
      hits: settled(new Map(hits), plan.detectors),
      messageHits,
      reader: storeReader(this.#store, plan.set.space, catFileReader(repository.place)),
      covered: coveredBy(reached, verdicts),
      toKeep: () => {
        const read = { graph, reached, messageHits, tips: this.#tips };
        return storeToKeep(withoutCut(verdicts, totals.cut), read, this.#request);
      },
      counts: {
        reader: 'engine',
        fallback: null,
        carried: totals.carried,
        commits: graph.commits.length,
        blobs: sizes.length,
        reused: [...known.sizes].filter(isReached).length,
        bytes: sum(sizes) + sum(spoken.map(({ bytes }) => bytes)),
        workers: totals.workers,
      },
    };
  }
}

interface Outcome {
  /** One byte a rank. */
  readonly reached: Uint8Array;
  readonly known: Verdicts;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
