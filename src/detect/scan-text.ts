/** One blob -> its hits: scan, settle overlaps, locate. Depends on nothing but the bytes and the detectors. */
import type { Span } from '../core/finding.ts';
import { isAllowedInline } from './allow-comment.ts';
import { linesAround } from './lines-around.ts';
import type { DetectorSet } from './detector-set.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';
import { bytesOf, type PlacedText, withBlob, withText } from './placed-text.ts';
import { forget, type ScannedVersion, scanVersion } from './scan-version.ts';
import { spansOf } from './spans.ts';

/** A candidate with its place and its raw text; still without path, commit and labels. */
export interface Hit extends Span {
  readonly detector: number;
  /** Byte offset in the scanned text. */
  readonly start: number;
  /** The secret, one char code per byte. */
  readonly raw: string;
  /** The line or lines it stands on, one char code per byte, cut to 1 KiB on either side. */
  readonly lines: string;
  /** An allow comment stands on its line. */
  readonly allowed: boolean;
}

export function scanText(blob: Uint8Array, set: DetectorSet): Hit[] {
  return scanBlob(blob, set).hits;
}

/** The hits, and whether there were more than are kept. */
export function scanBlob(blob: Uint8Array, set: DetectorSet): { hits: Hit[]; isCut: boolean } {
  return withBlob(set.space, blob, (text) => scanOnce(text, set));
}

/** The hits in a blob that is in the kernel's memory already. */
export function scanPlaced(blob: { at: number; length: number }, set: DetectorSet): Hit[] {
  return withText(set.space, blob, (text) => scanOnce(text, set)).hits;
}

function scanOnce(text: PlacedText, set: DetectorSet): { hits: Hit[]; isCut: boolean } {
  const scanned = scanVersion(text, set);
  forget(scanned, set);
  return { hits: hitsOf(text, scanned, set), isCut: scanned.isCut };
}

/** Settles overlaps and locates what is left. */
export function hitsOf(text: PlacedText, { candidates }: ScannedVersion, set: DetectorSet): Hit[] {
  if (candidates.length === 0) return [];
  const bytes = bytesOf(set.space, text);
  const kept = resolveOverlaps(candidates, set.detectors);
  const spans = spansOf(set.space, text, kept);
  return kept.flatMap(({ detector, start, end }, index) => {
    const span = spans[index];
    if (!span) return [];
    const lines = linesAround(bytes, start, end);
    const raw = bytes.toString('latin1', start, end);
    return [{ ...span, detector, start, raw, lines, allowed: isAllowedInline(lines) }];
  });
}
