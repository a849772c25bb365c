/** Of candidates that share bytes keeps one: the more specific detector, then the longer stretch. */
import { ANY_ISSUER, type Detector, type ListedDetector, wholeOf } from '../catalogue/detector.ts';
import { CONFIDENCES } from '../core/severity.ts';
import type { Candidate } from './candidate.ts';

const MATCHER_RANK = { token: 2, assignment: 1, 'entropy-run': 0 } as const;

/** Offsets count in the text that `inside` names. */
type Placed = Candidate & { readonly inside?: readonly string[]; readonly raw?: string };

/** @returns the kept candidates, text by text in order of their start; the result depends on the set alone, not on its order */
export function resolveOverlaps<One extends Placed>(
  candidates: readonly One[],
  detectors: readonly ListedDetector[],
): One[] {
  if (!candidates.some(({ inside }) => inside)) return resolveOne(candidates, detectors);
  const texts = new Map<string, One[]>();
  for (const candidate of candidates) {
    const key = candidate.inside?.join('\0') ?? '';
    const text = texts.get(key);
    if (text) text.push(candidate);
    else texts.set(key, [candidate]);
  }
  return [...texts.values()].flatMap((text) => resolveOne(text, detectors));
}

/** Several secrets can come out of one compressed stretch: they share its bytes, but nothing else. */
function resolveOne<One extends Placed>(
  candidates: readonly One[],
  detectors: readonly ListedDetector[],
): One[] {
  if (candidates.length < 2) return [...candidates];
  const byWorth = sortByWorth(candidates, detectors);
  const companions = companionsIn(byWorth);
  const kept = byWorth.length > MANY ? sweep(byWorth) : greedy(byWorth);
  return companions.size === 0 ? kept : kept.flatMap((one) => companions.get(one) ?? one);
}

function sortByWorth<One extends Candidate>(
  candidates: readonly One[],
  detectors: readonly ListedDetector[],
): One[] {
  const rank = (candidate: One): number => {
    const detector = detectors[candidate.detector];
    return detector ? worthOf(wholeOf(detector)) : 0;
  };
  return candidates.toSorted(
    (a, b) =>
      rank(b) - rank(a) ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start ||
      a.detector - b.detector,
  );
}

/** For the first of those that came out of the same stretch: all of them whose values are not parts of one another. */
function companionsIn<One extends Placed>(byWorth: readonly One[]): Map<One, One[]> {
  const stretches = new Map<string, One[]>();
  for (const candidate of byWorth) {
    if (candidate.encoding === undefined) continue;
    const key = `${candidate.start} ${candidate.end}`;
    const kept = stretches.get(key);
    if (!kept) stretches.set(key, [candidate]);
    else if (kept.length < MANY && !kept.some((other) => isPartOf(candidate, other))) kept.push(candidate);
  }
  return new Map([...stretches.values()].flatMap((all) => (all[0] && all.length > 1 ? [[all[0], all]] : [])));
}

function isPartOf(one: Placed, other: Placed): boolean {
  const [a, b] = [one.raw ?? one.value ?? '', other.raw ?? other.value ?? ''];
  return a.includes(b) || b.includes(a);
}

/** Who knows the issuer knows what to do, so that comes before how sure a detector of any issuer's secrets is. */
function worthOf({ matcher, issuer, confidence }: Detector): number {
  return MATCHER_RANK[matcher] * 100 + (issuer === ANY_ISSUER ? 0 : 10) + CONFIDENCES.indexOf(confidence);
}

/** Above this many the quadratic comparison would be felt; of one stretch no more are kept. */
const MANY = 64;

function greedy<One extends Candidate>(byWorth: readonly One[]): One[] {
  const kept: One[] = [];
  for (const candidate of byWorth) {
    if (!kept.some((other) => candidate.start < other.end && other.start < candidate.end))
      kept.push(candidate);
  }
  return kept.toSorted((a, b) => a.start - b.start);
}

/** The same answer for many candidates: kept ones lie in a sorted array that is searched by halving. */
function sweep<One extends Candidate>(byWorth: readonly One[]): One[] {
  const kept: One[] = [];
  for (const candidate of byWorth) {
    const at = firstNotBefore(kept, candidate.start);
    const overlapsLeft = (kept[at - 1]?.end ?? 0) > candidate.start;
    const overlapsRight = (kept[at]?.start ?? Infinity) < candidate.end;
    if (!overlapsLeft && !overlapsRight) kept.splice(at, 0, candidate);
  }
  return kept;
}

function firstNotBefore(kept: readonly Candidate[], start: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((kept[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Why the first of two that share bytes is believed and not the second, in words. */
export function reasonToPrefer(
  winner: Candidate,
  loser: Candidate,
  detectors: readonly ListedDetector[],
): string | undefined {
  const [first, second] = [detectors[winner.detector], detectors[loser.detector]];
  if (!first || !second) return undefined;
  const [won, lost] = [wholeOf(first), wholeOf(second)];
  if (MATCHER_RANK[won.matcher] !== MATCHER_RANK[lost.matcher]) return 'a form of its own says more';
  if (won.issuer !== ANY_ISSUER && lost.issuer === ANY_ISSUER) return 'it knows the issuer';
  if (won.confidence !== lost.confidence) return 'it is surer';
  return winner.end - winner.start === loser.end - loser.start ? 'it comes first' : 'it covers more';
}
