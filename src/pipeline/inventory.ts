/**
 * What kinds of files a history holds, by the names that its trees give them: how many contents, since when, still at a
 * tip. One pass over all entries; what an earlier scan knew is added to.
 */
import type { ArtefactNames } from '../classify/artefact-names.ts';
import type { ObjectGraph, TreeEntries } from '../git/object-graph.ts';

/** One label's line; what the label is called is said later. */
export interface CountedArtefact {
  readonly label: string;
  readonly contents: number;
  readonly bytes: number;
  /** Committer date, ISO 8601 in UTC. Null outside of a history. */
  readonly since: string | null;
  readonly atTip: boolean | null;
}

/**
 * By rank. Of a blob the labels of all names it was given; of a tree the labels of what lies in it at any depth, by the
 * names there, and that it is a tree.
 */
export interface ArtefactMarks {
  readonly bits: Uint32Array;
  /** Of a tree: under which of the folders that tell a kind it was seen. */
  readonly mounts: Uint32Array;
  /** Of such a tree: what those folders, all together, make of the files directly in it. */
  readonly inFolder: Uint32Array;
}

/** What is to be counted. */
export interface CoveredHistory {
  readonly graph: ObjectGraph;
  /** Trees and commits that belong to it and whose entries are all in the graph. */
  readonly isCovered: (rank: number) => boolean;
  readonly sizeOf: (rank: number) => number;
  /** Ranks of the newest commits of branches, and of HEAD. */
  readonly tips: readonly number[];
  /** What was counted before, without these trees and commits. */
  readonly before?: { readonly artefacts: readonly CountedArtefact[]; readonly marks: ArtefactMarks };
}

export interface Inventory {
  readonly artefacts: readonly CountedArtefact[];
  readonly marks: ArtefactMarks;
}

const IS_TREE = 1 << 31;
const LABELS = 0x7fffffff;
const NO_CHILDREN = new Int32Array(0);

/** @returns undefined when something that was counted before has to be counted otherwise: then everything has to be read */
export function takeInventory(history: CoveredHistory, names: ArtefactNames): Inventory | undefined {
  const count = new InventoryCount(history, names);
  return count.run() ? count.result() : undefined;
}

class InventoryCount {
  readonly #history: CoveredHistory;
  readonly #names: ArtefactNames;
  readonly #trees: readonly number[];
  readonly #bits: Uint32Array;
  readonly #mounts: Uint32Array;
  readonly #inFolder: Uint32Array;
  /** Labels by the number of a name; -1 where nobody has asked. */
  readonly #bitsOfName: number[] = [];
  readonly #folderOfName: number[] = [];

  constructor(history: CoveredHistory, names: ArtefactNames) {
    this.#history = history;
    this.#names = names;
    const size = history.graph.oids.size;
    this.#bits = grown(history.before?.marks.bits, size);
    this.#mounts = grown(history.before?.marks.mounts, size);
    this.#inFolder = grown(history.before?.marks.inFolder, size);
    this.#trees = [...history.graph.trees].filter((tree) => history.isCovered(tree));
    for (const tree of this.#trees) this.#bits[tree] = IS_TREE;
  }

  run(): boolean {
    for (const tree of this.#trees) if (!this.#readTree(tree)) return false;
    this.#raiseAll();
    return true;
  }

  result(): Inventory {
    const { before } = this.#history;
    const known = new Map(before?.artefacts.map((artefact) => [artefact.label, artefact]));
    const counts = this.#countContents();
    const oldest = this.#oldest();
    const atTip = this.#atTips();
    const artefacts = this.#names.labels.map((label, at) => {
      const now = { ...NOTHING, ...counts[at], since: dateText(oldest[at] ?? Infinity) };
      const { contents, bytes, since } = together(known.get(label) ?? NOTHING, now);
      return { label, contents, bytes, since, atTip: (atTip & (1 << at)) !== 0 };
    });
    return {
      artefacts: artefacts.filter(({ contents }) => contents > 0),
      marks: { bits: this.#bits, mounts: this.#mounts, inFolder: this.#inFolder },
    };
  }

  /** Marks what lies directly in a tree. */
  #readTree(tree: number): boolean {
    const { names, children } = this.#history.graph.entriesOf(tree);
    // A plain loop: there are millions of entries.
    for (let index = 0; index < children.length; index++) {
      const child = children[index] ?? -1;
      if (child < 0) continue;
      const name = names[index] ?? 0;
      if (!this.#isTree(child)) this.#markFile(this.#bits, tree, child, this.#labelsOf(name));
      else if (!this.#mount(child, this.#folderOf(name))) return false;
    }
    return true;
  }

  /** @param trees says what a tree holds */
  #markFile(trees: Uint32Array, tree: number, file: number, bits: number): void {
    if (bits === 0) return;
    trees[tree] = (trees[tree] ?? 0) | bits;
    this.#bits[file] = (this.#bits[file] ?? 0) | bits;
  }

  /** @returns false for a tree whose files cannot be labelled because its entries are not at hand */
  #mount(tree: number, folder: number): boolean {
    const mounts = this.#mounts[tree] ?? 0;
    if (folder < 0 || (mounts & (1 << folder)) !== 0) return true;
    const { graph, isCovered } = this.#history;
    if (!isCovered(tree)) return false;
    this.#mounts[tree] = mounts | (1 << folder);
    const { names, children } = graph.entriesOf(tree);
    for (const [index, child] of children.entries()) {
      if (child < 0 || this.#isTree(child)) continue;
      const bits = this.#names.bitsIn(folder, graph.nameOf(names[index] ?? 0));
      this.#markFile(this.#inFolder, tree, child, bits);
    }
    return true;
  }

  #labelsOf(name: number): number {
    return (this.#bitsOfName[name] ??= this.#names.bitsOf(this.#history.graph.nameOf(name)));
  }

  #folderOf(name: number): number {
    return (this.#folderOfName[name] ??= this.#names.folderOf(this.#history.graph.nameOf(name)));
  }

  /** What lies in a tree lies in the trees above it. Without recursion: trees can nest a million deep. */
  #raiseAll(): void {
    const { graph } = this.#history;
    const isDone = new Uint8Array(graph.oids.size);
    const waiting = this.#trees.slice();
    for (let tree = waiting.at(-1); tree !== undefined; tree = waiting.at(-1)) {
      const entries = graph.entriesOf(tree);
      const { children } = entries;
      const before = waiting.length;
      const below = isDone[tree] === 0 ? children : NO_CHILDREN;
      isDone[tree] = 1;
      for (const child of below) if (this.#isToRaise(child, isDone)) waiting.push(child);
      if (waiting.length > before) continue;
      waiting.pop();
      this.#raise(entries, tree);
    }
  }

  #isToRaise(child: number, isDone: Uint8Array): boolean {
    return isDone[child] === 0 && this.#isTree(child) && this.#history.isCovered(child);
  }

