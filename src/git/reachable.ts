/** What can be reached: from commits to trees and parents, from trees to entries, from tags to what they name. On ranks, without recursion. */
import type { ObjectGraph } from './object-graph.ts';

/**
 * @param tips ranks of what the refs point at; -1 is no object
 * @returns one byte a rank: 1 for what is reached, be it in the graph or not
 */
export function reachableFrom(graph: ObjectGraph, tips: Iterable<number>): Uint8Array {
  const reached = new Uint8Array(graph.oids.size);
  // Every rank waits at most once, for it is marked when it begins to wait.
  const waiting = new Int32Array(graph.oids.size);
  let count = 0;
  const reach = (rank: number): void => {
    if (reached[rank] !== 0) return;
    reached[rank] = 1;
    waiting[count++] = rank;
  };
  for (const tip of tips) reach(tip);
  while (count > 0) {
    const rank = waiting[--count] ?? 0;
    const commit = graph.commitOf(rank);
    if (commit) {
      reach(commit.tree);
      for (const parent of commit.parents) reach(parent);
    }
    // Plain loops from here: there are millions of entries. Of a submodule, -1, there is no mark to be zero.
    const { children, from, to } = graph.stretchOf(rank);
    for (let index = from; index < to; index++) {
      const child = children[index] ?? 0;
      if (reached[child] !== 0) continue;
      reached[child] = 1;
      waiting[count++] = child;
    }
    reach(graph.targetOf(rank));
  }
  return reached;
}

/** Names of what was reached but is not stored: the ranks of what is stored come first. */
export function missingFrom(graph: ObjectGraph, reached: Uint8Array, stored: number): string[] {
  const missing: string[] = [];
  for (let rank = stored; rank < reached.length; rank++) {
    if (reached[rank] === 1) missing.push(graph.oids.hexOf(rank));
  }
  return missing;
}
