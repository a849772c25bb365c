/** What lies in the newest commit of each branch now. */
import type { ObjectGraph } from './object-graph.ts';

const MAX_STEPS = 20_000_000;
const MAX_DEPTH = 2048;

/** Key of a blob at a path, for the maps of this stage. */
export function placeKey(blob: number, path: string): string {
  return `${blob} ${path}`;
}

/** @returns for each place (blob at a path) of the wanted blobs, the branches whose newest commit holds it */
export function findTips(
  graph: ObjectGraph,
  holders: Uint8Array,
  branches: ReadonlyArray<{ name: string; oid: string }>,
): Map<string, readonly string[]> {
  const branchesByTree = new Map<number, string[]>();
  for (const { name, oid } of branches) {
    const tree = graph.commitOf(graph.oids.findHex(oid))?.tree ?? -1;
    if (tree >= 0 && holders[tree] === 1)
      branchesByTree.set(tree, [...(branchesByTree.get(tree) ?? []), name]);
  }
  const places = new Map<string, readonly string[]>();
  const budget = { steps: MAX_STEPS };
  for (const [tree, names] of branchesByTree) {
    for (const key of placesIn(graph, holders, tree, budget))
      places.set(key, [...(places.get(key) ?? []), ...names]);
  }
  return places;
}

function* placesIn(
  graph: ObjectGraph,
  holders: Uint8Array,
  root: number,
  budget: { steps: number },
): Generator<string> {
  const pending = [{ tree: root, prefix: '', depth: 0 }];
  for (let step = pending.pop(); step && budget.steps > 0; step = pending.pop()) {
    const { names, children } = graph.entriesOf(step.tree);
    budget.steps -= children.length + 1;
    for (let index = 0; index < children.length; index++) {
      const child = children[index] ?? -1;
      if (child < 0 || holders[child] !== 1) continue;
      const path = step.prefix + graph.nameOf(names[index] ?? 0);
      if (!graph.isTree(child)) yield placeKey(child, path);
      else if (step.depth < MAX_DEPTH)
        pending.push({ tree: child, prefix: `${path}/`, depth: step.depth + 1 });
    }
  }
}
