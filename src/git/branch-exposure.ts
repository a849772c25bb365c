/**
 * From when till when a branch held something, for many things and branches at once. Histories of branches share most of their
 * commits, so they are replayed as one tree, depth first: a commit is entered once, and taken back when the walk leaves it.
 */
import type { BranchChanges } from './branch-changes.ts';
import { ChosenBranches } from './chosen-branches.ts';
import { type CompressedRows, compressRows } from './compressed-rows.ts';
import type { GraphCommit } from './object-graph.ts';
import { Replay, type Things } from './replay.ts';

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

const LIMITS: ExposureLimits = { branches: 10, stretches: 10, steps: 20_000_000 };

/**
 * Branches that come first go first; after the first `preferred` of them those that still hold the thing.
 * @returns for each thing its stretches, asked for one by one; undefined when there are too many steps to it
 */
export function branchExposure(
  changes: BranchChanges,
  things: Things,
  preferred: number,
  limits: ExposureLimits = LIMITS,
): ((thing: number) => Stretches) | undefined {
  const branches = branchesByNode(changes);
  const chosen = new ChosenBranches(branches, things.count, { most: limits.branches, preferred });
  const replay = new Replay(changes, things);
  const isWhole = replay.run(limits.steps, (node) => {
    if (branches.starts[node] === branches.starts[node + 1]) return 0;
    for (const thing of replay.known) {
      const cell = replay.cellOf(thing);
      chosen.offer(thing, node, {
        cell,
        length: replay.cells.lengthOf(cell),
        isOpen: replay.cells.isOpen(cell),
      });
    }
    return replay.known.length;
  });
  if (!isWhole) return undefined;
  return (thing) => {
    const listed = chosen.of(thing).flatMap(({ branch, cell }) =>
      replay.cells.listed(cell, limits.stretches).flatMap(({ cameIn, left }) => {
        const from = changes.commits[cameIn];
        return from ? [{ branch, cameIn: from, left: changes.commits[left] ?? null }] : [];
      }),
    );
    return { listed, further: chosen.stretchesOf(thing) - listed.length };
  };
}

/** The branches that hang on each node, in their order. */
function branchesByNode({ commits, lastOf }: BranchChanges): CompressedRows {
  return compressRows(commits.length, (onPair) => {
    for (const [branch, node] of lastOf.entries()) if (node >= 0) onPair(node, branch);
  });
}
