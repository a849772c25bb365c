/** Hits in the messages of commits and annotated tags. */
import type { Introduction } from '../core/finding.ts';
import { type Hit, scanPlaced, scanText } from '../detect/scan-text.ts';
import { bytesOf } from '../detect/placed-text.ts';
import type { GitObject, ObjectType } from '../git/object-reader.ts';
import { parseCommit, parseTag } from '../git/parse-commit.ts';
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
  const from = messageAt(bytes);
  if (!isSpoken(type) || from < 0) return NOTHING;
  return located(oid, type, bytes, scanText(bytes.subarray(from), set));
}

/** The same for an object in the kernel's memory. */
export function scanMessageAt(
  { oid, type }: { oid: () => string; type: ObjectType },
  object: { at: number; length: number },
  { set }: ScanPlan,
): ScannedMessage {
  if (!isSpoken(type)) return NOTHING;
  const bytes = bytesOf(set.space, object);
  const from = messageAt(bytes);
  if (from < 0) return NOTHING;
  const hits = scanPlaced({ at: object.at + from, length: object.length - from }, set);
  if (hits.length === 0) return { bytes: object.length - from, hits: [] };
  return located(oid(), type, Buffer.from(bytesOf(set.space, object)), hits);
}

function isSpoken(type: ObjectType): type is 'commit' | 'tag' {
  return type === 'commit' || type === 'tag';
}

/** Where the message of a commit or tag begins: behind the first empty line. -1: nowhere. */
export function messageAt(bytes: Buffer): number {
  const end = bytes.indexOf('\n\n');
  return end < 0 ? -1 : end + 2;
}

function located(oid: string, type: 'commit' | 'tag', bytes: Buffer, hits: readonly Hit[]): ScannedMessage {
  const place = type === 'commit' ? placeOfCommit(oid, bytes) : placeOfTag(oid, bytes);
  return { bytes: bytes.length - messageAt(bytes), hits: hits.map((hit) => locate(hit, place)) };
}

function placeOfCommit(oid: string, bytes: Buffer): Parameters<typeof locate>[1] {
  const { author, date } = parseCommit(bytes);
  const introduced: Introduction = { commit: oid, author, date };
  return { kind: 'commit-message', path: 'commit-message', blob: oid, introduced };
}

function placeOfTag(oid: string, bytes: Buffer): Parameters<typeof locate>[1] {
  const tag = parseTag(bytes);
  const introduced: Introduction = { commit: tag.object, author: tag.tagger, date: tag.date };
  return { kind: 'tag-message', path: `refs/tags/${tag.name}`, blob: oid, introduced };
}
