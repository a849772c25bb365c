/** The objects of a pack as a forest: who is a delta of whom. In shared arrays, so that every thread reads the same copy. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { sharedInts } from '../compressed-rows.ts';
import { ObjectHeader } from './object-header.ts';
import type { PackIndex } from './pack-index.ts';

/** Objects are numbered by their place in the pack. */
export interface PackForest {
  readonly path: string;
  /** The whole file, when it is small enough to be kept: one copy for all threads. Null otherwise. */
  readonly bytes: Uint8Array | null;
  readonly count: number;
  /** Where each object begins, ascending; one more at the end: where the last one ends. */
  readonly offsets: Float64Array;
  /** Where the compressed data of each object begins. */
  readonly dataAt: Float64Array;
  /** The size written in the object's own header: of the object, or of the delta. */
  readonly sizes: Float64Array;
  /** As in the pack: 1 commit, 2 tree, 3 blob, 4 tag, 6 and 7 delta; 0 for what cannot be read. */
  readonly types: Uint8Array;
  /** The object that a delta is based on; -1 for a whole object, -2 when the base is not in this pack. */
  readonly bases: Int32Array;
  /** Place in the index, by number. */
  readonly indexPlaces: Int32Array;
}

export const NO_BASE = -1;
const FOREIGN_BASE = -2;
/** Types above this are deltas. */
const MOST_WHOLE = 4;
const PACK_MAGIC = 0x5041434b;
const PACK_HEADER_BYTES = 12;
/** The longest header: 10 bytes of type and size, then a base's name or a distance of up to 10 bytes. */
const HEADER_REACH = 64;
const WINDOW_BYTES = 1 << 20;
/** A pack that is no larger is kept in memory; of a larger one, parts are read when they are wanted. */
const MOST_KEPT_BYTES = 96 * 1024 * 1024;

/** @returns undefined when the file is no pack that fits the index */
export function readPackForest(path: string, index: PackIndex, oidBytes: number): PackForest | undefined {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const head = Buffer.alloc(PACK_HEADER_BYTES);
    readSync(file, head, 0, PACK_HEADER_BYTES, 0);
    if (head.readUInt32BE(0) !== PACK_MAGIC || head.readUInt32BE(8) !== index.count) return undefined;
    const forest = emptyForest(path, index, { end: size - oidBytes, bytes: keptBytes(file, size) });
    if (!forest) return undefined;
    readHeaders(file, forest, index, oidBytes);
    return forest;
  } finally {
    closeSync(file);
  }
}

function keptBytes(file: number, size: number): Uint8Array | null {
  if (size > MOST_KEPT_BYTES) return null;
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  return readSync(file, bytes, 0, size, 0) === size ? bytes : null;
}

function emptyForest(
  path: string,
  index: PackIndex,
  { end, bytes }: { end: number; bytes: Uint8Array | null },
): PackForest | undefined {
  const { count } = index;
  const offsets = new Float64Array(new SharedArrayBuffer((count + 1) * 8));
  offsets.set(index.offsets);
  offsets[count] = end;
  // Numbers in a typed array are sorted as numbers, and several times as fast as with a comparison of ours.
  offsets.subarray(0, count).sort();
  for (let number = 0; number < count; number++) {
    if ((offsets[number] ?? 0) < PACK_HEADER_BYTES || (offsets[number] ?? 0) >= (offsets[number + 1] ?? 0))
      return undefined;
  }
  const forest = {
    path,
    bytes,
    count,
    offsets,
    dataAt: new Float64Array(new SharedArrayBuffer(count * 8)),
    sizes: new Float64Array(new SharedArrayBuffer(count * 8)),
    types: new Uint8Array(new SharedArrayBuffer(count)),
    bases: sharedInts(count).fill(NO_BASE),
    indexPlaces: sharedInts(count),
  };
  for (let place = 0; place < count; place++)
    forest.indexPlaces[numberAt(forest, index.offsets[place] ?? 0, count)] = place;
  return forest;
}

/** Takes each header where the index says one is. */
function readHeaders(file: number, forest: PackForest, index: PackIndex, oidBytes: number): void {
  const window = new HeaderWindow(file, forest);
  const header = new ObjectHeader();
  const numbers = placesToNumbers(forest);
  for (let number = 0; number < forest.count; number++) {
    const offset = forest.offsets[number] ?? 0;
    const { bytes, from, filled } = window.at(offset);
    const limit = Math.min(filled, (forest.offsets[number + 1] ?? 0) - from);
    if (!header.read(bytes, offset - from, limit, oidBytes)) continue;
    forest.types[number] = header.type;
    forest.sizes[number] = header.size;
    forest.dataAt[number] = header.end + from;
    if (header.type <= MOST_WHOLE) continue;
    const name = bytes.subarray(header.baseNameAt, header.baseNameAt + oidBytes);
    forest.bases[number] =
      header.baseNameAt >= 0
        ? numbers(findName(index, name, oidBytes))
        : numberAt(forest, offset - header.distance, number);
  }
}

/** What is in memory of the pack: all of it, or a stretch that is read from front to back. */
class HeaderWindow {
  readonly bytes: Buffer;
  from = 0;
  filled: number;
  readonly #file: number;
  readonly #isWhole: boolean;

  constructor(file: number, { bytes }: PackForest) {
    this.#file = file;
    this.#isWhole = bytes !== null;
    this.bytes = bytes
      ? Buffer.from(bytes.buffer, 0, bytes.length)
      : Buffer.alloc(WINDOW_BYTES + HEADER_REACH);
    this.filled = bytes?.length ?? 0;
  }

  /** Holds the header that begins there. */
  at(offset: number): this {
    if (this.#isWhole || offset + HEADER_REACH <= this.from + this.filled) return this;
    this.from = offset;
    this.filled = readSync(this.#file, this.bytes, 0, this.bytes.length, offset);
    return this;
  }
}

/** The object that begins exactly there. A base must stand before its delta, so no circle can arise from distances. */
function numberAt(forest: PackForest, offset: number, before: number): number {
  let low = 0;
  let high = before;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((forest.offsets[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low < before && forest.offsets[low] === offset ? low : FOREIGN_BASE;
}

function placesToNumbers(forest: PackForest): (place: number) => number {
  const numbers = new Int32Array(forest.count);
  for (let number = 0; number < forest.count; number++) numbers[forest.indexPlaces[number] ?? 0] = number;
  return (place) => (place < 0 ? FOREIGN_BASE : (numbers[place] ?? FOREIGN_BASE));
}

function findName({ names, count }: PackIndex, name: Buffer, oidBytes: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (names.compare(name, 0, oidBytes, middle * oidBytes, (middle + 1) * oidBytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low < count && names.compare(name, 0, oidBytes, low * oidBytes, (low + 1) * oidBytes) === 0
    ? low
    : -1;
}
