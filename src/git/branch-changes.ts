/**
 * What each commit in the history of a branch put at a place or took from it, held against its first parent. Only such
 * commits become nodes, each tied to the one before it; a branch hangs on the last one of its history.
 */
import { firstParent, firstParentCommits } from './first-parents.ts';
import type { HeldEntries } from './held-entries.ts';
import type { Ref } from './list-refs.ts';
import type { GraphCommit } from './object-graph.ts';
import { placeKey } from './tips.ts';
import { eachPlaceBeyond } from './tree-difference.ts';

export interface BranchChanges {
  /** The commits that changed anything; a node is an index into it. Parents come before children. */
  readonly commits: readonly GraphCommit[];
  /** The node before each node in the history of every branch that has both, or -1. */
  readonly before: readonly number[];
  /** Where the changes of each node begin, and at last where they all end. */
  readonly starts: readonly number[];
  /** Twice the number of a place, and one more where it was taken away. */
  readonly changes: readonly number[];
  /** The last node in the history of each branch, or -1. */
  readonly lastOf: readonly number[];
  /** False when the trees spell out more changes than were followed. */
  readonly isWhole: boolean;
}

export interface BranchHistory {
  readonly held: HeldEntries;
  readonly branches: readonly Ref[];
  /** Number of each wanted place, by its placeKey. */
  readonly places: ReadonlyMap<string, number>;
  /** Places that each commit brought in, by its order. Of a merge they are too few: what another parent has is not new. */
  readonly introduced: ReadonlyMap<number, readonly number[]>;
}

const MAX_STEPS = 3_000_000;
const NONE = -1;

export function branchChanges(history: BranchHistory, maxSteps: number = MAX_STEPS): BranchChanges {
  const { branches } = history;
  const { graph } = history.held;
  const budget = { steps: maxSteps };
  const tips = branches.map(({ oid }) => graph.commitOf(graph.oids.findHex(oid)));
  const latest = new Int32Array(graph.commits.length).fill(NONE);
  const found = {
    commits: [] as GraphCommit[],
    before: [] as number[],
    starts: [0],
    changes: [] as number[],
  };
  for (const commit of firstParentCommits(
    graph,
    tips.filter((tip) => tip !== undefined),
  )) {
    const parent = firstParent(graph, commit);
    const before = parent ? (latest[parent.order] ?? NONE) : NONE;
    latest[commit.order] = before;
    if (!addChanges(history, { commit, parent, budget }, found.changes)) continue;
    latest[commit.order] = found.commits.push(commit) - 1;
    found.before.push(before);
    found.starts.push(found.changes.length);
    if (budget.steps <= 0) break;
  }
  const lastOf = tips.map((tip) => (tip ? (latest[tip.order] ?? NONE) : NONE));
  return { ...found, lastOf, isWhole: budget.steps > 0 };
}

interface Step {
  readonly commit: GraphCommit;
  readonly parent: GraphCommit | undefined;
  readonly budget: { steps: number };
}

/** @returns false when there were none */
function addChanges(history: BranchHistory, { commit, parent, budget }: Step, changes: number[]): boolean {
  const { held, introduced } = history;
  const from = parent?.tree ?? NONE;
  const length = changes.length;
  if (commit.parents.length <= 1)
    for (const place of introduced.get(commit.order) ?? []) changes.push(place * 2);
  else {
    const onPlace = pushTo(changes, history, 0);
    eachPlaceBeyond(held, { tree: commit.tree, others: [from], budget, onPlace });
  }
  const onPlace = pushTo(changes, history, 1);
  eachPlaceBeyond(held, { tree: from, others: [commit.tree], budget, onPlace });
  return changes.length > length;
}

function pushTo(
  changes: number[],
  { places }: BranchHistory,
  sign: 0 | 1,
): (blob: number, path: string) => void {
  return (blob, path) => {
    const place = places.get(placeKey(blob, path));
    if (place !== undefined) changes.push(place * 2 + sign);
  };
}
