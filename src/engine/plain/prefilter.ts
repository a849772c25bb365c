/**
 * Finds keywords in a text, without regard to ASCII case, in one pass that touches each byte once: the twin of
 * engine/prefilter.ts. The last four folded bytes are hashed into a table; only where it says so are keywords compared.
 */
import { HIT_AFTER, HIT_BYTES, HIT_FLAGS, HIT_KEYWORD, JUDGE } from '../hit.ts';

const TABLE_BITS = 16;
const SHIFT = 32 - TABLE_BITS;
/** Knuth's multiplicative hash: odd, near 2^32 divided by the golden ratio. */
const MULTIPLIER = 0x9e3779b1 | 0;
const WINDOW = 4;

const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** Where hits are written, and how many there are. */
export interface HitList {
  readonly memory: Buffer;
  readonly at: number;
  readonly capacity: number;
  count: number;
}

/** A text in a memory. */
export interface TextPlace {
  readonly at: number;
  readonly length: number;
}

/** Which hits are wanted: those that begin in [from, to) and do not lie wholly inside of [insideFrom, insideTo). */
export interface HitRange {
  readonly from: number;
  readonly to: number;
  readonly insideFrom: number;
  readonly insideTo: number;
}

export class PlainPrefilter {
  readonly #table = new Uint8Array(1 << TABLE_BITS);
  readonly #buckets = new Map<number, number[]>();
  readonly #keywords: Buffer[] = [];
  longest = WINDOW;

  add(number: number, keyword: Buffer): void {
    this.#keywords[number] = keyword;
    this.longest = Math.max(this.longest, keyword.length);
    const window = keyword.readUInt32BE(0) | 0;
    this.#table[Math.imul(window, MULTIPLIER) >>> SHIFT] = 1;
    const bucket = this.#buckets.get(window);
    if (bucket) bucket.push(number);
    else this.#buckets.set(window, [number]);
  }

  lengthOf(number: number): number {
    return this.#keywords[number]?.length ?? 0;
  }

  /** Appends what is wanted, in order. False when there is no room. */
  append(list: HitList, text: TextPlace, range: HitRange): boolean {
    const { memory } = list;
    const end = Math.min(text.length, range.to + WINDOW - 1);
    const first = Math.min(end, range.from + WINDOW - 1);
    let window = 0;
    for (let index = range.from; index < first; index++)
      window = (window << 8) | (FOLD[memory[text.at + index] as number] as number);
    for (let index = first; index < end; index++) {
      window = (window << 8) | (FOLD[memory[text.at + index] as number] as number);
      if (this.#table[Math.imul(window, MULTIPLIER) >>> SHIFT] === 0) continue;
      const bucket = this.#buckets.get(window);
      if (bucket && !this.#appendOf(bucket, list, text, { ...range, from: index - WINDOW + 1 })) return false;
    }
    return true;
  }

  /** The keywords of one bucket that stand at `range.from`. */
  #appendOf(bucket: readonly number[], list: HitList, text: TextPlace, range: HitRange): boolean {
    for (const number of bucket) {
      const keyword = this.#keywords[number] as Buffer;
      const end = range.from + keyword.length;
      const isInside = range.from >= range.insideFrom && end <= range.insideTo;
      if (end > text.length || isInside || !standsAt(list.memory, text.at + range.from, keyword)) continue;
      if (list.count === list.capacity) return false;
      writeHit(list, range.from, number);
    }
    return true;
  }
}

function standsAt(memory: Buffer, at: number, keyword: Buffer): boolean {
  for (let index = 0; index < keyword.length; index++) {
    if (FOLD[memory[at + index] as number] !== keyword[index]) return false;
  }
  return true;
}

/** Keywords are numbered in the order of their buckets, so hits come in order. */
function writeHit(list: HitList, offset: number, keyword: number): void {
  const hit = list.at + list.count++ * HIT_BYTES;
  list.memory.writeUInt32LE(offset, hit);
  list.memory.writeUInt32LE(keyword, hit + HIT_KEYWORD);
  list.memory.writeUInt16LE(0, hit + HIT_AFTER);
  list.memory.writeUInt16LE(JUDGE, hit + HIT_FLAGS);
}
