/** One blob -> its hits: scan, locate, settle overlaps. Depends on nothing but the bytes and the detectors. */
import type { ListedDetector } from '../catalogue/detector.ts';
import type { Span } from '../core/finding.ts';
import { isAllowedInline } from './allow-comment.ts';
import type { Candidate } from './candidate.ts';
import { countValues } from './count-values.ts';
import { linesAround } from './lines-around.ts';
import { type HitLink, linkPairs } from './link-pairs.ts';
import type { DetectorSet } from './detector-set.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';
import { bytesOf, type PlacedText, withBlob, withText } from './placed-text.ts';
import { forget, type ScannedVersion, scanVersion } from './scan-version.ts';
import { spansOf } from './spans.ts';

/** A candidate with its place and its raw text; still without path, commit and labels. */
export interface Hit extends Span, Candidate {
  /** The secret, one char code per byte. */
  readonly raw: string;
  /** The line or lines it stands on, one char code per byte, cut to 1 KiB on either side. */
  readonly lines: string;
  /** An allow comment stands on its line. */
  readonly allowed: boolean;
  /** Names of the members that lead to it through containers, outermost first, latin1 bytes; all offsets count in the last. Left out: none. */
  readonly inside?: readonly string[];
  /** The other half of a key pair, or several. Left out: none stands near. */
  readonly linked?: readonly HitLink[];
}

/** All hits of a text, also those that share bytes. */
export interface ScannedText extends Pick<ScannedVersion, 'isCut' | 'isUndecoded'> {
  readonly hits: Hit[];
}

export function scanText(blob: Uint8Array, set: DetectorSet): Hit[] {
  return settleHits(scanBlob(blob, set).hits, set.detectors);
}

/** All hits, also those that share bytes, and what kept the text from being looked at as a whole. */
export function scanBlob(blob: Uint8Array, set: DetectorSet): ScannedText {
  return withBlob(set.space, blob, (text) => scanOnce(text, set));
}

/** The hits in a blob that is in the kernel's memory already. */
export function scanPlaced(blob: { at: number; length: number }, set: DetectorSet): Hit[] {
  const { hits } = withText(set.space, blob, (text) => scanOnce(text, set));
  return settleHits(hits, set.detectors);
}

/**
 * What is done with the hits of one blob once all are known: of those that share bytes one is left, key pairs are linked.
 * @returns text by text, in order of their start; depends on the set of hits alone, not on its order
 */
export function settleHits(hits: readonly Hit[], detectors: readonly ListedDetector[]): Hit[] {
  return linkPairs(resolveOverlaps(hits, detectors), detectors);
}

function scanOnce(text: PlacedText, set: DetectorSet): ScannedText {
  const scanned = scanVersion(text, set);
  forget(scanned, set);
  return { hits: hitsOf(text, scanned, set), isCut: scanned.isCut, isUndecoded: scanned.isUndecoded };
}

/** By ascending start. Which of those that share bytes is to be believed is left to resolveOverlaps: it depends on the other detectors. */
export function hitsOf(text: PlacedText, { candidates }: ScannedVersion, set: DetectorSet): Hit[] {
  if (candidates.length === 0) return [];
  const bytes = bytesOf(set.space, text);
  const rawOf = ({ start, end, value }: Candidate): string => value ?? bytes.toString('latin1', start, end);
  const ordered = countValues(
    candidates.length < 2 ? candidates : candidates.toSorted(byPlace),
    set.detectors,
    { valueOf: rawOf, isAllowed: ({ start, end }) => isAllowedInline(linesAround(bytes, start, end)) },
  );
  const spans = spansOf(set.space, text, ordered);
  return ordered.flatMap((candidate, index) => {
    const span = spans[index];
    if (!span) return [];
    const { value: _, ...plain } = candidate;
    const lines = linesAround(bytes, plain.start, plain.end);
    const raw = rawOf(candidate);
    return [{ ...plain, ...span, raw, lines, allowed: isAllowedInline(lines) }];
  });
}

/** Of every set of candidates one order, however they came to be. */
function byPlace(a: Candidate, b: Candidate): number {
  return a.start - b.start || a.end - b.end || a.detector - b.detector || compareText(madeOf(a), madeOf(b));
}

/** What tells apart the secrets that came out of one stretch. */
function madeOf({ encoding, value }: Candidate): string {
  return encoding ? `${encoding.join()} ${value ?? ''}` : '';
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
