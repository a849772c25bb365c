/**
 * Replaces known secret values inside any other text: a hostile repository may carry its secret in a path or an author.
 * One pass over the text however many secrets there are: a rolling hash of 8 characters asks a filter, then an index.
 */
import { mask } from '../../core/mask.ts';

/** Shorter values are words of every report ("admin", "main"); replacing them would hide more than it protects. */
const MIN_LENGTH = 8;
const BASE = 0x01000193;
const FILTER_BITS = 20;

/** Values that begin with the same 8 characters, by length, longest first: JSON web tokens all begin alike. */
type ValuesByLength = Map<number, Set<string>>;

interface SecretIndex {
  readonly filter: Uint8Array;
  readonly byStart: ReadonlyMap<string, ValuesByLength>;
}

interface Hit {
  readonly start: number;
  readonly end: number;
  /** The value that covers start to end alone; null where several overlap. */
  readonly value: string | null;
}

/**
 * Gives a function that replaces each of `values` (of 8 characters and more) by `shownAs(value)`. Where values overlap
 * without one covering the others, all of the stretch becomes stars.
 */
export function createHider(
  values: Iterable<string>,
  shownAs: (value: string) => string,
): (text: string) => string {
  const index = indexValues(values);
  if (index.byStart.size === 0) return (text) => text;
  return (text) => {
    const hits = findHits(text, index);
    return hits.length === 0 ? text : replaceHits(text, hits, shownAs);
  };
}

function indexValues(values: Iterable<string>): SecretIndex {
  const filter = new Uint8Array(1 << FILTER_BITS);
  const byStart = new Map<string, ValuesByLength>();
  for (const value of values) {
    if (value.length < MIN_LENGTH) continue;
    const start = value.slice(0, MIN_LENGTH);
    const byLength = byStart.get(start) ?? new Map<number, Set<string>>();
    byStart.set(start, byLength.set(value.length, (byLength.get(value.length) ?? new Set()).add(value)));
    filter[slotOf(hashOf(start))] = 1;
  }
  for (const [start, byLength] of byStart) {
    byStart.set(start, new Map([...byLength].toSorted(([a], [b]) => b - a)));
  }
  return { filter, byStart };
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < MIN_LENGTH; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}

function slotOf(hash: number): number {
  return hash >>> (32 - FILTER_BITS);
}

/** What the character that leaves the window was multiplied by. */
const LEAVING: number = Array.from({ length: MIN_LENGTH - 1 }).reduce<number>(
  (power) => Math.imul(power, BASE),
  1,
);

/** Hits in order of their start, overlapping ones joined. */
function findHits(text: string, index: SecretIndex): Hit[] {
  const hits: Hit[] = [];
  if (text.length < MIN_LENGTH) return hits;
  let hash = hashOf(text);
  for (let at = 0; ; at += 1) {
    if (index.filter[slotOf(hash)] === 1) {
      const value = longestAt(text, at, index);
      if (value !== undefined) addHit(hits, at, value);
    }
    if (at + MIN_LENGTH >= text.length) return hits;
    const rest = hash - Math.imul(text.charCodeAt(at), LEAVING);
    hash = (Math.imul(rest, BASE) + text.charCodeAt(at + MIN_LENGTH)) | 0;
  }
}

function longestAt(text: string, at: number, index: SecretIndex): string | undefined {
  const byLength = index.byStart.get(text.slice(at, at + MIN_LENGTH));
  for (const [length, values] of byLength ?? []) {
    const candidate = text.slice(at, at + length);
    if (values.has(candidate)) return candidate;
  }
  return undefined;
}

function addHit(hits: Hit[], start: number, value: string): void {
  const end = start + value.length;
  const last = hits.at(-1);
  if (last === undefined || start >= last.end) hits.push({ start, end, value });
  else if (end > last.end) hits[hits.length - 1] = { start: last.start, end, value: null };
}

function replaceHits(text: string, hits: readonly Hit[], shownAs: (value: string) => string): string {
  let shown = '';
  let from = 0;
  for (const hit of hits) {
    shown += text.slice(from, hit.start) + (hit.value === null ? mask('') : shownAs(hit.value));
    from = hit.end;
  }
  return shown + text.slice(from);
}
