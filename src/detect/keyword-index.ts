/** All keywords of some detectors, in the form in which the kernel takes them, and who waits for each: few large arrays, which a file can hold. */
import type { Detector } from '../catalogue/detector.ts';
import { anchorFinder } from './keyword-anchor.ts';
import { formsOf, isShort } from './keyword-forms.ts';

const SHORTEST_KEYWORD = 4;
const LONGEST_KEYWORD = 255;

/** Keywords have numbers from 0; one of three bytes has several, one for each byte before it. */
export interface KeywordIndex {
  readonly count: number;
  /** Length of the longest text, at least four. */
  readonly longest: number;
  /** What the prefilter looks for, one after the other, in latin1. */
  readonly texts: Uint8Array;
  /** Where in `texts` each ends. */
  readonly ends: Uint32Array;
  /** Two bytes each: the length, and where the rarest bytes begin. */
  readonly shapes: Uint8Array;
  /** How many bytes of each text stand before the keyword. */
  readonly leads: Uint8Array;
  /** Where in `detectors` those begin that wait for it; one more entry than there are keywords. */
  readonly firsts: Uint32Array;
  /** Indexes of detectors. */
  readonly detectors: Uint32Array;
  /** Of each keyword of three bytes one number. */
  readonly shorts: Uint32Array;
}

/** @throws {RangeError} when a keyword is shorter than the prefilter can find, or too long */
export function indexKeywords(detectors: readonly Detector[]): KeywordIndex {
  const texts: string[] = [];
  const shapes: number[] = [];
  const leads: number[] = [];
  const firsts: number[] = [];
  const waiting: number[] = [];
  const shorts: number[] = [];
  for (const { keyword, by, anchor } of waitedKeywords(detectors)) {
    if (isShort(keyword)) shorts.push(texts.length);
    for (const { text, lead } of formsOf(keyword)) {
      texts.push(text);
      shapes.push(lengthOf(text), anchor(text));
      leads.push(lead);
      firsts.push(waiting.length);
      waiting.push(...by);
    }
  }
  return {
    count: texts.length,
    longest: texts.reduce((longest, { length }) => Math.max(longest, length), SHORTEST_KEYWORD),
    texts: Buffer.from(texts.join(''), 'latin1'),
    ends: endsOf(texts),
    shapes: Uint8Array.from(shapes),
    leads: Uint8Array.from(leads),
    firsts: Uint32Array.from([...firsts, waiting.length]),
    detectors: Uint32Array.from(waiting),
    shorts: Uint32Array.from(shorts),
  };
}

function endsOf(texts: readonly string[]): Uint32Array {
  let end = 0;
  return Uint32Array.from(texts, ({ length }) => (end += length));
}

interface ListedKeyword {
  readonly keyword: string;
  readonly by: number[];
  readonly anchor: (text: string) => number;
}

function waitedKeywords(detectors: readonly Detector[]): Iterable<ListedKeyword> {
  let find: ReturnType<typeof anchorFinder> | undefined;
  const found = (text: string): number => (find ??= anchorFinder())(text);
  const byKeyword = new Map<string, ListedKeyword>();
  for (const [index, { keywords, anchors }] of detectors.entries()) {
    for (const [place, keyword] of keywords.entries()) {
      const known = byKeyword.get(keyword);
      const anchor = anchors?.[place];
      if (!known) {
        const at = anchor === undefined ? found : (): number => anchor;
        byKeyword.set(keyword, { keyword, by: [index], anchor: at });
      } else if (known.by.at(-1) !== index) known.by.push(index);
    }
  }
  return byKeyword.values();
}

function lengthOf(text: string): number {
  const { length } = text;
  if (length < SHORTEST_KEYWORD || length > LONGEST_KEYWORD)
    throw new RangeError(`keyword "${text}" has ${length} bytes, not 4 to 255`);
  return length;
}

/** First in the file; read backwards on a processor that orders its bytes the other way. */
const MARK = 0x6b657931;
const HEADER = 6;

/** Numbers in the order of this processor's bytes. */
export function writeKeywordIndex(index: KeywordIndex): Buffer {
  const { count, longest, texts, ends, shapes, leads, firsts, detectors, shorts } = index;
  const header = Uint32Array.of(MARK, count, longest, detectors.length, shorts.length, texts.length);
  const numbers = [header, ends, firsts, detectors, shorts].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat([...numbers, shapes, leads, texts]);
}

/** @returns undefined for what was written on a processor that orders its bytes the other way */
export function readKeywordIndex(file: Buffer): KeywordIndex | undefined {
  const aligned = file.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0 ? file : Uint8Array.from(file);
  const { buffer, byteOffset } = aligned;
  const [mark, count = 0, longest = 0, waiting = 0, short = 0, length = 0] = new Uint32Array(
    buffer,
    byteOffset,
    HEADER,
  );
  if (mark !== MARK) return undefined;
  let at = byteOffset + HEADER * Uint32Array.BYTES_PER_ELEMENT;
  const take = (bytes: number): number => (at += bytes) - bytes;
  const numbers = (size: number): Uint32Array =>
    new Uint32Array(buffer, take(size * Uint32Array.BYTES_PER_ELEMENT), size);
  const bytes = (size: number): Uint8Array => new Uint8Array(buffer, take(size), size);
  return {
    count,
    longest,
    ends: numbers(count),
    firsts: numbers(count + 1),
    detectors: numbers(waiting),
    shorts: numbers(short),
    shapes: bytes(count * 2),
    leads: bytes(count),
    texts: bytes(length),
  };
}
