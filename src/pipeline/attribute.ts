/** Hits in blobs -> hits with path, introducing commit, branches, and from when till when those held it. */
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { HeldEntries } from '../git/held-entries.ts';
import { holdersOf } from '../git/holders.ts';
import { findIntroductions, type Followed } from '../git/introductions.ts';
import { branchesOf, type Ref } from '../git/list-refs.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Reached } from '../git/reached.ts';
import { findTips, placeKey, type Tips } from '../git/tips.ts';
import { commitDetails, type Draft, finish, type PlacedEvent } from './draft.ts';
import { findExposure } from './exposure.ts';
import { lineagesOf } from './lineages.ts';
import { type LocatedHit, locate } from './located-hit.ts';
import { numberOccurrences } from './occurrence-key.ts';
import { reachOf, withReach } from './reach.ts';

const MAX_OTHER_PATHS = 100;
/** Not a name that branchesOf gives. */
const HEAD = 'HEAD';

interface Occurrence {
  /** The hit in each blob that has it, by the blob's rank. */
  readonly hits: Map<number, Hit>;
  readonly events: PlacedEvent[];
}

export interface AttributionInput {
  readonly graph: ObjectGraph;
  /** Hits by the rank of the blob. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  readonly refs: readonly Ref[];
  /** Null for a part of a history, which says nothing about reach and exposure. */
  readonly reached: Reached | null;
  readonly reader: ObjectReader;
  readonly onProblem: (problem: Problem) => void;
}

/** What the walks over commits and trees have found. */
interface Walked {
  readonly events: ReadonlyMap<number, readonly PlacedEvent[]>;
  /** Places by the order of the commit that brought them in. */
  readonly introduced: ReadonlyMap<number, readonly number[]>;
  readonly followed: Followed;
  readonly tips: Tips;
}

export async function attribute(input: AttributionInput): Promise<LocatedHit[]> {
  const { graph, hits: hitsByRank, onProblem } = input;
  const held = new HeldEntries(graph, holdersOf(graph, hitsByRank.keys()));
  const places = new Map<string, number>();
  const walked = walk(input.refs, held, places);
  if (!isWhole(walked)) onProblem(tooManyPaths());
  const drafts = [...occurrencesOf(hitsByRank, walked.events).values()].flatMap((occurrence) =>
    draftsOf(occurrence, walked, input),
  );
  const exposure = findExposure(drafts, { ...input, held, places, introduced: walked.introduced });
  const details = await commitDetails(drafts, exposure, input);
  return [
    ...drafts.map((draft) => finish(draft, exposure, details)),
    ...placeless(graph, hitsByRank, walked.events).map((hit) => withReach(hit, graph, input.reached)),
  ];
}

/** @param places is filled: a number for each place of a blob with hits */
function walk(refs: readonly Ref[], held: HeldEntries, places: Map<string, number>): Walked {
  const events = new Map<number, PlacedEvent[]>();
  const introduced = new Map<number, number[]>();
  const followed = findIntroductions(held, ({ blob, path, commit }) => {
    const key = placeKey(blob, path);
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    append(events, blob, { blob, path, commit, place });
    append(introduced, commit.order, place);
  });
  const newest = [...branchesOf(refs), ...refs.filter(({ name }) => name === HEAD)];
  return { events, introduced, followed, tips: findTips(held, newest, places) };
}

function append<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

function isWhole({ followed, tips }: Walked): boolean {
  return followed.isWhole && followed.cut.size === 0 && tips.isWhole;
}

function occurrencesOf(
  hitsByRank: ReadonlyMap<number, readonly Hit[]>,
  events: ReadonlyMap<number, readonly PlacedEvent[]>,
): Map<string, Occurrence> {
  const occurrences = new Map<string, Occurrence>();
  for (const [rank, hits] of hitsByRank) {
    const own = events.get(rank) ?? [];
    if (own.length === 0) continue;
    for (const { hit, key } of numberOccurrences(hits)) {
      const occurrence: Occurrence = occurrences.get(key) ?? { hits: new Map(), events: [] };
      occurrences.set(key, occurrence);
      occurrence.hits.set(rank, hit);
      for (const event of own) occurrence.events.push(event);
    }
  }
  return occurrences;
}

