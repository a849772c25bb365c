/** Hits in commits and annotated tags: in their messages, and in what stands above. */
import type { Introduction } from '../core/finding.ts';
import { type Hit, scanPlaced, scanText } from '../detect/scan-text.ts';
import type { DetectorSet } from '../detect/detector-set.ts';
import { bytesOf } from '../detect/placed-text.ts';
import type { GitObject, ObjectType } from '../git/object-reader.ts';
import { parseCommit, parseTag } from '../git/parse-commit.ts';
import { headerOf, headOf, HEADER_PATH, isFreeHeader, messageAt } from './message-parts.ts';
import { type LocatedHit, locate } from './located-hit.ts';
import type { ScanPlan } from './scan-plan.ts';

/** What a message held. */
export interface ScannedMessage {
  readonly bytes: number;
  readonly hits: readonly LocatedHit[];
}

const NOTHING: ScannedMessage = { bytes: 0, hits: [] };

/** @param bytes the commit or tag; anything else has no message */
export function scanMessage({ oid, type, bytes }: GitObject, { set }: ScanPlan): ScannedMessage {
  if (!isSpoken(type)) return NOTHING;
  const [head, from] = [headOf(bytes), messageAt(bytes)];
  const above = hitsAbove(bytes, scanText(bytes.subarray(head.start, head.end), set), set);
  const hits = from < 0 ? [] : scanText(bytes.subarray(from), set);
  return { bytes: lengthFrom(bytes, from), hits: located({ oid, type, bytes }, hits, above) };
}

/** The same for an object in the kernel's memory. */
export function scanMessageAt(
  { oid, type }: { oid: () => string; type: ObjectType },
  object: { at: number; length: number },
  { set }: ScanPlan,
): ScannedMessage {
  if (!isSpoken(type)) return NOTHING;
  const there = bytesOf(set.space, object);
  const [head, from] = [headOf(there), messageAt(there)];
  const length = lengthFrom(there, from);
  const scan = (start: number, end: number): Hit[] =>
    scanPlaced({ at: object.at + start, length: end - start }, set);
  const found = scan(head.start, head.end);
  const hits = from < 0 ? [] : scan(from, object.length);
  if (hits.length === 0 && found.length === 0) return { bytes: length, hits: [] };
  const bytes = Buffer.from(bytesOf(set.space, object));
  return { bytes: length, hits: located({ oid: oid(), type, bytes }, hits, hitsAbove(bytes, found, set)) };
}

function isSpoken(type: ObjectType): type is 'commit' | 'tag' {
  return type === 'commit' || type === 'tag';
}

/**
 * Above a message stand names, dates and signatures that everybody's commits have: only what has the form of a credential counts there.
 * Other headers hold whatever somebody wrote (`mergetag`: the whole tag that was merged), so what is assigned there counts as well.
 */
function hitsAbove(bytes: Buffer, hits: readonly Hit[], { detectors }: DetectorSet): Hit[] {
  const { start } = headOf(bytes);
  return hits.filter((hit) => {
    const detector = detectors[hit.detector];
    if (!detector || !/^(?:credential|key)\//.test(detector.label)) return false;
    if (detector.matcher !== 'assignment') return detector.matcher === 'token';
    return isFreeHeader(headerOf(bytes, start, hit.start));
  });
}

/** Of a message that is not there: 0. */
function lengthFrom(bytes: Buffer, from: number): number {
  return from < 0 ? 0 : bytes.length - from;
}

type Place = Parameters<typeof locate>[1];

function located(
  { oid, type, bytes }: { oid: string; type: 'commit' | 'tag'; bytes: Buffer },
  hits: readonly Hit[],
  above: readonly Hit[],
): LocatedHit[] {
  if (hits.length === 0 && above.length === 0) return [];
  const place = type === 'commit' ? placeOfCommit(oid, bytes) : placeOfTag(oid, bytes);
  const placeAbove: Place = type === 'commit' ? { ...place, path: HEADER_PATH } : place;
  return [...above.map((hit) => locate(hit, placeAbove)), ...hits.map((hit) => locate(hit, place))];
}

function placeOfCommit(oid: string, bytes: Buffer): Place {
  const { author, date } = parseCommit(bytes);
  const introduced: Introduction = { commit: oid, author, date };
  return { kind: 'commit-message', path: 'commit-message', blob: oid, introduced };
}

function placeOfTag(oid: string, bytes: Buffer): Place {
  const tag = parseTag(bytes);
  const introduced: Introduction = { commit: tag.object, author: tag.tagger, date: tag.date };
  return { kind: 'tag-message', path: `refs/tags/${tag.name}`, blob: oid, introduced };
}
