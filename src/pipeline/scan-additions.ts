/**
 * The short way for a history to which something was added and from which nothing was taken: only new packs and loose
 * objects are read, and put on top of the history that was kept. Whatever is not plain additions is left to the long way.
 */
import { catFileReader } from '../git/cat-file-reader.ts';
import type { Ref } from '../git/list-refs.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import { type ObjectStore, openStore } from '../git/object-store.ts';
import { OidTable } from '../git/oid-table.ts';
import { findFamilies, type PackFamilies } from '../git/pack/pack-families.ts';
import { readLooseHeader } from '../git/loose-objects.ts';
import { reachableFrom } from '../git/reachable.ts';
import { type Listing, pathIn } from '../git/store-inputs.ts';
import { isArchiveProblem, tellOfBlobs } from './archive-problems.ts';
import type { PackedFamily } from './cut-batches.ts';
import { type KeptHistory, namesOf, placesIn, ranksWhere, restoreHistory } from './kept-history.ts';
import type { ArtefactMarks } from './inventory.ts';
import type { KeptScan } from './kept-scan.ts';
import { verdictsToKeep } from './known-verdicts.ts';
import { readStructure, type Structure } from './read-structure.ts';
import { type BatchTotals, settled } from './run-batches.ts';
import { scanRanks } from './scan-unseen.ts';
import type { StoreRequest } from './scan-store.ts';
import type { ScannedHistory, ToKeep } from './scanned-history.ts';

const COMMIT = 1;
const BLOB = 3;

export interface Known {
  readonly kept: KeptScan;
  readonly history: KeptHistory;
  readonly outcome: NonNullable<KeptScan['outcome']>;
  /** What is stored now. */
  readonly listing: Listing;
}

/** @returns undefined when it is not as simple as that: then nothing has been reported */
export async function scanAdditions(
  request: StoreRequest,
  known: Known,
): Promise<ScannedHistory | undefined> {
  const { listing } = known;
  const before = new Set(known.history.listing);
  const added = listing.filter((line) => !before.has(line));
  // Nothing may be gone.
  if (listing.length !== before.size + added.length) return undefined;
  return new Additions(request, known, added).run();
}

class Additions {
  readonly #request: StoreRequest;
  readonly #known: Known;
  /** Ranks below this are numbers of the kept history. */
  readonly #base: number;
  readonly #store: ObjectStore;
  readonly #files: number;
  readonly #packs: PackFamilies[] = [];
  readonly #families: PackedFamily[] = [];
  readonly #loose: Array<{ rank: number; path: string }> = [];
  /** One byte a rank: 1 for a new blob, 2 for another new object. */
  readonly #kinds: Uint8Array;
  #unknown = 0;