function draftsOf(occurrence: Occurrence, walked: Walked, { graph, reached }: AttributionInput): Draft[] {
  return lineagesOf(occurrence.events).flatMap((lineage) => {
    const [first] = lineage;
    const oldest = first && occurrence.hits.get(first.blob);
    if (!first || !oldest) return [];
    const hit = withLargestCount(oldest, lineage, occurrence);
    const newest = new Set(lineage.flatMap(({ place }) => walked.tips.at.get(place) ?? []));
    const isCertain = isKnownWhole(lineage, walked);
    return [
      {
        hit,
        first,
        lineage,
        isCertain,
        blob: graph.oids.hexOf(first.blob),
        commit: graph.oids.hexOf(first.commit.rank),
        others: otherPaths(graph, lineage, first.path),
        tips: [...newest].filter((name) => name !== HEAD).toSorted(),
        reach: reached && reachIn(lineage, reached, { isAtTip: newest.size > 0, isCertain }),
        versions: new Set(lineage.map(({ blob }) => blob)).size,
      },
    ];
  });
}

/** A table that grew, or shrank, is as bad as it was at its largest. */
function withLargestCount(oldest: Hit, lineage: readonly PlacedEvent[], { hits }: Occurrence): Hit {
  if (oldest.count === undefined) return oldest;
  let { count } = oldest;
  for (const { blob } of lineage) count = Math.max(count, hits.get(blob)?.count ?? 0);
  return count === oldest.count ? oldest : { ...oldest, count };
}

/** Were all places of these blobs followed? */
function isKnownWhole(lineage: readonly PlacedEvent[], { followed, tips }: Walked): boolean {
  return followed.isWhole && tips.isWhole && !lineage.some(({ blob }) => followed.cut.has(blob));
}

/** What was not followed to its end can only be worse than what was seen of it: then nothing but the worst is certain. */
function reachIn(
  lineage: readonly PlacedEvent[],
  reached: Reached,
  { isAtTip, isCertain }: { isAtTip: boolean; isCertain: boolean },
): Draft['reach'] {
  const reach = reachOf(
    (is) => lineage.some(({ blob, commit }) => is(commit.rank) || is(blob)),
    reached,
    isAtTip,
  );
  return isCertain || reach === 'tip' ? reach : null;
}

/** Each further path once, with the commit that first brought it. */
function otherPaths(graph: ObjectGraph, lineage: readonly PlacedEvent[], own: string): Draft['others'] {
  const byPath = new Map<string, string>();
  for (const { path, commit } of lineage) {
    if (path !== own && !byPath.has(path)) byPath.set(path, graph.oids.hexOf(commit.rank));
    if (byPath.size >= MAX_OTHER_PATHS) break;
  }
  return [...byPath].map(([path, commit]) => ({ path, commit }));
}

/** Blobs that no commit of the selection holds: reached by a tag of their own, or unreachable. Nothing is lost for want of a path. */
function placeless(
  graph: ObjectGraph,
  hitsByRank: ReadonlyMap<number, readonly Hit[]>,
  events: ReadonlyMap<number, unknown>,
): LocatedHit[] {
  return [...hitsByRank].flatMap(([rank, hits]) => {
    if (events.has(rank)) return [];
    const blob = graph.oids.hexOf(rank);
    return hits.map((hit) => locate(hit, { kind: 'blob', path: `objects/${blob}`, blob, atTip: false }));
  });
}

function tooManyPaths(): Problem {
  return {
    code: 'history-damaged',
    severity: 'warning',
    message:
      'The trees spell out more paths than were followed: some paths and commits are not listed, and of their findings it is not said where they lie now',
  };
}
