/**
 * A history reduced to what places its hits: all commits and tags, the trees that hold a blob with hits, and of those only
 * the entries that lead there; and the trees of tips. What is added to the history later goes on top.
 */
import { holdersOf } from '../git/holders.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { OidTable } from '../git/oid-table.ts';
import type { Listing } from '../git/store-inputs.ts';
import type { ArtefactMarks } from './inventory.ts';
import type { LocatedHit } from './located-hit.ts';
import { cutSections, joinSections, jsonBytes, parseJson } from './sections.ts';

const NO_BYTES = Buffer.alloc(0);
const NO_WORDS = new ArrayBuffer(0);

interface Head {
  readonly commits: number;
  readonly tags: number;
  readonly trees: number;
  readonly blobs: number;
  /** Names of files and folders, latin1 bytes. */
  readonly entryNames: readonly string[];
  readonly messages: readonly LocatedHit[];
  readonly listing: Listing;
}

export interface KeptHistory extends Head {
  /** Of the commits in their order, the tags, the trees, the blobs with hits; what is numbered below is numbered so. */
  readonly names: Buffer;
  /**
   * For each commit its tree or -1, the number of its parents, and those; for each tag its target; for each tree the number
   * of its entries, and of each its name and what it points at; for each blob its place among the verdicts.
   */
  readonly links: Int32Array;
  /** When each commit was committed. */
  readonly dates: Float64Array;
  /** Names of all trees and blobs that were reached, in any order. */
  readonly reached: Buffer;
  /** In the same order: what kinds of files they are. */
  readonly bits: Uint32Array;
  readonly mounts: Uint32Array;
  readonly inFolder: Uint32Array;
}

/** What a history is reduced from. */
export interface WholeHistory {
  readonly graph: ObjectGraph;
  /** Ranks of what the refs point at. */
  readonly tips: readonly number[];
  /** Ranks of the blobs with hits, and of each the place among the verdicts. */
  readonly places: ReadonlyMap<number, number>;
  /** One byte a rank. */
  readonly isReached: Uint8Array;
  readonly messages: readonly LocatedHit[];
  /** Names of all trees and blobs that were reached. */
  readonly reached: Buffer;
  /** Their ranks; -1 for those that have none, which `before` speaks of at the same place. */
  readonly reachedRanks: readonly number[];
  readonly before?: ArtefactMarks;
}

/** @returns null for a history in which refs or tags lead to something else than commits */
export function reduceHistory(
  whole: WholeHistory,
  listing: Listing,
  marks: ArtefactMarks,
): KeptHistory | null {
  const { graph, places, isReached, messages, reached } = whole;
  const holders = holdersOf(graph, places.keys());
  const isKept = (rank: number): boolean => isReached[rank] === 1;
  const commits = graph.commits.map(({ rank }) => rank);
  const tags = ranksWhere(graph.oids.size, (rank) => isKept(rank) && graph.targetOf(rank) >= 0);
  // Whether a kind of file is at a tip is asked of the trees of tips, whatever they hold.
  const atTips = new Set(whole.tips.map((tip) => graph.commitOf(tip)?.tree));
  const trees = [...graph.trees].filter((rank) => isKept(rank) && (holders[rank] === 1 || atTips.has(rank)));
  const numbers = new Int32Array(graph.oids.size).fill(-1);
  const ordered = [...commits, ...tags, ...trees, ...places.keys()];
  for (const [number, rank] of ordered.entries()) numbers[rank] = number;
  const leads = (rank: number): boolean =>
    (numbers[rank] ?? -1) >= 0 && (numbers[rank] ?? 0) < commits.length + tags.length;
  if (!whole.tips.every(leads) || !tags.every((tag) => leads(graph.targetOf(tag)))) return null;
  const links = new Links(graph, numbers);
  for (const commit of graph.commits) links.addCommit(commit.tree, commit.parents);
  for (const tag of tags) links.push(numbers[graph.targetOf(tag)] ?? -1);
  for (const tree of trees) links.addTree(tree, holders);
  for (const place of places.values()) links.push(place);
  return {
    commits: commits.length,
    tags: tags.length,
    trees: trees.length,
    blobs: places.size,
    entryNames: links.entryNames,
    names: namesOf(graph.oids, ordered),
    links: Int32Array.from(links.values),
    dates: Float64Array.from(graph.commits, ({ committedAt }) => committedAt),
    messages,
    listing,
    reached,
    bits: inOrder(whole, (of) => of.bits, marks),
    mounts: inOrder(whole, (of) => of.mounts, marks),
    inFolder: inOrder(whole, (of) => of.inFolder, marks),
  };
}

