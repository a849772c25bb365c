/**
 * From when till when a branch held something, for many things and branches at once. Histories of branches share most of their
 * commits, so they are replayed as one tree, depth first: a commit is entered once, and taken back when the walk leaves it.
 */
import type { BranchChanges } from './branch-changes.ts';
import { type CompressedRows, compressRows } from './compressed-rows.ts';
import type { GraphCommit } from './object-graph.ts';
import { Replay, type Things } from './replay.ts';
import type { StretchCells } from './stretch-cells.ts';

/** A stretch of one branch's history. */
export interface Stretch {
  /** Index of the branch. */
  readonly branch: number;
  /** The first commit that held it. */
  readonly cameIn: GraphCommit;
  /** The first one after it that no longer did; null while the newest one does. */
  readonly left: GraphCommit | null;
}

export interface Stretches {
  /** By branch, old to new. */
  readonly listed: readonly Stretch[];
  /** How many more there are. */
  readonly further: number;
}

export interface ExposureLimits {
  /** Branches of a thing. */
  readonly branches: number;
  /** Stretches of a branch: the first one, and the latest. */
  readonly stretches: number;
  readonly steps: number;
}

export const EXPOSURE_LIMITS: ExposureLimits = { branches: 10, stretches: 10, steps: 20_000_000 };

/** What is kept costs memory, not only time. */
const STEPS_PER_RECORD = 8;
const NONE = -1;

/**
 * Branches that come first go first; after the first `preferred` of them those that still hold the thing.
 * @returns for each thing its stretches, asked for one by one; undefined when there are too many steps to it
 */
export function branchExposure(
  changes: BranchChanges,
  things: Things,
  preferred: number,
  limits: ExposureLimits = EXPOSURE_LIMITS,
): ((thing: number) => Stretches) | undefined {
  const branches = branchesByNode(changes);
  const seen: Seen = { things: [], nodes: [], cells: [] };
  const replay = new Replay(changes, things);
  const isWhole = replay.run(limits.steps, (node) => {
    if (rowOf(branches, node).length === 0) return 0;
    for (const thing of replay.known) {
      seen.things.push(thing);
      seen.nodes.push(node);
      seen.cells.push(replay.cellOf(thing));
    }
    return replay.known.length * STEPS_PER_RECORD;
  });
  if (!isWhole) return undefined;
  const records = compressRows(things.count, (onPair) => {
    for (const [record, thing] of seen.things.entries()) onPair(thing, record);
  });
  const choice = { limits, preferred, branches, seen, cells: replay.cells, commits: changes.commits };
  return (thing) => select(rowOf(records, thing), choice);
}

/** What the replay has noted: at a node on which branches hang, the latest stretch of a thing. */
interface Seen {
  readonly things: number[];
  readonly nodes: number[];
  readonly cells: number[];
}

interface Choice {
  readonly limits: ExposureLimits;
  readonly preferred: number;
  /** By node. */
  readonly branches: CompressedRows;
  readonly seen: Seen;
  readonly cells: StretchCells;
  readonly commits: readonly GraphCommit[];
}

function select(records: Int32Array, choice: Choice): Stretches {
  const { limits, cells, seen, commits } = choice;
  const first = new FirstBranches(limits.branches);
  let count = 0;
  for (const record of records) {
    const branches = rowOf(choice.branches, seen.nodes[record] ?? NONE);
    const cell = seen.cells[record] ?? NONE;
    count += branches.length * cells.lengthOf(cell);
    first.offer(branches, { cell, later: cells.isOpen(cell) ? Infinity : choice.preferred });
  }
  const listed = first.chosen.flatMap(({ branch, cell }) =>
    cells.listed(cell, limits.stretches).flatMap(({ cameIn, left }) => {
      const from = commits[cameIn];
      return from ? [{ branch, cameIn: from, left: commits[left] ?? null }] : [];
    }),
  );
  return { listed, further: count - listed.length };
}

/** A place in the order that no index of a branch reaches. */
const LATER = 2 ** 31;

/** Keeps the few branches that come first. */
class FirstBranches {
  readonly chosen: Array<{ readonly branch: number; readonly cell: number; readonly rank: number }> = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param branches in their order
   * @param later from which index on these come after all others
   */
  offer(branches: Int32Array, { cell, later }: { cell: number; later: number }): void {
    for (const branch of branches) {
      const rank = branch < later ? branch : branch + LATER;
      const isFull = this.chosen.length === this.#most;
      if (isFull && rank > (this.chosen.at(-1)?.rank ?? 0)) return;
      if (isFull) this.chosen.pop();
      const at = this.chosen.findIndex((other) => other.rank > rank);
      this.chosen.splice(at < 0 ? this.chosen.length : at, 0, { branch, cell, rank });
    }
  }
}

function rowOf({ starts, values }: CompressedRows, row: number): Int32Array {
  return values.subarray(starts[row] ?? 0, starts[row + 1] ?? 0);
}

/** The branches that hang on each node, in their order. */
function branchesByNode({ commits, lastOf }: BranchChanges): CompressedRows {
  return compressRows(commits.length, (onPair) => {
    for (const [branch, node] of lastOf.entries()) if (node >= 0) onPair(node, branch);
  });
}
