/** One block of bzip2: Huffman codes, move-to-front, runs, and the Burrows-Wheeler transform, undone in that order. */
import type { BitReader } from './bit-reader.ts';

/** Bytes that a block may hold for each step of its level. */
const LEVEL_BYTES = 100_000;
const MOST_CODE = 20;
/** Symbols that one of the tables is used for. */
const GROUP = 50;
const MOST_TABLES = 6;
const FEWEST_TABLES = 2;
/** So many equal bytes are followed by how many more there are. */
const RUN = 4;

/** The block is not what the format says. */
export class DamagedBlock extends Error {}

function check(isRight: boolean): void {
  if (!isRight) throw new DamagedBlock('not as the format says');
}

/** For each length of a code: the last of that length, and what to take from a code to find its symbol. */
interface CodeTable {
  readonly last: Int32Array;
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

/** @param level 1 to 9. @returns room for one block: blocks may be small and many */
export function roomForBlock(level: number): Uint32Array {
  return new Uint32Array(level * LEVEL_BYTES);
}

/**
 * @param room its content does not matter
 * @returns the bytes, before runs of four are undone
 * @throws {DamagedBlock}
 */
export function readBlock(bits: BitReader, room: Uint32Array): Uint8Array {
  check(bits.read(1) === 0);
  const origin = bits.read(24);
  const used = usedBytes(bits);
  check(used.length > 0);
  const size = used.length + 2;
  const tableCount = bits.read(3);
  check(tableCount >= FEWEST_TABLES && tableCount <= MOST_TABLES);
  const selectors = readSelectors(bits, tableCount);
  const tables = Array.from({ length: tableCount }, () => tableOf(readLengths(bits, size)));
  const length = readSymbols(bits, { used, size, selectors, tables }, room);
  check(origin < length && !bits.isOver);
  return transformedBack(room, length, origin);
}

function usedBytes(bits: BitReader): number[] {
  const ranges = bits.read(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const own = bits.read(16);
    for (let at = 0; at < 16; at++) if ((own & (0x8000 >> at)) !== 0) used.push(range * 16 + at);
  }
  return used;
}

/** Which table each group of symbols uses, moved to front. */
function readSelectors(bits: BitReader, tableCount: number): Uint8Array {
  const selectors = new Uint8Array(bits.read(15));
  const order = Array.from({ length: tableCount }, (_, index) => index);
  for (let at = 0; at < selectors.length; at++) {
    let place = 0;
    while (bits.read(1) === 1) check(++place < tableCount);
    const [table = 0] = order.splice(place, 1);
    order.unshift(table);
    selectors[at] = table;
  }
  return selectors;
}

/** Lengths of the codes, each as its difference from the one before. */
function readLengths(bits: BitReader, size: number): Uint8Array {
  const lengths = new Uint8Array(size);
  let length = bits.read(5);
  for (let symbol = 0; symbol < size; symbol++) {
    while (bits.read(1) === 1) {
      length += bits.read(1) === 0 ? 1 : -1;
      check(length >= 1 && length <= MOST_CODE);
    }
    check(length >= 1 && length <= MOST_CODE);
    lengths[symbol] = length;
  }
  return lengths;
}

function tableOf(lengths: Uint8Array): CodeTable {
  const counts = new Int32Array(MOST_CODE + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const last = new Int32Array(MOST_CODE + 1).fill(-1);
  const base = new Int32Array(MOST_CODE + 1);
  let [code, before] = [0, 0];
  for (let length = 1; length <= MOST_CODE; length++) {
    const count = counts[length] ?? 0;
    base[length] = code - before;
    if (count > 0) last[length] = code + count - 1;
    before += count;
    code = (code + count) * 2;
  }
  const order = Array.from(lengths.keys()).toSorted(
    (one, other) => (lengths[one] ?? 0) - (lengths[other] ?? 0) || one - other,
  );
  return { last, base, symbols: Uint16Array.from(order), shortest: Math.min(...lengths) };
}

function symbolIn(bits: BitReader, { last, base, symbols, shortest }: CodeTable): number {
  let code = bits.read(shortest);
  for (let length = shortest; length <= MOST_CODE; length++) {
    if (code <= (last[length] ?? -1)) return symbols[code - (base[length] ?? 0)] ?? 0;
    code = code * 2 + bits.read(1);
  }
  throw new DamagedBlock('no such code');
}

interface Coding {
  readonly used: readonly number[];
  readonly size: number;
  readonly selectors: Uint8Array;
  readonly tables: readonly CodeTable[];
}

/** Runs of the front byte are written in digits of one and two, the lowest first. @returns how many bytes there are */
function readSymbols(bits: BitReader, { used, size, selectors, tables }: Coding, out: Uint32Array): number {
  const front = Uint8Array.from(used);
  const end = size - 1;
  let [length, run, weight] = [0, 0, 1];
  for (let group = 0; group < selectors.length; group++) {
    const table = tables[selectors[group] ?? 0];
    if (!table) break;
    for (let at = 0; at < GROUP; at++) {
      const symbol = symbolIn(bits, table);
      if (symbol <= 1) {
        run += weight << symbol;
        weight *= 2;
        check(run <= out.length - length);
        continue;
      }
      out.fill(front[0] ?? 0, length, length + run);
      length += run;
      [run, weight] = [0, 1];
      if (symbol === end) return length;
      check(length < out.length);
      out[length++] = toFront(front, symbol - 1);
    }
  }
  throw new DamagedBlock('no end');
}

function toFront(front: Uint8Array, place: number): number {
  const byte = front[place] ?? 0;
  front.copyWithin(1, 0, place);
  front[0] = byte;
  return byte;
}

/** The low byte of each number is the last byte of a sorted rotation; where the next one is comes into the high bytes. */
function transformedBack(last: Uint32Array, length: number, origin: number): Uint8Array {
  const starts = startsOf(last, length);
  for (let at = 0; at < length; at++) {
    const byte = (last[at] ?? 0) & 0xff;
    const place = starts[byte] ?? 0;
    starts[byte] = place + 1;
    last[place] = ((last[place] ?? 0) | (at << 8)) >>> 0;
  }
  const bytes = new Uint8Array(length);
  let next = (last[origin] ?? 0) >>> 8;
  for (let at = 0; at < length; at++) {
    const entry = last[next] ?? 0;
    bytes[at] = entry & 0xff;
    next = entry >>> 8;
  }
  return bytes;
}

/** For each byte: where those that are the same stand when all are sorted. */
function startsOf(last: Uint32Array, length: number): Uint32Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < length; at++) {
    const byte = last[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}

/**
 * Undoes the runs: four equal bytes, and how many more there are.
 *
 * @returns undefined when there would be more than `most` bytes
 */
export function unrolled(bytes: Uint8Array, most: number): Buffer | undefined {
  let length = 0;
  for (const [, count] of runsIn(bytes)) length += count;
  if (length > most) return undefined;
  const out = Buffer.alloc(length);
  let at = 0;
  for (const [byte, count] of runsIn(bytes)) {
    out.fill(byte, at, at + count);
    at += count;
  }
  return out;
}

/** Bytes, and how often each stands there. */
function* runsIn(bytes: Uint8Array): Generator<readonly [byte: number, count: number]> {
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const from = at;
    while (at < bytes.length && at < from + RUN && bytes[at] === byte) at++;
    const count = at - from;
    yield [byte, count < RUN ? count : count + (bytes[at++] ?? 0)];
  }
}
