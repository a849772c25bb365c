/** Makes one candidate of all that a counting detector found in a text; of too few it makes none. */
import { type ListedDetector, wholeOf } from '../catalogue/detector.ts';
import type { Candidate } from './candidate.ts';

/**
 * The candidate that stands for others always says how many: a table that grows is the same table.
 * @param ordered candidates by ascending start
 * @param look what is needed of a candidate: its value, and whether a comment allows it
 */
export function countValues(
  ordered: readonly Candidate[],
  detectors: readonly ListedDetector[],
  look: { valueOf: (candidate: Candidate) => string; isAllowed: (candidate: Candidate) => boolean },
): Candidate[] {
  const groups = new Map<number, Candidate[]>();
  const single: Candidate[] = [];
  for (const candidate of ordered) {
    const group = groupOf(candidate, detectors, groups);
    (group ?? single).push(candidate);
  }
  if (groups.size === 0) return single;
  const counted = [...groups].flatMap(([detector, group]) => {
    const first = group.slice(0, MOST_ALLOWED).find((candidate) => !look.isAllowed(candidate)) ?? group[0];
    const count = differentIn(group, look.valueOf);
    return first && count >= (countedFrom(detectors[detector]) ?? 1) ? [{ ...first, count }] : [];
  });
  return [...single, ...counted].toSorted(
    (a, b) => a.start - b.start || a.end - b.end || a.detector - b.detector,
  );
}

/** Nobody writes more comments than this; the first that has none stands for all. */
const MOST_ALLOWED = 1000;

function countedFrom(detector: ListedDetector | undefined): number | undefined {
  return detector && wholeOf(detector).countedFrom;
}

function groupOf(
  { detector }: Candidate,
  detectors: readonly ListedDetector[],
  groups: Map<number, Candidate[]>,
): Candidate[] | undefined {
  if (countedFrom(detectors[detector]) === undefined) return undefined;
  const group = groups.get(detector) ?? [];
  groups.set(detector, group);
  return group;
}

/** A column counts its own cells; what stands elsewhere is counted by value. */
function differentIn(group: readonly Candidate[], valueOf: (candidate: Candidate) => string): number {
  const values = new Set<string>();
  let inColumns = 0;
  for (const candidate of group) {
    if (candidate.count === undefined) values.add(valueOf(candidate));
    else inColumns += candidate.count;
  }
  return inColumns + values.size;
}
