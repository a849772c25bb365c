/** Bits of a text, the highest of each byte first; behind the end they are zero, and `isOver` says so. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** Bits read so far. */
  #at: number;

  /** @param from offset of the first byte */
  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from * 8;
  }

  get isOver(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** @param count at most 24 */
  read(count: number): number {
    const byte = this.#at >>> 3;
    const bytes = this.#bytes;
    const four =
      ((bytes[byte] ?? 0) << 24) |
      ((bytes[byte + 1] ?? 0) << 16) |
      ((bytes[byte + 2] ?? 0) << 8) |
      (bytes[byte + 3] ?? 0);
    const value = count === 0 ? 0 : (four << (this.#at & 7)) >>> (32 - count);
    this.#at += count;
    return value;
  }

  /** Offset of the first byte of which nothing was read. */
  get nextByte(): number {
    return Math.ceil(this.#at / 8);
  }
}
