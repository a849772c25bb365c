/** What a whole store leaves for the next scan: all verdicts, and the history that things can be added to. */
import type { ObjectGraph } from '../git/object-graph.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import { namesOf, ranksWhere } from './kept-history.ts';
import { type Verdicts, verdictsToKeep } from './known-verdicts.ts';
import type { ScannedHistory, ToKeep } from './scanned-history.ts';

/** A whole history. */
interface ReadStore {
  readonly graph: ObjectGraph;
  /** One byte a rank. */
  readonly reached: Uint8Array;
  readonly messageHits: ScannedHistory['messageHits'];
  /** Ranks of what the refs point at. */
  readonly tips: readonly number[];
}

export function storeToKeep(
  verdicts: Verdicts,
  read: ReadStore,
  request: { selection: Selection; repository: Repository },
): ToKeep {
  const { graph, reached, messageHits: messages, tips } = read;
  const kept = verdictsToKeep(verdicts, graph.oids);
  // What no ref reaches is counted too, or parents are not there: then one cannot tell what an addition adds.
  if (request.selection.unreachable || request.repository.isShallow) return { verdicts: kept, whole: null };
  const isReached = (rank: number): boolean => reached[rank] === 1;
  const isLink = (rank: number): boolean => graph.commitOf(rank) !== undefined || graph.targetOf(rank) >= 0;
  const ranks = [...verdicts.sizes.keys()];
  const places = [...kept.hits.keys()].map((place) => [ranks[place] ?? -1, place] as const);
  const below = ranksWhere(reached.length, (rank) => isReached(rank) && !isLink(rank));
  const whole = {
    graph,
    messages,
    places: new Map(places.filter(([rank]) => isReached(rank))),
    tips,
    isReached: reached,
    reached: namesOf(graph.oids, below),
    reachedRanks: below,
  };
  return { verdicts: kept, whole };
}
