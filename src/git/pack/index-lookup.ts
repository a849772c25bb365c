/** Where in a pack an object is, by name, from a few bytes of the index: for the few objects that are wanted of a large pack. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xff744f63;
const FANOUT_BYTES = 256 * 4;
const HEADER_BYTES = 8;
const NAMES_AT = HEADER_BYTES + FANOUT_BYTES;
/** A set high bit: the other bits are a place in the table of 64-bit offsets. */
const IS_LARGE = 0x80000000;
/** So many names are read in one piece. */
const FEW_NAMES = 2048;
const MOST_NAME_BYTES = 32;

export class IndexLookup {
  readonly #file: number;
  readonly #head: Buffer;
  readonly #oidBytes: number;
  readonly #names = Buffer.allocUnsafe(FEW_NAMES * MOST_NAME_BYTES);

  private constructor(file: number, head: Buffer, oidBytes: number) {
    this.#file = file;
    this.#head = head;
    this.#oidBytes = oidBytes;
  }

  /** @returns undefined for what is no index of version 2, or not as long as it says. @throws when it cannot be read */
  static open(path: string, oidBytes: number): IndexLookup | undefined {
    const file = openSync(path, 'r');
    const head = Buffer.alloc(NAMES_AT);
    if (isIndex(file, head, oidBytes)) return new IndexLookup(file, head, oidBytes);
    closeSync(file);
    return undefined;
  }

  /** @returns -1 when it is not in the pack, or the index is damaged there */
  offsetOf(name: Buffer): number {
    const first = name[0] ?? 0;
    let low = first === 0 ? 0 : this.#countTo(first - 1);
    let high = this.#countTo(first);
    while (high - low > FEW_NAMES) {
      const middle = (low + high) >>> 1;
      if (!this.#readNames(middle, 1)) return -1;
      if (this.#names.compare(name, 0, this.#oidBytes, 0, this.#oidBytes) <= 0) low = middle;
      else high = middle;
    }
    const count = high - low;
    if (count <= 0 || !this.#readNames(low, count)) return -1;
    const place = this.#placeOf(name, count);
    return place < 0 ? -1 : this.#offsetAt(low + place);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** How many names begin with this byte or a smaller one. */
  #countTo(byte: number): number {
    return this.#head.readUInt32BE(HEADER_BYTES + byte * 4);
  }

  #readNames(from: number, count: number): boolean {
    const length = count * this.#oidBytes;
    return readSync(this.#file, this.#names, 0, length, NAMES_AT + from * this.#oidBytes) === length;
  }

  /** Among those that were read. */
  #placeOf(name: Buffer, count: number): number {
    const width = this.#oidBytes;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#names.compare(name, 0, width, middle * width, (middle + 1) * width);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  #offsetAt(place: number): number {
    const count = this.#countTo(255);
    const offsetsAt = NAMES_AT + count * (this.#oidBytes + 4);
    const word = this.#names.subarray(0, 8);
    if (readSync(this.#file, word, 0, 4, offsetsAt + place * 4) !== 4) return -1;
    const small = word.readUInt32BE(0);
    if (small < IS_LARGE) return small;
    const largeAt = offsetsAt + count * 4 + (small - IS_LARGE) * 8;
    return readSync(this.#file, word, 0, 8, largeAt) === 8 ? Number(word.readBigUInt64BE(0)) : -1;
  }
}

/** The tables are as long as the number of objects says, and behind them stand two checksums. */
function isIndex(file: number, head: Buffer, oidBytes: number): boolean {
  if (readSync(file, head, 0, NAMES_AT, 0) !== NAMES_AT) return false;
  if (head.readUInt32BE(0) !== MAGIC || head.readUInt32BE(4) !== 2) return false;
  const count = head.readUInt32BE(NAMES_AT - 4);
  const least = NAMES_AT + count * (oidBytes + 8) + 2 * oidBytes;
  const { size } = fstatSync(file);
  return size >= least && size <= least + count * 8 && isAscending(head);
}

function isAscending(head: Buffer): boolean {
  let last = 0;
  for (let at = HEADER_BYTES; at < NAMES_AT; at += 4) {
    const count = head.readUInt32BE(at);
    if (count < last) return false;
    last = count;
  }
  return true;
}
