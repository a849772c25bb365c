/** Commits, trees and tags of the selected history on ranks: what holds what, in flat arrays instead of objects. */
import { IntList } from './int-list.ts';
import { NameList } from './name-list.ts';
import { OidTable } from './oid-table.ts';
import { orderCommits } from './order-commits.ts';

/** An entry of a tree: name and what it points at, both as numbers. */
export interface TreeEntries {
  readonly names: Int32Array;
  /** Ranks; -1 for a submodule. */
  readonly children: Int32Array;
}

/** The same among the entries of all trees: at [from, to). A view for each of millions of trees would cost more than what is read. */
export interface TreeStretch extends TreeEntries {
  readonly from: number;
  readonly to: number;
}

/** What the engine wrote of one tree: where, among the words of a memory, children and names begin, and how many there are. */
export interface EntryColumns {
  readonly words: Int32Array;
  readonly children: number;
  readonly names: number;
  readonly count: number;
}

export interface GraphCommit {
  readonly rank: number;
  /** Rank of the root tree, or -1. */
  readonly tree: number;
  readonly parents: readonly number[];
  readonly committedAt: number;
  /** The same, but never before that of a parent: clocks run behind and dates are forged, yet no child is the elder. */
  readonly agedFrom: number;
  /** Place in the order in which commits were added; settles ties between equal dates. */
  readonly order: number;
}

const NONE = -1;

export class ObjectGraph {
  readonly oids: OidTable;
  readonly names = new NameList();
  /** Entries of all trees, one after the other; where a tree's own begin and end is said by its rank. */
  readonly #entryNames = new IntList();
  readonly #entryChildren = new IntList();
  readonly #treeStart = new IntList(NONE);
  readonly #treeEnd = new IntList(NONE);
  readonly #trees = new IntList();
  #commits: GraphCommit[] = [];
  /** Place among the commits, by rank. */
  readonly #commitAt = new IntList(NONE);
  /** What a tag points at, by its rank. */
  readonly #tagTarget = new IntList(NONE);

  /** @param oids names that have ranks already */
  constructor(oidBytes: number, oids: OidTable = new OidTable(oidBytes)) {
    this.oids = oids;
  }

  get commits(): readonly GraphCommit[] {
    return this.#commits;
  }

  /** Ranks of the trees that were added. */
  get trees(): Iterable<number> {
    return this.#trees.slice(0, this.#trees.length);
  }

  isTree(rank: number): boolean {
    return this.#treeStart.at(rank) !== NONE;
  }

  commitOf(rank: number): GraphCommit | undefined {
    return this.#commits[this.#commitAt.at(rank)];
  }

  /** What an annotated tag points at, or -1. */
  targetOf(tag: number): number {
    return this.#tagTarget.at(tag);
  }

  nameOf(id: number): string {
    return this.names.nameOf(id);
  }

  addCommit(oid: string, commit: { tree: string; parents: readonly string[]; committedAt: number }): void {
    const rank = this.oids.addHex(oid);
    const isName = (hex: string): boolean => hex.length === this.oids.width * 2 && /^[0-9a-f]+$/.test(hex);
    this.addCommitLinks(rank, {
      tree: isName(commit.tree) ? this.oids.addHex(commit.tree) : NONE,
      parents: commit.parents.filter(isName).map((name) => this.oids.addHex(name)),
      committedAt: commit.committedAt,
    });
  }

  /** A commit whose tree and parents are ranks already. */
  addCommitLinks(rank: number, { tree, parents, committedAt }: CommitLinks): void {
    const order = this.#commits.length;
    this.#commitAt.set(rank, order);
    this.#commits.push({ rank, tree, parents, committedAt, agedFrom: committedAt, order });
  }

  /** Forgets all other commits and puts these in an order that does not depend on how they were read. */
  settleCommits(isKept: (rank: number) => boolean): void {
    for (const { rank } of this.#commits) this.#commitAt.set(rank, NONE);
    const kept = this.#commits.filter(({ rank }) => isKept(rank));
    this.#commits = orderCommits(kept, (rank) => this.oids.hexOf(rank));
    for (const { rank, order } of this.#commits) this.#commitAt.set(rank, order);
  }

  addTag(rank: number, target: number): void {
    this.#tagTarget.set(rank, target);
  }

  /** @returns false when the bytes are no tree; what could be read of it is kept */
  addTree(oid: string, bytes: Buffer): boolean {
    const start = this.#entryNames.length;
    let at = 0;
    let isWhole = true;
    while (at < bytes.length) {
      const space = bytes.indexOf(0x20, at);
      const nul = bytes.indexOf(0, space + 1);
      isWhole = space > at && nul > space && nul + 1 + this.oids.width <= bytes.length;
      if (!isWhole) break;
      const isSubmodule = bytes[at + 1] === 0x36;
      this.#entryNames.push(this.names.add(bytes.toString('latin1', space + 1, nul)));
      this.#entryChildren.push(isSubmodule ? NONE : this.oids.add(bytes, nul + 1));
      at = nul + 1 + this.oids.width;
    }
    this.#keepTree(this.oids.addHex(oid), start);
    return isWhole;
  }

  /**
   * A tree as the engine read it (Kernel.readTree). The numbers of its names are those of the names that were adopted, or
   * will be before anybody asks.
   * @param memory where at `tree` the tree lies, with the names of the objects that the engine did not know
   */
  addTreeEntries(rank: number, columns: EntryColumns, memory: Buffer, tree: number): void {
    const { words, children, names, count } = columns;
    const start = this.#entryNames.length;
    this.#entryNames.append(words, names, names + count);
    this.#entryChildren.append(words, children, children + count);
    for (let index = 0; index < count; index++) {
      const child = words[children + index] ?? NONE;
      if (child < NONE) this.#entryChildren.set(start + index, this.oids.add(memory, tree - 2 - child));
    }
    this.#keepTree(rank, start);
  }

  /** Empty for a tree that is not in the graph. */
  entriesOf(tree: number): TreeEntries {
    const start = this.#treeStart.at(tree);
    const end = this.#treeEnd.at(tree);
    if (start === NONE) return NO_ENTRIES;
    return { names: this.#entryNames.slice(start, end), children: this.#entryChildren.slice(start, end) };
  }

  /** The same without views, for whoever goes through all trees; stale when a tree is added. */
  stretchOf(tree: number): TreeStretch {
    const from = this.#treeStart.at(tree);
    return {
      names: this.#entryNames.values,
      children: this.#entryChildren.values,
      from: from === NONE ? 0 : from,
      to: from === NONE ? 0 : this.#treeEnd.at(tree),
    };
  }

  #keepTree(rank: number, start: number): void {
    if (!this.isTree(rank)) this.#trees.push(rank);
    this.#treeStart.set(rank, start);
    this.#treeEnd.set(rank, this.#entryNames.length);
  }
}

export type CommitLinks = Pick<GraphCommit, 'tree' | 'parents' | 'committedAt'>;

const NO_ENTRIES: TreeEntries = { names: new Int32Array(0), children: new Int32Array(0) };
