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
  const seen = { things: [] as number[], nodes: [] as number[], cells: [] as number[] };
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
  const groupsOf = (thing: number): Group[] =>
    Array.from(rowOf(records, thing), (record) => ({
      branches: rowOf(branches, seen.nodes[record] ?? NONE),
      cell: seen.cells[record] ?? NONE,
    }));
  const order = { count: changes.lastOf.length, preferred };
  return (thing) => select(groupsOf(thing), replay.cells, { order, limits, commits: changes.commits });
}

/** Branches with one and the same history of a thing. */
interface Group {
  readonly branches: Int32Array;
  readonly cell: number;
}

interface Choice {
  readonly order: { readonly count: number; readonly preferred: number };
  readonly limits: ExposureLimits;
  readonly commits: readonly GraphCommit[];
}

function select(groups: readonly Group[], cells: StretchCells, choice: Choice): Stretches {
  const { order, limits, commits } = choice;
  const candidates = groups.flatMap(({ branches, cell }) => {
    const isLate = !cells.isOpen(cell);
    return Array.from(branches.subarray(0, limits.branches), (branch) => ({
      branch,
      cell,
      rank: isLate && branch >= order.preferred ? branch + order.count : branch,
    }));
  });
  const chosen = candidates.toSorted((a, b) => a.rank - b.rank).slice(0, limits.branches);
  const listed = chosen.flatMap(({ branch, cell }) =>
    cells.listed(cell, limits.stretches).flatMap(({ cameIn, left }) => {
      const from = commits[cameIn];
      return from ? [{ branch, cameIn: from, left: commits[left] ?? null }] : [];
    }),
  );
  const all = groups.reduce((sum, { branches, cell }) => sum + branches.length * cells.lengthOf(cell), 0);
  return { listed, further: all - listed.length };
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
