/** Commits and trees of the selected history on ranks: what holds what, in flat arrays instead of objects. */
import { IntList } from './int-list.ts';
import { OidTable } from './oid-table.ts';

/** An entry of a tree: name and what it points at, both as numbers. */
export interface TreeEntries {
  readonly names: Int32Array;
  /** Ranks; -1 for a submodule. */
  readonly children: Int32Array;
}

const NONE = -1;

export class ObjectGraph {
  readonly oids: OidTable;
  readonly #width: number;
  readonly #names = new Map<string, number>();
  readonly #nameList: string[] = [];
  /** Entries of all trees, one after the other; a tree knows where its own begin and end. */
  readonly #entryNames = new IntList();
  readonly #entryChildren = new IntList();
  readonly #treeStart = new Map<number, readonly [number, number]>();
  readonly #commits: GraphCommit[] = [];
  readonly #commitAt = new Map<number, number>();

  constructor(oidBytes: number) {
    this.#width = oidBytes;
    this.oids = new OidTable(oidBytes);
  }

  get commits(): readonly GraphCommit[] {
    return this.#commits;
  }

  /** Ranks of the trees that were added. */
  get trees(): Iterable<number> {
    return this.#treeStart.keys();
  }

  isTree(rank: number): boolean {
    return this.#treeStart.has(rank);
  }

  commitOf(rank: number): GraphCommit | undefined {
    return this.#commits[this.#commitAt.get(rank) ?? NONE];
  }

  nameOf(id: number): string {
    return this.#nameList[id] ?? '';
  }

  addCommit(oid: string, commit: { tree: string; parents: readonly string[]; committedAt: number }): void {
    const rank = this.oids.addHex(oid);
    this.#commitAt.set(rank, this.#commits.length);
    this.#commits.push({
      rank,
      tree: isName(commit.tree, this.#width) ? this.oids.addHex(commit.tree) : NONE,
      parents: commit.parents
        .filter((name) => isName(name, this.#width))
        .map((name) => this.oids.addHex(name)),
      committedAt: commit.committedAt,
      order: this.#commits.length,
    });
  }

  /** @returns false when the bytes are no tree; what could be read of it is kept */
  addTree(oid: string, bytes: Buffer): boolean {
    const start = this.#entryNames.length;
    let at = 0;
    let isWhole = true;
    while (at < bytes.length) {
      const space = bytes.indexOf(0x20, at);
      const nul = bytes.indexOf(0, space + 1);
      isWhole = space > at && nul > space && nul + 1 + this.#width <= bytes.length;
      if (!isWhole) break;
      const isSubmodule = bytes[at + 1] === 0x36;
      this.#entryNames.push(this.#nameId(bytes.toString('latin1', space + 1, nul)));
      this.#entryChildren.push(isSubmodule ? NONE : this.oids.add(bytes, nul + 1));
      at = nul + 1 + this.#width;
    }
    this.#treeStart.set(this.oids.addHex(oid), [start, this.#entryNames.length]);
    return isWhole;
  }

  /** Empty for a tree that is not in the graph. */
  entriesOf(tree: number): TreeEntries {
    const [start, end] = this.#treeStart.get(tree) ?? [0, 0];
    return { names: this.#entryNames.slice(start, end), children: this.#entryChildren.slice(start, end) };
  }

  #nameId(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    this.#names.set(name, this.#nameList.length);
    return this.#nameList.push(name) - 1;
  }
}

export interface GraphCommit {
  readonly rank: number;
  /** Rank of the root tree, or -1. */
  readonly tree: number;
  readonly parents: readonly number[];
  readonly committedAt: number;
  /** Place in the order in which commits were added; settles ties between equal dates. */
  readonly order: number;
}

function isName(hex: string, width: number): boolean {
  return hex.length === width * 2 && /^[0-9a-f]+$/.test(hex);
}