  #raise({ names, children }: TreeEntries, tree: number): void {
    let bits = this.#bits[tree] ?? 0;
    for (let index = 0; index < children.length; index++) {
      const child = children[index] ?? -1;
      if (!this.#isTree(child)) continue;
      bits |= this.#bits[child] ?? 0;
      if (this.#folderOf(names[index] ?? 0) >= 0) bits |= this.#inFolder[child] ?? 0;
    }
    this.#bits[tree] = bits;
  }

  #isTree(rank: number): boolean {
    return ((this.#bits[rank] ?? 0) & IS_TREE) !== 0;
  }

  /** By label, without what was counted before. */
  #countContents(): Array<{ contents: number; bytes: number }> {
    const { before, sizeOf } = this.#history;
    const counts = this.#names.labels.map(() => ({ contents: 0, bytes: 0 }));
    for (let rank = 0; rank < this.#bits.length; rank++) {
      const added = (this.#bits[rank] ?? 0) & ~(before?.marks.bits[rank] ?? 0);
      if (added === 0 || this.#isTree(rank)) continue;
      const size = sizeOf(rank);
      eachBit(added & LABELS, (at) => {
        const count = counts[at];
        if (!count) return;
        count.contents++;
        count.bytes += size;
      });
    }
    return counts;
  }

  /** By label, the date of the oldest commit that holds one, in seconds. */
  #oldest(): number[] {
    const { graph, isCovered } = this.#history;
    const oldest = this.#names.labels.map(() => Infinity);
    for (const { rank, tree, committedAt } of graph.commits) {
      if (!isCovered(rank)) continue;
      eachBit((this.#bits[tree] ?? 0) & LABELS, (at) => {
        oldest[at] = Math.min(oldest[at] ?? Infinity, committedAt);
      });
    }
    return oldest;
  }

  #atTips(): number {
    const { graph, tips } = this.#history;
    return tips.reduce((bits, tip) => bits | (this.#bits[graph.commitOf(tip)?.tree ?? -1] ?? 0), 0);
  }
}

/** What was there before keeps its place; never the same array, which is still wanted as it was. */
function grown(before: Uint32Array | undefined, size: number): Uint32Array {
  const words = new Uint32Array(size);
  if (before) words.set(before.subarray(0, size));
  return words;
}

function eachBit(bits: number, onBit: (at: number) => void): void {
  for (let left = bits; left !== 0; left &= left - 1) onBit(31 - Math.clz32(left & -left));
}

/** Whatever a commit claims: a date that cannot be written is none. */
function dateText(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

type Count = Pick<CountedArtefact, 'contents' | 'bytes' | 'since'>;

const NOTHING: Count = { contents: 0, bytes: 0, since: null };

function together(a: Count, b: Count): Count {
  const dates = [a.since, b.since].filter((date) => date !== null);
  const [since = null] = dates.toSorted((one, other) => Date.parse(one) - Date.parse(other));
  return { contents: a.contents + b.contents, bytes: a.bytes + b.bytes, since };
}
