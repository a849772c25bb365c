/** What a whole store leaves for the next scan: all verdicts, and the history that things can be added to. */
import type { Ref } from '../git/list-refs.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import { namesOf, ranksWhere } from './kept-history.ts';
import { type Verdicts, verdictsToKeep } from './known-verdicts.ts';
import type { ScannedHistory, ToKeep } from './scanned-history.ts';

/** @param read the whole history, and one byte a rank of what is reached */
export function storeToKeep(
  verdicts: Verdicts,
  read: { graph: ObjectGraph; reached: Uint8Array; messageHits: ScannedHistory['messageHits'] },
  request: { selection: Selection; repository: Repository; refs: readonly Ref[] },
): ToKeep {
  const { graph, reached, messageHits: messages } = read;
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
    tips: request.refs.map(({ oid }) => graph.oids.findHex(oid)),
    isReached: reached,
    reached: namesOf(graph.oids, below),
  };
  return { verdicts: kept, whole };
}
