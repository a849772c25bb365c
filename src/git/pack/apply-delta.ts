/** Applies a git delta: copies runs of the base and inserts new bytes, and says which runs were copied. https://git-scm.com/docs/gitformat-pack */

export interface AppliedDelta {
  readonly bytes: Buffer;
  /**
   * Copied runs in ascending order, three numbers each: place in the result, place in the base, length. Two that are
   * neighbours in the base as well are one run.
   */
  readonly runs: readonly number[];
}

/**
 * @param maxBytes a larger result is refused
 * @returns undefined for a delta that is malformed, does not fit the base, or is too large
 */
export function applyDelta(base: Buffer, delta: Buffer, maxBytes: number): AppliedDelta | undefined {
  const baseSize = readSize(delta, 0);
  const resultSize = baseSize && readSize(delta, baseSize.end);
  if (!resultSize || baseSize.value !== base.length || resultSize.value > maxBytes) return undefined;
  const writer = new DeltaWriter(base, delta, resultSize.value);
  return writer.run(resultSize.end) ? { bytes: writer.result, runs: writer.runs } : undefined;
}

class DeltaWriter {
  readonly result: Buffer;
  readonly runs: number[] = [];
  readonly #base: Buffer;
  readonly #delta: Buffer;
  #filled = 0;
  /** Where the last run ended, in the result and in the base. */
  #lastTo = 0;
  #lastFrom = 0;

  constructor(base: Buffer, delta: Buffer, size: number) {
    this.#base = base;
    this.#delta = delta;
    this.result = Buffer.allocUnsafe(size);
  }

  /** False when a command reaches outside of base, delta or result, or when the result is not filled. */
  run(start: number): boolean {
    let at = start;
    while (at < this.#delta.length) {
      const command = this.#delta[at] ?? 0;
      at = command >= 0x80 ? this.#copy(at + 1, command) : this.#insert(at + 1, command);
      if (at < 0) return false;
    }
    return this.#filled === this.result.length;
  }

  /** @returns where the next command stands, or -1 */
  #copy(start: number, command: number): number {
    const { from, length, end } = readCopy(this.#delta, start, command);
    const isInside =
      end <= this.#delta.length &&
      from + length <= this.#base.length &&
      this.#filled + length <= this.result.length;
    if (!isInside) return -1;
    this.#base.copy(this.result, this.#filled, from, from + length);
    this.#addRun(from, length);
    this.#filled += length;
    return end;
  }

  /** The command is the number of bytes that follow; 0 is reserved. */
  #insert(start: number, length: number): number {
    const end = start + length;
    if (length === 0 || end > this.#delta.length || this.#filled + length > this.result.length) return -1;
    this.#delta.copy(this.result, this.#filled, start, end);
    this.#filled += length;
    return end;
  }

  #addRun(from: number, length: number): void {
    const { runs } = this;
    const last = runs.length - 3;
    if (last >= 0 && this.#filled === this.#lastTo && from === this.#lastFrom) {
      runs[last + 2] = (runs[last + 2] ?? 0) + length;
    } else runs.push(this.#filled, from, length);
    this.#lastTo = this.#filled + length;
    this.#lastFrom = from + length;
  }
}

/** Bits 0 to 3 of the command say which bytes of the offset follow, bits 4 to 6 which of the length; a length of 0 is 0x10000. */
function readCopy(
  delta: Buffer,
  start: number,
  command: number,
): { from: number; length: number; end: number } {
  let at = start;
  let from = 0;
  let length = 0;
  for (let shift = 0, bit = 1; shift < 32; shift += 8, bit <<= 1) {
    if (command & bit) from |= (delta[at++] ?? 0) << shift;
  }
  for (let shift = 0, bit = 16; shift < 24; shift += 8, bit <<= 1) {
    if (command & bit) length |= (delta[at++] ?? 0) << shift;
  }
  return { from: from >>> 0, length: length === 0 ? 0x10000 : length, end: at };
}

const MAX_SIZE_BYTES = 8;

/** Seven bits a byte, least significant first. */
function readSize(delta: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0;
  let scale = 1;
  for (let at = start; at < Math.min(delta.length, start + MAX_SIZE_BYTES); at++, scale *= 128) {
    const byte = delta[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}
