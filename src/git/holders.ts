/** Which trees hold, at any depth, one of the given blobs. Without recursion. */
import { compressRows } from './compressed-rows.ts';
import type { ObjectGraph } from './object-graph.ts';

/** Trees nest no deeper in most repositories; each round goes up one level at least. */
const QUICK_ROUNDS = 12;

/** @returns one byte a rank: 1 for a given blob and for every tree above it */
export function holdersOf(graph: ObjectGraph, blobs: Iterable<number>): Uint8Array {
  const marked = new Uint8Array(graph.oids.size);
  for (const rank of blobs) marked[rank] = 1;
  for (let round = 0; round < QUICK_ROUNDS; round++) if (!markHolders(graph, marked)) return marked;
  return climb(graph, marked);
}

/** Marks every tree that has a marked child. @returns false when there was none left */
function markHolders(graph: ObjectGraph, marked: Uint8Array): boolean {
  let found = false;
  for (const tree of graph.trees) {
    if (marked[tree] === 1) continue;
    const { children, from, to } = graph.stretchOf(tree);
    for (let index = from; index < to; index++) {
      if (marked[children[index] ?? -1] !== 1) continue;
      marked[tree] = 1;
      found = true;
      break;
    }
  }
  return found;
}

/** The same for trees of any depth: makes the holding relation first, then walks it upwards. */
function climb(graph: ObjectGraph, marked: Uint8Array): Uint8Array {
  const { starts, values: holders } = compressRows(graph.oids.size, (onPair) => eachEntry(graph, onPair));
  const waiting = [...marked.entries()].flatMap(([rank, mark]) => (mark === 1 ? [rank] : []));
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
