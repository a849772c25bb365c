/** Links the two halves of a key pair, an id and its secret, where they stand close together in one text. */
import type { ListedDetector } from '../catalogue/detector.ts';

/** The other half of a hit. */
export interface HitLink {
  /** Index into the detector set. */
  readonly detector: number;
  readonly raw: string;
  readonly line: number;
}

interface Linkable {
  readonly detector: number;
  readonly start: number;
  readonly end: number;
  readonly raw: string;
  readonly line: number;
  readonly inside?: readonly string[];
}

/** A text of nothing but secrets must not make this quadratic. */
const MOST_NEIGHBOURS = 64;
const MOST_LINKS = 8;

/**
 * Of each detector that one pairs with the nearest hit is its other half, and the other way round.
 * @param hits overlaps settled, text by text in order of their start
 */
export function linkPairs<One extends Linkable>(
  hits: readonly One[],
  detectors: readonly ListedDetector[],
): Array<One & { linked?: readonly HitLink[] }> {
  const links = new Map<One, One[]>();
  for (const [index, hit] of hits.entries()) {
    const pairs = detectors[hit.detector]?.pairs;
    if (!pairs) continue;
    for (const other of nearestOfEach(neighboursOf(hits, index, pairs.within), pairs.with, detectors)) {
      add(links, hit, other);
      add(links, other, hit);
    }
  }
  return links.size === 0 ? [...hits] : hits.map((hit) => withLinks(hit, links.get(hit)));
}

/** Hits of the same text at most so many bytes away, the nearest first. */
function neighboursOf<One extends Linkable>(hits: readonly One[], index: number, within: number): One[] {
  const hit = hits[index];
  if (!hit) return [];
  const text = hit.inside?.join('\0');
  const first = Math.max(0, index - MOST_NEIGHBOURS);
  const around = [...hits.slice(first, index), ...hits.slice(index + 1, index + 1 + MOST_NEIGHBOURS)];
  return around
    .filter((other) => gap(hit, other) <= within && other.inside?.join('\0') === text)
    .toSorted((a, b) => gap(hit, a) - gap(hit, b) || a.start - b.start);
}

function gap(a: Linkable, b: Linkable): number {
  return Math.max(0, b.start - a.end, a.start - b.end);
}

function nearestOfEach<One extends Linkable>(
  neighbours: readonly One[],
  ids: readonly string[],
  detectors: readonly ListedDetector[],
): One[] {
  return ids.flatMap((id) => neighbours.find((other) => detectors[other.detector]?.id === id) ?? []);
}

function add<One>(links: Map<One, One[]>, one: One, other: One): void {
  const known = links.get(one);
  if (!known) links.set(one, [other]);
  else if (known.length < MOST_LINKS && !known.includes(other)) known.push(other);
}

function withLinks<One extends Linkable>(hit: One, others: readonly One[] | undefined): One {
  if (!others) return hit;
  return { ...hit, linked: others.map(({ detector, raw, line }): HitLink => ({ detector, raw, line })) };
}
