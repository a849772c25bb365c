/** Where something can be read now: at a tip, in the history, where it was not merged, or nowhere that a ref leads to. */
import type { Reach } from '../core/finding.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { Reached } from '../git/reached.ts';
import type { LocatedHit } from './located-hit.ts';

/** @param ranks every commit that brought it in, and every blob that holds it, in case that a ref points there directly */
export function reachOf(ranks: readonly number[], reached: Reached, isAtTip: boolean): Reach {
  if (ranks.some((rank) => reached.byMerged(rank))) return isAtTip ? 'tip' : 'history';
  return ranks.some((rank) => reached.byAnyRef(rank)) ? 'unmerged' : 'unreachable';
}

/** For a hit in a message, or in a blob that no commit holds: it lies where its object does. */
export function withReach(located: LocatedHit, graph: ObjectGraph, reached: Reached | null): LocatedHit {
  if (reached === null || located.blob === null) return located;
  return { ...located, reach: reachOf([graph.oids.findHex(located.blob)], reached, false) };
}
