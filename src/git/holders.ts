/** Which trees hold, at any depth, one of the given blobs: walks the holding relation upwards, without recursion. */
import type { ObjectGraph } from './object-graph.ts';

/** @returns one byte a rank: 1 for a given blob and for every tree above it */
export function holdersOf(graph: ObjectGraph, blobs: Iterable<number>): Uint8Array {
  const { starts, holders } = reverse(graph);
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

/** The holding relation turned round, in compressed rows: the holders of `rank` are `holders[starts[rank]…starts[rank+1]]`. */
function reverse(graph: ObjectGraph): { starts: Int32Array; holders: Int32Array } {
  const size = graph.oids.size;
  const counts = new Int32Array(size + 1);
  eachEntry(graph, (_, child) => (counts[child + 1] = (counts[child + 1] ?? 0) + 1));
  const starts = counts;
  for (let rank = 0; rank < size; rank++) starts[rank + 1] = (starts[rank + 1] ?? 0) + (starts[rank] ?? 0);
  const holders = new Int32Array(starts[size] ?? 0);
  const next = starts.slice();
  eachEntry(graph, (tree, child) => {
    const at = next[child] ?? 0;
    holders[at] = tree;
    next[child] = at + 1;
  });
  return { starts, holders };
}

/** Submodules are no entries here: what they point at lies in another repository. */
function eachEntry(graph: ObjectGraph, onEntry: (tree: number, child: number) => void): void {
  for (const tree of graph.trees) {
    for (const child of graph.entriesOf(tree).children) if (child >= 0) onEntry(tree, child);
  }
}
