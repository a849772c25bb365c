// AssemblyScript. Decoding tables for the Huffman codes of deflate (RFC 1951, 3.2), built so that a short block is not long in
// building. Part of inflate, whose plain twin is src/engine/plain/inflate.ts.
import { INFLATE } from './layout';

/**
 * An entry, by bits: 0-5 how many bits it uses up, extra bits included; 8-12 how many of them are code; 16-30 a literal, the
 * least length or distance, or where a table for longer codes begins, whose number of bits then stands at 8-12.
 */
export const ENTRY_IS_LITERAL: u32 = 0x80000000;
export const ENTRY_IS_SUBTABLE: u32 = 0x8000;
/** The end of the block, or no code at all. */
export const ENTRY_IS_SPECIAL: u32 = 0x4000;
export const ENTRY_IS_END: u32 = 0x2000;

/** What a symbol adds to its entry: four bytes each. */
export const LITERAL_MEANINGS: usize = INFLATE + 0xc000;
export const DISTANCE_MEANINGS: usize = INFLATE + 0xc480;
export const LENGTH_CODE_MEANINGS: usize = INFLATE + 0xc500;
/** Symbols in the order of their codes, two bytes each. */
const SORTED: usize = INFLATE + 0xc600;
/** By length, four bytes each: how many codes; then where their symbols begin in SORTED. */
const COUNTS: usize = INFLATE + 0xc900;
const PLACES: usize = INFLATE + 0xc940;

const LONGEST: u32 = 15;
/** One bit of code, and 1 for it in the place of the bits used up. */
const ONE_BIT: u32 = 0x101;
const NO_CODE: u32 = ENTRY_IS_SPECIAL | ONE_BIT;

/** Once: the tables in RFC 1951, 3.2.5. */
export function fillMeanings(): void {
  for (let symbol: u32 = 0; symbol < 256; symbol++) setMeaning(LITERAL_MEANINGS, symbol, ENTRY_IS_LITERAL | (symbol << 16));
  setMeaning(LITERAL_MEANINGS, 256, ENTRY_IS_SPECIAL | ENTRY_IS_END);
  for (let symbol: u32 = 257, length: u32 = 3; symbol < 285; symbol++) {
    const extra: u32 = symbol < 265 ? 0 : (symbol - 261) >> 2;
    setMeaning(LITERAL_MEANINGS, symbol, (length << 16) | extra);
    length += 1 << extra;
  }
  setMeaning(LITERAL_MEANINGS, 285, 258 << 16);
  setMeaning(LITERAL_MEANINGS, 286, ENTRY_IS_SPECIAL);
  setMeaning(LITERAL_MEANINGS, 287, ENTRY_IS_SPECIAL);
  for (let symbol: u32 = 0, distance: u32 = 1; symbol < 30; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol - 2) >> 1;
    setMeaning(DISTANCE_MEANINGS, symbol, (distance << 16) | extra);
    distance += 1 << extra;
  }
  setMeaning(DISTANCE_MEANINGS, 30, ENTRY_IS_SPECIAL);
  setMeaning(DISTANCE_MEANINGS, 31, ENTRY_IS_SPECIAL);
  for (let symbol: u32 = 0; symbol < 19; symbol++) setMeaning(LENGTH_CODE_MEANINGS, symbol, symbol << 16);
}

function setMeaning(meanings: usize, symbol: u32, meaning: u32): void {
  store<u32>(meanings + (<usize>symbol << 2), meaning);
}

/** A length or a distance: its least value, and the extra bits that stand behind the code. A shift is by five bits of a number. */
// @ts-ignore: decorator
@inline
export function valueOf(entry: u32, held: u64): usize {
  const used = <u32>held & ((<u32>1 << entry) - 1);
  return (entry >> 16) + (used >> (entry >> 8));
}

/** Offset of the entry in the table for longer codes that this one leads to; the bits used up are already dropped. */
// @ts-ignore: decorator
@inline
export function subEntryAt(entry: u32, held: u64): usize {
  return ((<usize>entry >> 16) + (<usize>held & ((1 << ((entry >> 8) & 15)) - 1))) << 2;
}

/**
 * Builds the table of a canonical code. Behind the lengths, up to the next multiple of eight, there must be zeros.
 * @returns by how many bits the table is looked up, no more than `most`; -1 for a code that zlib would not accept
 */
export function buildTable(lengths: usize, symbols: usize, meanings: usize, table: usize, most: u32): i32 {
  countLengths(lengths, symbols);
  let longest: u32 = 0;
  /** How many codes of this length are free. */
  let free: i32 = 1;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= LONGEST; length++) {
    const codes = load<u32>(COUNTS + (<usize>length << 2));
    store<u32>(PLACES + (<usize>length << 2), place);
    place += codes;
    free = (free << 1) - codes;
    if (free < 0) return -1;
    if (codes != 0) longest = length;
  }
  if (free > 0) return buildLoneCode(lengths, symbols, meanings, table, longest);
  sortSymbols(lengths, symbols);
  const bits = min(most, longest);
  fillTable(meanings, table, bits, longest);
  return bits;
}

