/** A memory that grows when more is asked for: how much, and never an exception. The kernels say how. */

/** Lengths and offsets are counted in 31 bits. */
const MOST_BYTES = 2 ** 31 - 0x10000;
/** Twice as large, but never much more than was asked for. */
const MOST_GROWTH = 2 ** 26;

export class GrowingMemory {
  #bytes: Buffer;
  readonly #grown: (old: Buffer, bytes: number) => Buffer;

  /** @param grown makes it that long, with the same content; may throw when there is no such room */
  constructor(bytes: Buffer, grown: (old: Buffer, bytes: number) => Buffer) {
    this.#bytes = bytes;
    this.#grown = grown;
  }

  /** Only `reserve` makes it grow, so only there it can become another buffer. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** False when there is no such room. */
  reserve(bytes: number): boolean {
    const { length } = this.#bytes;
    if (bytes <= length) return true;
    if (!(bytes <= MOST_BYTES)) return false;
    const ample = Math.max(bytes, length + Math.min(length, MOST_GROWTH));
    return this.#growTo(Math.min(MOST_BYTES, ample)) || this.#growTo(bytes);
  }

  #growTo(bytes: number): boolean {
    try {
      this.#bytes = this.#grown(this.#bytes, bytes);
      return true;
    } catch {
      return false;
    }
  }
}
