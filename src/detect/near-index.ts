/** Keywords of a selection that is near the usual one, as one with a detector turned off or one of its own is: the ready ones, less and more. */
import type { UsualSelection } from '../catalogue/compile.ts';
import { type ListedDetector, wholeOf } from '../catalogue/detector.ts';
import { indexKeywords, type KeywordIndex, readKeywordIndex } from './keyword-index.ts';

export interface NearIndex {
  readonly index: KeywordIndex;
  /** Places of the detectors that the build knew nothing of. */
  readonly added: readonly number[];
}

/** Below this part of the usual ones it is quicker to look at those that are left. */
const NEAR = 0.5;

/** An index with the places that its detectors have in a selection; -1: not in it. */
interface Part {
  readonly index: KeywordIndex;
  readonly places: readonly number[];
}

/** @returns undefined where little of the usual selection is left, or what is ready cannot be used here */
export function nearIndex(
  detectors: readonly ListedDetector[],
  usual: UsualSelection | undefined,
): NearIndex | undefined {
  if (!usual) return undefined;
  const placeOf = new Map(detectors.map((detector, place) => [detector, place]));
  const places = usual.detectors.map((detector) => placeOf.get(detector) ?? -1);
  const shared = new Set(places.filter((place) => place >= 0));
  if (shared.size < usual.detectors.length * NEAR) return undefined;
  const index = readKeywordIndex(usual.keywords());
  if (!index) return undefined;
  const added = [...detectors.keys()].filter((place) => !shared.has(place));
  if (added.length === 0 && shared.size === usual.detectors.length) return { index, added };
  const others = added.flatMap((place) => detectors[place] ?? []).map(wholeOf);
  const parts = [
    { index, places },
    { index: indexKeywords(others), places: added },
  ];
  return { index: joined(parts), added };
}

/** A keyword with the bytes that stand before it, and who waits for it. */
interface Entry {
  readonly text: string;
  readonly lead: number;
  readonly anchor: number;
  readonly isShort: boolean;
  readonly waiting: number[];
}

function joined(parts: readonly Part[]): KeywordIndex {
  const entries = new Map<string, Entry>();
  for (const part of parts) {
    for (const entry of entriesOf(part)) {
      const key = `${entry.lead} ${entry.text}`;
      const same = entries.get(key);
      if (same) same.waiting.push(...entry.waiting);
      else entries.set(key, entry);
    }
  }
  return written([...entries.values()]);
}

/** Those that somebody waits for. */
function* entriesOf({ index, places }: Part): Generator<Entry> {
  const { count, texts, ends, shapes, leads, firsts, detectors } = index;
  const all = Buffer.from(texts.buffer, texts.byteOffset, texts.length).toString('latin1');
  const shorts = new Set(index.shorts);
  for (let number = 0; number < count; number++) {
    const waiting = placed(detectors.subarray(firsts[number], firsts[number + 1]), places);
    if (waiting.length === 0) continue;
    yield {
      text: all.slice(number === 0 ? 0 : ends[number - 1], ends[number]),
      lead: leads[number] ?? 0,
      anchor: shapes[number * 2 + 1] ?? 0,
      isShort: shorts.has(number),
      waiting,
    };
  }
}

function placed(detectors: Uint32Array, places: readonly number[]): number[] {
  const found: number[] = [];
  for (const detector of detectors) {
    const place = places[detector] ?? -1;
    if (place >= 0) found.push(place);
  }
  return found;
}

function written(entries: readonly Entry[]): KeywordIndex {
  const firsts = new Uint32Array(entries.length + 1);
  const ends = new Uint32Array(entries.length);
  let end = 0;
  for (const [number, { text, waiting }] of entries.entries()) {
    ends[number] = end += text.length;
    firsts[number + 1] = (firsts[number] ?? 0) + waiting.length;
  }
  return {
    count: entries.length,
    longest: entries.reduce((longest, { text }) => Math.max(longest, text.length), 4),
    texts: Buffer.from(entries.map(({ text }) => text).join(''), 'latin1'),
    ends,
    shapes: Uint8Array.from(entries.flatMap(({ text, anchor }) => [text.length, anchor])),
    leads: Uint8Array.from(entries, ({ lead }) => lead),
    firsts,
    detectors: Uint32Array.from(entries.flatMap(({ waiting }) => waiting.toSorted((a, b) => a - b))),
    shorts: Uint32Array.from(entries.flatMap(({ isShort }, number) => (isShort ? [number] : []))),
  };
}
