/** Where something can be read now: at a tip, in the history, where it was not merged, or nowhere that a ref leads to. */
import type { Reach } from '../core/finding.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { Reached } from '../git/reached.ts';
import type { LocatedHit } from './located-hit.ts';

/** What can be reached: a commit that brought something in, or the object itself where a ref points there directly. */
type Way = (is: (rank: number) => boolean) => boolean;

export function reachOf(someWay: Way, reached: Reached, isAtTip: boolean): Reach {
  if (someWay((rank) => reached.byMerged(rank))) return isAtTip ? 'tip' : 'history';
  return someWay((rank) => reached.byAnyRef(rank)) ? 'unmerged' : 'unreachable';
}

/** For a hit in a message, or in a blob that no commit holds: it lies where its object does. */
export function withReach(located: LocatedHit, graph: ObjectGraph, reached: Reached | null): LocatedHit {
  if (reached === null || located.blob === null) return located;
  const rank = graph.oids.findHex(located.blob);
  return { ...located, reach: reachOf((is) => is(rank), reached, false) };
}