  constructor(request: StoreRequest, known: Known, added: Listing) {
    this.#request = request;
    this.#known = known;
    const { oidBytes } = request.repository;
    const oids = new OidTable(oidBytes, known.history.names.length / oidBytes);
    for (let at = 0; at < known.history.names.length; at += oidBytes) oids.add(known.history.names, at);
    this.#base = oids.size;
    const paths = new Set(added.map(pathIn));
    this.#files = added.filter((line) => pathIn(line).endsWith('.pack')).length;
    this.#store = openStore(request.repository, { oids, isIn: (path) => paths.has(path) });
    this.#kinds = new Uint8Array(oids.size);
    for (const [pack, { forest, ranks }] of this.#store.packs.entries())
      this.#addPack(pack, findFamilies(forest, ranks));
    for (const { rank, path } of this.#store.loose) this.#addLoose(rank, path);
  }

  async run(): Promise<ScannedHistory | undefined> {
    const structure = await this.#read();
    const reached = structure && this.#reach(structure.graph, await this.#request.refs);
    const totals = reached && (await this.#scan(reached));
    return totals && this.#result(structure, totals, reached);
  }

  async #read(): Promise<Structure | undefined> {
    const { plan, repository } = this.#request;
    if (!this.#store.isWhole || this.#store.packs.length !== this.#files || this.#unknown > 0)
      return undefined;
    const source = { store: this.#store, packs: this.#packs, families: this.#families, loose: this.#loose };
    const structure = await readStructure({ ...source, oidBytes: repository.oidBytes }, plan);
    const others = this.#kinds.reduce((sum, kind) => sum + Number(kind === 2), 0);
    const isSound = structure.count === others && structure.malformed.length === 0;
    if (!isSound || plan.signal.aborted) return undefined;
    restoreHistory(this.#known.history, structure.graph);
    return structure;
  }

  /** What is too large, damaged or too dense is told of the long way. */
  async #scan({ isNew }: Reach): Promise<BatchTotals | undefined> {
    const { plan, repository } = this.#request;
    const wanted = new Set(ranksWhere(this.#kinds.length, (rank) => isNew(rank) && this.#kinds[rank] === 1));
    let problems = 0;
    const setup = { plan, place: repository.place, onProblem: () => void problems++ };
    const totals = await scanRanks(this.#store, wanted, setup);
    const isSound = totals.sizes.size === wanted.size && totals.cut.length === 0 && problems === 0;
    return isSound ? totals : undefined;
  }

  #addPack(pack: number, { families, roots }: ReturnType<typeof findFamilies>): void {
    this.#packs.push(families);
    for (const root of roots) this.#families.push({ ...root, pack });
    for (const [number, rank] of families.ids.entries()) {
      const kind = families.kinds[number] ?? 0;
      if (rank < 0) continue;
      if (kind < COMMIT) this.#unknown++;
      this.#kinds[rank] = kind === BLOB ? 1 : 2;
    }
  }

  #addLoose(rank: number, path: string): void {
    const header = readLooseHeader(path);
    if (!header) this.#unknown++;
    this.#kinds[rank] = header?.type === 'blob' ? 1 : 2;
    if (header && header.type !== 'blob') this.#loose.push({ rank, path });
  }

  /** Undefined when something is no longer reached, is missing, or was stored before and is reached only now. */
  #reach(graph: ObjectGraph, refs: readonly Ref[]): Reach | undefined {
    const { history } = this.#known;
    const tips = refs.map(({ oid }) => graph.oids.findHex(oid));
    if (!tips.every((tip) => leadsToCommit(graph, tip))) return undefined;
    const reached = reachableFrom(graph, tips);
    const isOld = new Uint8Array(graph.oids.size).fill(1, 0, this.#base);
    const oldRanks = new Int32Array(history.reached.length / graph.oids.width);
    for (let place = 0; place < oldRanks.length; place++) {
      const rank = graph.oids.find(history.reached, place * graph.oids.width);
      oldRanks[place] = rank;
      if (rank >= 0) isOld[rank] = 1;
    }
    if (reached.subarray(0, history.commits + history.tags).includes(0)) return undefined;
    for (let rank = this.#base; rank < reached.length; rank++) {
      if (reached[rank] === 1 && isOld[rank] === 0 && (this.#kinds[rank] ?? 0) === 0) return undefined;
    }
    return { tips, oldRanks, all: reached, isNew: (rank) => reached[rank] === 1 && isOld[rank] === 0 };
  }

  #result(structure: Structure, totals: BatchTotals, reached: Reach): ScannedHistory {
    const { graph, messages } = structure;
    const { kept, history, outcome } = this.#known;
    const { plan, repository, onProblem } = this.#request;
    graph.settleCommits((rank) => reached.all[rank] === 1);
    const spoken = [...messages].filter(([rank]) => reached.all[rank] === 1).map(([, message]) => message);
    const hits = new Map(
      [...placesIn(history)].map(([rank, place]) => [rank, kept.verdicts.hits.get(place) ?? []] as const),
    );
    for (const [rank, own] of totals.hits) hits.set(rank, own);
    // What was reached then is reached now.
    for (const problem of outcome.problems) if (isArchiveProblem(problem)) onProblem(problem);
    tellOfBlobs(totals, (rank) => graph.oids.hexOf(rank), onProblem);
    const messageHits = [...history.messages, ...spoken.flatMap((message) => message.hits)];
    const bytes = [...totals.sizes.values(), ...spoken.map((message) => message.bytes)];
    return {
      graph,
      messageHits,
      hits: settled(new Map([...hits].toSorted(([a], [b]) => a - b)), plan.detectors),
      reader: catFileReader(repository.place),
      covered: {
        isCovered: reached.isNew,
        sizeOf: (rank) => totals.sizes.get(rank) ?? sizeBefore(kept, graph.oids.hexOf(rank)),
        before: {
          artefacts: outcome.artefacts ?? [],
          marks: marksOn(history, reached.oldRanks, graph.oids.size),
        },
      },
      toKeep: () => this.#toKeep({ graph, totals, reached, messageHits }),
      counts: {
        ...outcome.counts,
        carried: totals.carried,
        commits: graph.commits.length,
        blobs: outcome.counts.blobs + totals.sizes.size,
        reused: outcome.counts.blobs,
        bytes: bytes.reduce((sum, size) => sum + size, outcome.counts.bytes),
        workers: totals.workers,
      },
    };
  }

  #toKeep(found: Found): ToKeep {
    const { graph, totals, reached, messageHits } = found;
    const { kept, history } = this.#known;
    const old = kept.verdicts;
    const added = verdictsToKeep(totals, graph.oids);
    const behind = old.sizes.length;
    const ranks = [...totals.sizes.keys()];
    const places = placesIn(history);
    const hits = new Map(old.hits);
    for (const [place, own] of added.hits) {
      hits.set(behind + place, own);
      places.set(ranks[place] ?? -1, behind + place);
    }
    const troubles = [...added.troubles].map(([place, own]) => [behind + place, own] as const);
    const isLink = (rank: number): boolean => graph.commitOf(rank) !== undefined || graph.targetOf(rank) >= 0;
    const fresh = ranksWhere(graph.oids.size, (rank) => reached.isNew(rank) && !isLink(rank));
    return {
      verdicts: {
        width: old.width,
        names: Buffer.concat([old.names, added.names]),
        sizes: [...old.sizes, ...added.sizes],
        hits,
        troubles: new Map([...old.troubles, ...troubles]),
      },
      whole: {
        graph,
        places,
        tips: reached.tips,
        isReached: reached.all,
        messages: messageHits,
        reached: Buffer.concat([history.reached, namesOf(graph.oids, fresh)]),
        reachedRanks: [...reached.oldRanks, ...fresh],
        before: history,
      },
    };
  }
}

interface Reach {
  readonly tips: readonly number[];
  /** Of what was reached before, in its order; -1 for what nothing here speaks of. */
  readonly oldRanks: Int32Array;
  /** One byte a rank. */
  readonly all: Uint8Array;
  /** Reached, and not before. */
  readonly isNew: (rank: number) => boolean;
}

interface Found {
  readonly graph: ObjectGraph;
  readonly totals: BatchTotals;
  readonly reached: Reach;
  readonly messageHits: ScannedHistory['messageHits'];
}

/** And to one whose tree is known: where a ref was moved to an older commit, what its tree held was not kept. */
function leadsToCommit(graph: ObjectGraph, tip: number): boolean {
  let at = tip;
  while (at >= 0 && graph.targetOf(at) >= 0) at = graph.targetOf(at);
  const commit = at < 0 ? undefined : graph.commitOf(at);
  return commit !== undefined && (at !== tip || commit.tree >= 0);
}

/** What was said of kinds of files, on the ranks of now. */
function marksOn({ bits, mounts, inFolder }: KeptHistory, ranks: Int32Array, size: number): ArtefactMarks {
  const column = (): Uint32Array => new Uint32Array(size);
  const marks = { bits: column(), mounts: column(), inFolder: column() };
  for (const [place, rank] of ranks.entries()) {
    if (rank < 0) continue;
    marks.bits[rank] = bits[place] ?? 0;
    marks.mounts[rank] = mounts[place] ?? 0;
    marks.inFolder[rank] = inFolder[place] ?? 0;
  }
  return marks;
}

/** Asked only of an old file that was given a name of another kind, so it is simply looked for. */
function sizeBefore({ verdicts: { names, sizes, width } }: KeptScan, oid: string): number {
  const name = Buffer.from(oid, 'hex');
  for (let at = names.indexOf(name); at >= 0; at = names.indexOf(name, at + 1))
    if (at % width === 0) return sizes[at / width] ?? 0;
  return 0;
}