function inOrder(
  { reachedRanks, before }: WholeHistory,
  column: (marks: ArtefactMarks) => Uint32Array,
  marks: ArtefactMarks,
): Uint32Array {
  const [now, then] = [column(marks), before && column(before)];
  return Uint32Array.from(reachedRanks, (rank, place) => (rank >= 0 ? now[rank] : then?.[place]) ?? 0);
}

class Links {
  readonly values: number[] = [];
  readonly entryNames: string[] = [];
  readonly #graph: ObjectGraph;
  readonly #numbers: Int32Array;
  readonly #nameAt = new Map<number, number>();

  constructor(graph: ObjectGraph, numbers: Int32Array) {
    this.#graph = graph;
    this.#numbers = numbers;
  }

  push(value: number): void {
    this.values.push(value);
  }

  addCommit(tree: number, parents: readonly number[]): void {
    this.values.push(this.#numbers[tree] ?? -1, parents.length);
    for (const parent of parents) this.values.push(this.#numbers[parent] ?? -1);
  }

  addTree(tree: number, holders: Uint8Array): void {
    const { names, children } = this.#graph.entriesOf(tree);
    const count = this.values.push(0) - 1;
    // A plain loop: there are millions of entries.
    for (let index = 0; index < children.length; index++) {
      const child = children[index] ?? -1;
      if (child < 0 || holders[child] !== 1) continue;
      this.values.push(this.#nameOf(names[index] ?? 0), this.#numbers[child] ?? -1);
    }
    this.values[count] = (this.values.length - count - 1) / 2;
  }

  #nameOf(id: number): number {
    const known = this.#nameAt.get(id);
    if (known !== undefined) return known;
    const number = this.entryNames.push(this.#graph.nameOf(id)) - 1;
    this.#nameAt.set(id, number);
    return number;
  }
}

/** Puts what was kept into a graph in which the numbers of `names` are ranks. To be asked once its own names are settled. */
export function restoreHistory(kept: KeptHistory, graph: ObjectGraph): void {
  const { commits, tags, trees, links, dates } = kept;
  const ids = kept.entryNames.map((name) => graph.names.add(name));
  let at = 0;
  const next = (): number => links[at++] ?? -1;
  for (let rank = 0; rank < commits; rank++) {
    const tree = next();
    const parents: number[] = [];
    for (let left = next(); left > 0; left--) parents.push(next());
    graph.addCommitLinks(rank, { tree, parents, committedAt: dates[rank] ?? 0 });
  }
  for (let tag = 0; tag < tags; tag++) graph.addTag(commits + tag, next());
  for (let tree = 0; tree < trees; tree++) {
    const count = next();
    const words = new Int32Array(count * 2);
    for (let index = 0; index < count; index++) {
      words[count + index] = ids[next()] ?? 0;
      words[index] = next();
    }
    graph.addTreeEntries(commits + tags + tree, { words, children: 0, names: count, count }, NO_BYTES, 0);
  }
}

/** Ranks of the blobs with hits, and of each the place among the verdicts. */
export function placesIn({ commits, tags, trees, blobs, links }: KeptHistory): Map<number, number> {
  const first = links.length - blobs;
  return new Map(
    Array.from({ length: blobs }, (_, index) => [commits + tags + trees + index, links[first + index] ?? -1]),
  );
}

export function namesOf(oids: OidTable, ranks: readonly number[]): Buffer {
  const { width } = oids;
  const all = Buffer.alloc(oids.size * width);
  oids.copyNames(all, 0);
  const names = Buffer.alloc(ranks.length * width);
  for (const [place, rank] of ranks.entries())
    all.copy(names, place * width, rank * width, (rank + 1) * width);
  return names;
}

export function ranksWhere(size: number, is: (rank: number) => boolean): number[] {
  const ranks: number[] = [];
  for (let rank = 0; rank < size; rank++) if (is(rank)) ranks.push(rank);
  return ranks;
}

export function encodeHistory(history: KeptHistory): Buffer[] {
  const { names, links, dates, reached, bits, mounts, inFolder, ...head } = history;
  const numbers = [links, dates, bits, mounts, inFolder].map(bytesOf);
  return joinSections([jsonBytes(head), names, reached, ...numbers]);
}

export function decodeHistory(bytes: Buffer): KeptHistory {
  const [head, names = NO_BYTES, reached = NO_BYTES, ...numbers] = cutSections(bytes, 8);
  const words = numbers.map((section) => Uint8Array.from(section).buffer);
  const [links = NO_WORDS, dates = NO_WORDS, bits = NO_WORDS, mounts = NO_WORDS, inFolder = NO_WORDS] = words;
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sealed: nobody but this program of this version wrote it
    ...(parseJson(head) as Head),
    names,
    reached,
    links: new Int32Array(links),
    dates: new Float64Array(dates),
    bits: new Uint32Array(bits),
    mounts: new Uint32Array(mounts),
    inFolder: new Uint32Array(inFolder),
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float64Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
