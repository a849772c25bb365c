/** Which commit brought a blob in at which path: it holds the blob there, and none of its parents does. Merges are like any other commit. */
import type { GraphCommit, ObjectGraph, TreeEntries } from './object-graph.ts';

/** A blob came in at a path with a commit. Paths are latin1 bytes. */
export interface IntroductionEvent {
  readonly blob: number;
  readonly path: string;
  readonly commit: GraphCommit;
}

/**
 * A tree can name one subtree under many names, so a handful of objects can spell out more paths than there is time for.
 * Ordinary histories stay far below this.
 */
const MAX_STEPS = 3_000_000;
/** Events kept of one blob; a licence text may well lie at hundreds of paths. */
const MAX_EVENTS_PER_BLOB = 5000;
/** As git's own limit on the depth of trees it will walk (core.maxTreeDepth). */
const MAX_DEPTH = 2048;

/** @returns false when the history spells out more paths than were followed */
export function findIntroductions(
  graph: ObjectGraph,
  holders: Uint8Array,
  onEvent: (event: IntroductionEvent) => void,
  maxSteps: number = MAX_STEPS,
): boolean {
  const budget = { steps: maxSteps };
  const counted = countPerBlob(onEvent);
  for (const commit of graph.commits) {
    if (holders[commit.tree] !== 1) continue;
    const parents = commit.parents
      .map((rank) => graph.commitOf(rank)?.tree ?? -1)
      .filter((tree) => tree >= 0);
    if (!parents.includes(commit.tree))
      walkDifference(graph, holders, { commit, parents, budget, onEvent: counted.add });
    if (budget.steps <= 0) return false;
  }
  return !counted.isCut();
}

function countPerBlob(onEvent: (event: IntroductionEvent) => void): {
  add: (event: IntroductionEvent) => void;
  isCut: () => boolean;
} {
  const counts = new Map<number, number>();
  let isCut = false;
  return {
    add: (event) => {
      const count = (counts.get(event.blob) ?? 0) + 1;
      counts.set(event.blob, count);
      if (count <= MAX_EVENTS_PER_BLOB) onEvent(event);
      else isCut = true;
    },
    isCut: () => isCut,
  };
}

interface Walk {
  readonly commit: GraphCommit;
  /** Root trees of the parents. */
  readonly parents: readonly number[];
  readonly budget: { steps: number };
  readonly onEvent: (event: IntroductionEvent) => void;
}

interface Pending {
  readonly tree: number;
  readonly parents: readonly number[];
  readonly prefix: string;
  readonly depth: number;
}

/** Goes down only where a wanted blob lies and where every parent differs. */
function walkDifference(graph: ObjectGraph, holders: Uint8Array, walk: Walk): void {
  const pending: Pending[] = [{ tree: walk.commit.tree, parents: walk.parents, prefix: '', depth: 0 }];
  for (let step = pending.pop(); step && walk.budget.steps > 0; step = pending.pop()) {
    const { names, children } = graph.entriesOf(step.tree);
    const parents = step.parents.map((parent) => new NamedChildren(graph.entriesOf(parent)));
    for (let index = 0; index < children.length; index++) {
      const child = children[index] ?? -1;
      if (holders[child] !== 1) continue;
      walk.budget.steps--;
      const name = names[index] ?? 0;
      const before = parents.map((parent) => parent.find(name));
      const below = enter(graph, step, { child, name, before }, walk);
      if (below) pending.push(below);
    }
  }
}

/** Looks at one entry: reports a blob, returns a tree to go down into. */
function enter(
  graph: ObjectGraph,
  step: Pending,
  { child, name, before }: { child: number; name: number; before: readonly number[] },
  walk: Walk,
): Pending | undefined {
  if (before.includes(child)) return undefined;
  const path = step.prefix + graph.nameOf(name);
  if (graph.isTree(child)) {
    const parents = before.filter((rank) => rank >= 0);
    return step.depth < MAX_DEPTH
      ? { tree: child, parents, prefix: `${path}/`, depth: step.depth + 1 }
      : undefined;
  }
  walk.onEvent({ blob: child, path, commit: walk.commit });
  return undefined;
}

/** So many names are looked up one by one in a tree before they are put in a table: most trees are asked for very few. */
const FEW_LOOKUPS = 16;

/** The children of one tree by name. */
class NamedChildren {
  readonly #entries: TreeEntries;
  #lookups = 0;
  #places: Map<number, number> | undefined;

  constructor(entries: TreeEntries) {
    this.#entries = entries;
  }

  /** The first child of that name, or -1. */
  find(name: number): number {
    const { names, children } = this.#entries;
    if (this.#lookups++ === FEW_LOOKUPS) this.#places = placesByName(names);
    const place = this.#places ? this.#places.get(name) : names.indexOf(name);
    return children[place ?? -1] ?? -1;
  }
}

function placesByName(names: Int32Array): Map<number, number> {
  const places = new Map<number, number>();
  for (const [place, name] of names.entries()) if (!places.has(name)) places.set(name, place);
  return places;
}
