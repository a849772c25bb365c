/** Object names <-> ranks (0, 1, 2, …): an open-addressing hash table over raw bytes, a few dozen bytes an object. */

const FIRST_SLOTS = 1 << 12;
const EMPTY = -1;
/** Values of two bytes, by which many names are told apart; of few, one byte is looked at. */
const PAIRS = 1 << 16;
const MANY_NAMES = 1 << 12;
/** So many names are compared one by one. */
const FEW = 4;
/** Odd, near 2^32 divided by the golden ratio. */
const MULTIPLIER = 0x9e3779b1 | 0;
/** All bits set: with anything else it stays that. */
const NO_DIGIT = -1;
/** What each byte is worth as a hexadecimal digit, in lower case as git writes it. */
const DIGITS = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCodePoint(byte)),
);

export class OidTable {
  /** Bytes of a name. */
  readonly width: number;
  /** A name that was given in letters. */
  readonly #read: Buffer;
  readonly #seed = Math.floor(Math.random() * 2 ** 32) | 0;
  #names: Buffer;
  #slots: Int32Array;
  #count = 0;
  /** The first ranks belong to names that came sorted: they need no slots, only to know where each first byte, or pair of them, begins. */
  #sorted = 0;
  #starts = new Int32Array(0);
  /** Bits of a pair that do not count. */
  #shift = 0;

  /**
   * @param width bytes of a name: 20 or 32
   * @param expected how many names there will be, perhaps
   */
  constructor(width: number, expected = 0) {
    let slots = FIRST_SLOTS;
    while (slots < expected * 2) slots *= 2;
    this.width = width;
    this.#read = Buffer.alloc(width);
    this.#names = Buffer.alloc(width * (slots / 2));
    this.#slots = new Int32Array(slots).fill(EMPTY);
  }

  /**
   * Takes over names that are sorted and distinct, as the index of a pack has them; the first gets rank 0. Only an empty
   * table can. The buffer is kept, not copied.
   * @returns false when they are not in order: then nothing was taken over
   */
  startSorted(names: Buffer): boolean {
    const count = names.length / this.width;
    const shift = count < MANY_NAMES ? 8 : 0;
    const pairs = PAIRS >> shift;
    const starts = new Int32Array(pairs + 1).fill(EMPTY);
    let last = EMPTY;
    for (let rank = 0; rank < count; rank++) {
      const pair = names.readUInt16BE(rank * this.width) >> shift;
      if (pair < last || (pair === last && !this.#isAscending(names, rank))) return false;
      if (pair > last) starts[pair] = rank;
      last = pair;
    }
    let next = count;
    for (let pair = pairs; pair >= 0; pair--) {
      if (starts[pair] === EMPTY) starts[pair] = next;
      next = starts[pair] ?? 0;
    }
    this.#names = names;
    this.#count = count;
    this.#sorted = count;
    this.#starts = starts;
    this.#shift = shift;
    return true;
  }

  get size(): number {
    return this.#count;
  }

  /** The rank of the name at `bytes[at…]`, given now if it has none. */
  add(bytes: Buffer, at: number): number {
    const sorted = this.#findSorted(bytes, at);
    if (sorted !== EMPTY) return sorted;
    const slot = this.#slotOf(bytes, at);
    const known = this.#slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    const rank = this.#count++;
    this.#slots[slot] = rank;
    if (this.#count * this.width > this.#names.length) this.#growNames();
    const start = rank * this.width;
    for (let index = 0; index < this.width; index++) this.#names[start + index] = bytes[at + index] ?? 0;
    if ((this.#count - this.#sorted) * 2 > this.#slots.length) this.#growSlots();
    return rank;
  }

  /** The rank of the name at `bytes[at…]`, or -1. */
  find(bytes: Buffer, at: number): number {
    const sorted = this.#findSorted(bytes, at);
    return sorted === EMPTY ? (this.#slots[this.#slotOf(bytes, at)] ?? EMPTY) : sorted;
  }

  addHex(hex: string): number {
    return this.add(Buffer.from(hex, 'hex'), 0);
  }

  /** The same of a name in hexadecimal letters, bytes[at, end); -1 when they are no name. */
  addHexAt(bytes: Buffer, at: number, end: number): number {
    if (end - at !== this.width * 2) return EMPTY;
    for (let index = 0; index < this.width; index++) {
      const high = DIGITS[bytes[at + index * 2] ?? 0] ?? NO_DIGIT;
      const low = DIGITS[bytes[at + index * 2 + 1] ?? 0] ?? NO_DIGIT;
      if ((high | low) === NO_DIGIT) return EMPTY;
      this.#read[index] = (high << 4) | low;
    }
    return this.add(this.#read, 0);
  }

  /** Writes all names, by rank, one after the other; there is room for size * width bytes. */
  copyNames(target: Buffer, at: number): void {
    this.#names.copy(target, at, 0, this.#count * this.width);
  }

  findHex(hex: string): number {
    const bytes = Buffer.from(hex, 'hex');
    return bytes.length === this.width ? this.find(bytes, 0) : EMPTY;
  }

  /** The rank that a name of this table has in another one, or -1. */
  rankIn(other: OidTable, rank: number): number {
    return other.find(this.#names, rank * this.width);
  }

  hexOf(rank: number): string {
    return this.#names.toString('hex', rank * this.width, (rank + 1) * this.width);
  }

  /** Two bytes leave a handful of names to compare, unless there are millions. */
  #findSorted(bytes: Buffer, at: number): number {
    if (this.#sorted === 0) return EMPTY;
    const pair = bytes.readUInt16BE(at) >> this.#shift;
    let low = this.#starts[pair] ?? 0;
    let high = this.#starts[pair + 1] ?? 0;
    while (high - low > FEW) {
      const middle = (low + high) >>> 1;
      if (
        this.#names.compare(bytes, at, at + this.width, middle * this.width, (middle + 1) * this.width) <= 0
      )
        low = middle;
      else high = middle;
    }
    for (; low < high; low++) if (this.#isNamed(low, bytes, at)) return low;
    return EMPTY;
  }

  /** Does the name come behind the one before it? */
  #isAscending(names: Buffer, rank: number): boolean {
    const start = rank * this.width;
    return names.compare(names, start - this.width, start, start, start + this.width) > 0;
  }

  /** Names are hashes already, but whoever made the objects may have chosen them alike: nobody can know the seed. */
  #slotOf(bytes: Buffer, at: number): number {
    const mask = this.#slots.length - 1;
    const word = bytes.readInt32LE(at) ^ Math.imul(bytes.readInt32LE(at + 4) ^ this.#seed, MULTIPLIER);
    let slot = (word ^ (word >>> 15)) & mask;
    for (;;) {
      const rank = this.#slots[slot] ?? EMPTY;
      if (rank === EMPTY || this.#isNamed(rank, bytes, at)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isNamed(rank: number, bytes: Buffer, at: number): boolean {
    const start = rank * this.width;
    for (let index = 0; index < this.width; index++) {
      if (this.#names[start + index] !== bytes[at + index]) return false;
    }
    return true;
  }

  #growNames(): void {
    const grown = Buffer.alloc(this.#names.length * 2);
    this.#names.copy(grown);
    this.#names = grown;
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    for (let rank = this.#sorted; rank < this.#count; rank++) {
      this.#slots[this.#slotOf(this.#names, rank * this.width)] = rank;
    }
  }
}
