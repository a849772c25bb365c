/** Hits in blobs -> hits with path, introducing commit and branches. */
import type { Introduction, OtherPath } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { holdersOf } from '../git/holders.ts';
import { findIntroductions, type IntroductionEvent } from '../git/introductions.ts';
import type { Ref } from '../git/list-refs.ts';
import type { ObjectGraph } from '../git/object-graph.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import { parseCommit } from '../git/parse-commit.ts';
import { findTips, placeKey } from '../git/tips.ts';
import { lineagesOf } from './lineages.ts';
import { type LocatedHit, locate, decoded } from './located-hit.ts';
import { numberOccurrences } from './occurrence-key.ts';

const MAX_TIPS = 20;
const MAX_OTHER_PATHS = 100;

interface Occurrence {
  /** The hit in each blob that has it, by the blob's rank. */
  readonly hits: Map<number, Hit>;
  readonly events: IntroductionEvent[];
}

export interface AttributionInput {
  readonly graph: ObjectGraph;
  /** Hits by the rank of the blob. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  readonly branches: readonly Ref[];
  readonly reader: ObjectReader;
  readonly onProblem: (problem: Problem) => void;
}

export async function attribute(input: AttributionInput): Promise<LocatedHit[]> {
  const { graph, hits: hitsByRank, onProblem } = input;
  const holders = holdersOf(graph, hitsByRank.keys());
  const events = new Map<number, IntroductionEvent[]>();
  const wanted = new Set<string>();
  const isComplete = findIntroductions(graph, holders, (event) => {
    wanted.add(placeKey(event.blob, event.path));
    const known = events.get(event.blob);
    if (known) known.push(event);
    else events.set(event.blob, [event]);
  });
  if (!isComplete) onProblem(tooManyPaths());
  const tips = findTips(graph, holders, input.branches, wanted);
  const occurrences = occurrencesOf(hitsByRank, events);
  const located = [...occurrences.values()].flatMap((occurrence) =>
    locateOccurrence(graph, occurrence, tips),
  );
  const details = await commitDetails(located, input);
  return [...located.map((draft) => finish(draft, details)), ...placeless(graph, hitsByRank, events)];
}

function occurrencesOf(
  hitsByRank: ReadonlyMap<number, readonly Hit[]>,
  events: ReadonlyMap<number, readonly IntroductionEvent[]>,
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

/** A located hit whose commits are still only names. */
interface Draft {
  readonly hit: Hit;
  readonly blob: string;
  readonly first: IntroductionEvent;
  readonly commit: string;
  readonly others: ReadonlyArray<{ path: string; commit: string }>;
  readonly tips: readonly string[];
  readonly versions: number;
}

function locateOccurrence(
  graph: ObjectGraph,
  occurrence: Occurrence,
  tips: ReadonlyMap<string, readonly string[]>,
): Draft[] {
  return lineagesOf(occurrence.events).flatMap((lineage) => {
    const [first] = lineage;
    const hit = first && occurrence.hits.get(first.blob);
    if (!first || !hit) return [];
    const branches = new Set(lineage.flatMap(({ blob, path }) => tips.get(placeKey(blob, path)) ?? []));
    return [
      {
        hit,
        first,
        blob: graph.oids.hexOf(first.blob),
        commit: graph.oids.hexOf(first.commit.rank),
        others: otherPaths(graph, lineage, first.path),
        tips: [...branches].toSorted(),
        versions: new Set(lineage.map(({ blob }) => blob)).size,
      },
    ];
  });
}

/** Each further path once, with the commit that first brought it. */
function otherPaths(graph: ObjectGraph, lineage: readonly IntroductionEvent[], own: string): Draft['others'] {
  const byPath = new Map<string, string>();
  for (const { path, commit } of lineage) {
    if (path !== own && !byPath.has(path)) byPath.set(path, graph.oids.hexOf(commit.rank));
    if (byPath.size >= MAX_OTHER_PATHS) break;
  }
  return [...byPath].map(([path, commit]) => ({ path, commit }));
}

/** Authors and dates were not kept while the graph was loaded; the few that are wanted are read again. */
async function commitDetails(
  drafts: readonly Draft[],
  input: AttributionInput,
): Promise<Map<string, Introduction>> {
  const wanted = new Set(
    drafts.flatMap(({ commit, others }) => [commit, ...others.map((other) => other.commit)]),
  );
  const details = new Map<string, Introduction>();
  await input.reader.read(
    [...wanted],
    ({ oid, bytes }) => {
      const { author, date } = parseCommit(bytes);
      details.set(oid, { commit: oid, author, date });
    },
    input.onProblem,
  );
  return details;
}

function finish(draft: Draft, details: ReadonlyMap<string, Introduction>): LocatedHit {
  const others: OtherPath[] = draft.others.map(({ path, commit }) => ({
    path: decoded(path),
    introduced: details.get(commit) ?? null,
  }));
  return {
    hit: draft.hit,
    kind: 'blob',
    path: draft.first.path,
    blob: draft.blob,
    introduced: details.get(draft.commit) ?? null,
    otherPaths: others,
    atTip: draft.tips.length > 0,
    tips: draft.tips.slice(0, MAX_TIPS).map(decoded),
    versions: draft.versions,
  };
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
    message: 'The trees spell out more paths than were followed: some paths and commits are not listed',
  };
}
