/** Object names <-> ranks (0, 1, 2, …): an open-addressing hash table over raw bytes, a few dozen bytes an object. */

const FIRST_SLOTS = 1 << 12;
const EMPTY = -1;
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

  get size(): number {
    return this.#count;
  }

  /** The rank of the name at `bytes[at…]`, given now if it has none. */
  add(bytes: Buffer, at: number): number {
    const slot = this.#slotOf(bytes, at);
    const known = this.#slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    const rank = this.#count++;
    this.#slots[slot] = rank;
    if (this.#count * this.width > this.#names.length) this.#growNames();
    const start = rank * this.width;
    for (let index = 0; index < this.width; index++) this.#names[start + index] = bytes[at + index] ?? 0;
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return rank;
  }

  /** The rank of the name at `bytes[at…]`, or -1. */
  find(bytes: Buffer, at: number): number {
    return this.#slots[this.#slotOf(bytes, at)] ?? EMPTY;
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

  hexOf(rank: number): string {
    return this.#names.toString('hex', rank * this.width, (rank + 1) * this.width);
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
    for (let rank = 0; rank < this.#count; rank++) {
      this.#slots[this.#slotOf(this.#names, rank * this.width)] = rank;
    }
  }
}
