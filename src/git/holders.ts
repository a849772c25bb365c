/** Which trees hold, at any depth, one of the given blobs: walks the holding relation upwards, without recursion. */
import { compressRows } from './compressed-rows.ts';
import type { ObjectGraph } from './object-graph.ts';

/** @returns one byte a rank: 1 for a given blob and for every tree above it */
export function holdersOf(graph: ObjectGraph, blobs: Iterable<number>): Uint8Array {
  const { starts, values: holders } = compressRows(graph.oids.size, (onPair) => eachEntry(graph, onPair));
  const marked = new Uint8Array(graph.oids.size);
  const waiting = [...blobs];
  for (const rank of waiting) marked[rank] = 1;
  for (let rank = waiting.pop(); rank !== undefined; rank = waiting.pop()) {
    for (let at = starts[rank] ?? 0; at < (starts[rank + 1] ?? 0); at++) {
      const holder = holders[at] ?? 0;
      if (marked[holder] === 1) continue;
      marked[holder] = 1;
      waiting.push(holder);
    }
  }
  return marked;
}

/** Submodules are no entries here: what they point at lies in another repository. */
function eachEntry(graph: ObjectGraph, onEntry: (child: number, tree: number) => void): void {
  for (const tree of graph.trees) {
    for (const child of graph.entriesOf(tree).children) if (child >= 0) onEntry(child, tree);
  }
}
