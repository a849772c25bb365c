/** What lies in the newest commit of each branch now. */
import type { HeldEntries } from './held-entries.ts';
import type { ObjectGraph } from './object-graph.ts';

/** See tree-difference.ts: a few objects can spell out endless paths. */
const MAX_STEPS = 2_000_000;
const MAX_DEPTH = 2048;

/** Key of a blob at a path, for the maps of this stage. */
export function placeKey(blob: number, path: string): string {
  return `${blob} ${path}`;
}

export interface Tips {
  /** For each wanted place the branches whose newest commit holds it. */
  readonly at: ReadonlyMap<number, readonly string[]>;
  /** False when the trees spell out more paths than were followed. */
  readonly isWhole: boolean;
}

/** @param places number of each wanted place, by its placeKey */
export function findTips(
  held: HeldEntries,
  branches: ReadonlyArray<{ name: string; oid: string }>,
  places: ReadonlyMap<string, number>,
): Tips {
  const at = new Map<number, string[]>();
  const budget = { steps: MAX_STEPS };
  for (const [tree, names] of byRootTree(held.graph, branches)) {
    if (!held.isHolder(tree)) continue;
    for (const key of placesIn(held, tree, budget)) {
      const place = places.get(key);
      if (place === undefined) continue;
      const known = at.get(place);
      if (known) known.push(...names);
      else at.set(place, [...names]);
    }
  }
  return { at, isWhole: budget.steps > 0 };
}

/** Many branches share a root tree; each tree is walked once. */
function byRootTree(
  graph: ObjectGraph,
  branches: ReadonlyArray<{ name: string; oid: string }>,
): Map<number, string[]> {
  const grouped = new Map<number, string[]>();
  for (const { name, oid } of branches) {
    const tree = graph.commitOf(graph.oids.findHex(oid))?.tree;
    if (tree === undefined) continue;
    const known = grouped.get(tree);
    if (known) known.push(name);
    else grouped.set(tree, [name]);
  }
  return grouped;
}

function* placesIn(held: HeldEntries, root: number, budget: { steps: number }): Generator<string> {
  const pending = [{ tree: root, prefix: '', depth: 0 }];
  for (let step = pending.pop(); step && budget.steps > 0; step = pending.pop()) {
    const start = held.startOf(step.tree);
    const end = held.endOf(step.tree);
    budget.steps -= end - start;
    for (let index = start; index < end; index++) {
      const child = held.childAt(index);
      const path = step.prefix + held.graph.nameOf(held.nameAt(index));
      if (!held.graph.isTree(child)) yield placeKey(child, path);
      else if (step.depth < MAX_DEPTH)
        pending.push({ tree: child, prefix: `${path}/`, depth: step.depth + 1 });
    }
  }
}
