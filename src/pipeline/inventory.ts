/**
 * What kinds of files a history holds, by the names that its trees give them: how many contents, since when, still at a
 * tip. One pass over all entries; what an earlier scan knew is added to.
 */
import type { ArtefactNames } from '../classify/artefact-names.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import { dateText, eachBit, NOTHING, together } from './artefact-counts.ts';

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

const IS_TREE = 1 << 30;
const LABELS = IS_TREE - 1;
const NOTHING_BELOW: readonly number[] = [];

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
  /** Of each tree the trees directly in it: the number of the name, and the rank. None for a tree without. */
  readonly #below = new Map<number, readonly number[]>();
  /** Labels by the number of a name; undefined where nobody has asked. */
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
    const { names, children, from, to } = this.#history.graph.stretchOf(tree);
    const below: number[] = [];
    let own = 0;
    // A plain loop: there are millions of entries.
    for (let index = from; index < to; index++) {
      const child = children[index] ?? -1;
      const name = names[index] ?? 0;
      if (child < 0) continue;
      if (this.#isTree(child)) below.push(name, child);
      else own |= this.#labelFile(child, name);
    }
    this.#bits[tree] = IS_TREE | own;
    if (below.length === 0) return true;
    this.#below.set(tree, below);
    return this.#mountAll(below);
  }

  #labelFile(file: number, name: number): number {
    const labels = this.#bitsOfName[name] ?? this.#labelsOf(name);
    this.#bits[file] = (this.#bits[file] ?? 0) | labels;
    return labels;
  }

  #mountAll(below: readonly number[]): boolean {
    for (let at = 0; at < below.length; at += 2)
      if (!this.#mount(below[at + 1] ?? 0, this.#folderOf(below[at] ?? 0))) return false;
    return true;
  }

  /** @returns false for a tree whose files cannot be labelled because its entries are not at hand */
  #mount(tree: number, folder: number): boolean {
    const mounts = this.#mounts[tree] ?? 0;
    if (folder < 0 || (mounts & (1 << folder)) !== 0) return true;
    if (!this.#history.isCovered(tree)) return false;
    this.#mounts[tree] = mounts | (1 << folder);
    this.#inFolder[tree] = (this.#inFolder[tree] ?? 0) | this.#labelIn(folder, tree);
    return true;
  }

  /** Marks the files directly in a tree by the folder that it is. @returns what the folder makes of any of them */
  #labelIn(folder: number, tree: number): number {
    const { graph } = this.#history;
    const { names, children } = graph.entriesOf(tree);
    let all = 0;
    for (const [index, child] of children.entries()) {
      if (child < 0 || this.#isTree(child)) continue;
      const bits = this.#names.bitsIn(folder, graph.nameOf(names[index] ?? 0));
      this.#bits[child] = (this.#bits[child] ?? 0) | bits;
      all |= bits;
    }
    return all;
  }

  #labelsOf(name: number): number {
    return (this.#bitsOfName[name] ??= this.#names.bitsOf(this.#history.graph.nameOf(name)));
  }

  #folderOf(name: number): number {
    return (this.#folderOfName[name] ??= this.#names.folderOf(this.#history.graph.nameOf(name)));
  }

  /** What lies in a tree lies in the trees above it. Without recursion: trees can nest a million deep. */
  #raiseAll(): void {
    const isDone = new Uint8Array(this.#bits.length);
    const waiting = [...this.#below.keys()];
    for (let tree = waiting.at(-1); tree !== undefined; tree = waiting.at(-1)) {
      const below = this.#below.get(tree) ?? NOTHING_BELOW;
      const before = waiting.length;
      if (isDone[tree] === 0)
        for (let at = 1; at < below.length; at += 2) this.#wait(below[at] ?? 0, isDone, waiting);
      isDone[tree] = 1;
      if (waiting.length > before) continue;
      waiting.pop();
      this.#raise(below, tree);
    }
  }

  /** A tree without trees in it is done with, and so is one that was counted before. */
  #wait(tree: number, isDone: Uint8Array, waiting: number[]): void {
    if (isDone[tree] === 0 && this.#below.has(tree)) waiting.push(tree);
  }

  #raise(below: readonly number[], tree: number): void {
    let bits = this.#bits[tree] ?? 0;
    for (let at = 0; at < below.length; at += 2) {
      const child = below[at + 1] ?? 0;
      bits |= this.#bits[child] ?? 0;
      if (this.#folderOf(below[at] ?? 0) >= 0) bits |= this.#inFolder[child] ?? 0;
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