/** Codes may be left free only where there is a single code, of one bit, or none; and nowhere among the length codes. */
function buildLoneCode(lengths: usize, symbols: usize, meanings: usize, table: usize, longest: u32): i32 {
  if (longest > 1 || meanings == LENGTH_CODE_MEANINGS) return -1;
  store<u32>(table, NO_CODE);
  store<u32>(table, NO_CODE, 4);
  for (let symbol: usize = 0; symbol < symbols; symbol++) {
    if (load<u8>(lengths + symbol) != 0) store<u32>(table, load<u32>(meanings + (symbol << 2)) + ONE_BIT);
  }
  return 1;
}

function countLengths(lengths: usize, symbols: usize): void {
  const zero = i32x4.splat(0);
  v128.store(COUNTS, zero);
  v128.store(COUNTS, zero, 16);
  v128.store(COUNTS, zero, 32);
  v128.store(COUNTS, zero, 48);
  for (let at: usize = 0; at < symbols; at += 8) {
    for (let eight = load<u64>(lengths + at); eight != 0; eight >>= 8) {
      const slot = COUNTS + ((<usize>eight & 255) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
}

/** Moves PLACES on. */
function sortSymbols(lengths: usize, symbols: usize): void {
  for (let at: usize = 0; at < symbols; at += 8) {
    let symbol = at;
    for (let eight = load<u64>(lengths + at); eight != 0; eight >>= 8, symbol++) {
      const length = <usize>eight & 255;
      if (length == 0) continue;
      const slot = PLACES + (length << 2);
      const place = load<u32>(slot);
      store<u32>(slot, place + 1);
      store<u16>(SORTED + (<usize>place << 1), <u16>symbol);
    }
  }
}

/**
 * Codes stand in the input with their first bit lowest, so the table is that of the shorter codes, doubled for each further
 * bit; each symbol is written once.
 */
function fillTable(meanings: usize, table: usize, bits: u32, longest: u32): void {
  let code: usize = 0;
  let next = SORTED;
  let length: u32 = 1;
  while (load<u32>(COUNTS + (<usize>length << 2)) == 0) length++;
  for (; length <= bits; length++) {
    const used = length * ONE_BIT;
    const ones: usize = (<usize>1 << length) - 1;
    for (let left = load<u32>(COUNTS + (<usize>length << 2)); left != 0; left--) {
      store<u32>(table + (code << 2), load<u32>(meanings + (<usize>load<u16>(next) << 2)) + used);
      next += 2;
      code = codeAfter(code, ones);
    }
    if (length < bits) double(table, <usize>4 << length);
  }
  if (longest > bits) fillSubtables(meanings, table, bits, next, code);
}

/** Adds one to a number whose highest bit stands lowest. */
// @ts-ignore: decorator
@inline
function codeAfter(code: usize, ones: usize): usize {
  const bit = <usize>0x80000000 >> clz(code ^ ones);
  return (code & (bit - 1)) | bit;
}

function double(table: usize, bytes: usize): void {
  const end = table + bytes;
  if (bytes == 8) store<u64>(end, load<u64>(table));
  else for (let at = table; at < end; at += 16) v128.store(at + bytes, v128.load(at));
}

/** For codes that are longer than the table has bits: one table for each beginning that they share. */
function fillSubtables(meanings: usize, table: usize, bits: u32, sorted: usize, start: usize): void {
  const mask: usize = (<usize>1 << bits) - 1;
  let next = sorted;
  let code = start;
  let prefix: usize = -1;
  let begin: usize = 0;
  let end: usize = <usize>1 << bits;
  for (let length = bits + 1; length <= LONGEST; length++) {
    const used = (length - bits) * ONE_BIT;
    const ones: usize = (<usize>1 << length) - 1;
    for (let left = load<u32>(COUNTS + (<usize>length << 2)); left != 0; left--) {
      if ((code & mask) != prefix) {
        prefix = code & mask;
        begin = end;
        const subBits = bitsOfSubtable(length, left, bits);
        end = begin + (<usize>1 << subBits);
        store<u32>(table + (prefix << 2), (<u32>begin << 16) | ENTRY_IS_SUBTABLE | (subBits << 8) | bits);
      }
      const entry = load<u32>(meanings + (<usize>load<u16>(next) << 2)) + used;
      const step: usize = 1 << (length - bits);
      for (let at = begin + (code >> bits); at < end; at += step) store<u32>(table + (at << 2), entry);
      next += 2;
      code = codeAfter(code, ones);
    }
  }
}

/** Enough for all codes that begin alike: as many as are left of this length, then those of the next, until they fill it. */
function bitsOfSubtable(length: u32, left: u32, bits: u32): u32 {
  let subBits = length - bits;
  let codes = left;
  for (let longer = length + 1; codes < <u32>1 << subBits; longer++) {
    subBits++;
    codes = (codes << 1) + load<u32>(COUNTS + (<usize>longer << 2));
  }
  return subBits;
}
