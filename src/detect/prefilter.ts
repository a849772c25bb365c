/**
 * Finds keywords in bytes, without regard to ASCII case, in one pass that touches each byte once.
 * The last four folded bytes are hashed into a bit table; only where its bit is set are keywords compared.
 */

/** Called for each keyword found: where it begins, and which it is. */
export type OnKeyword = (offset: number, keyword: number) => void;

export interface Prefilter {
  /** Reports every keyword that lies wholly inside `[from, to)`, once for each place, in no promised order. */
  readonly run: (bytes: Uint8Array, from: number, to: number, onKeyword: OnKeyword) => void;
}

const TABLE_BITS = 16;
const SHIFT = 32 - TABLE_BITS;
/** Knuth's multiplicative hash: odd, near 2^32 divided by the golden ratio. */
const MULTIPLIER = 0x9e3779b1 | 0;
const WINDOW = 4;

const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** @param keywords lower case, latin1, at least four bytes each. @throws {RangeError} for a shorter one */
export function buildPrefilter(keywords: readonly string[]): Prefilter {
  const table = new Uint8Array(1 << TABLE_BITS);
  const buckets = new Map<number, number[]>();
  const encoded = keywords.map((keyword) => Buffer.from(keyword, 'latin1'));
  for (const [index, keyword] of encoded.entries()) {
    if (keyword.length < WINDOW)
      throw new RangeError(`keyword "${keywords[index]}" is shorter than ${WINDOW} bytes`);
    const window = keyword.readUInt32BE(0) | 0;
    table[Math.imul(window, MULTIPLIER) >>> SHIFT] = 1;
    const bucket = buckets.get(window);
    if (bucket) bucket.push(index);
    else buckets.set(window, [index]);
  }
  return {
    run: (bytes, from, to, onKeyword) => walk(bytes, [from, to], onKeyword, { table, buckets, encoded }),
  };
}

interface Tables {
  readonly table: Uint8Array;
  readonly buckets: ReadonlyMap<number, readonly number[]>;
  readonly encoded: readonly Uint8Array[];
}

/** The inner loop: kept flat, with locals, because it runs for every byte of every blob. */
function walk(bytes: Uint8Array, [from, to]: [number, number], onKeyword: OnKeyword, tables: Tables): void {
  const { table, buckets, encoded } = tables;
  let window = 0;
  const first = Math.min(to, from + WINDOW - 1);
  for (let index = from; index < first; index++)
    window = (window << 8) | (FOLD[bytes[index] as number] as number);
  for (let index = first; index < to; index++) {
    window = (window << 8) | (FOLD[bytes[index] as number] as number);
    if (table[Math.imul(window, MULTIPLIER) >>> SHIFT] === 0) continue;
    const bucket = buckets.get(window);
    if (bucket === undefined) continue;
    const start = index - WINDOW + 1;
    for (const keyword of bucket) {
      if (standsAt(bytes, start, to, encoded[keyword] as Uint8Array)) onKeyword(start, keyword);
    }
  }
}

function standsAt(bytes: Uint8Array, start: number, to: number, keyword: Uint8Array): boolean {
  if (start + keyword.length > to) return false;
  for (let index = WINDOW; index < keyword.length; index++) {
    if (FOLD[bytes[start + index] as number] !== keyword[index]) return false;
  }
  return true;
}
