/** Applies git deltas: copies runs of the base, inserts new bytes, and notes which runs were copied: the plain twin of engine/delta.ts. https://git-scm.com/docs/gitformat-pack */

const MALFORMED = -1;
const LARGEST = 0x7fffffff;
const MAX_SIZE_BYTES = 8;
const RUN_BYTES = 12;

/** See Kernel.deltaSize. */
export function plainDeltaSize(
  memory: Buffer,
  delta: number,
  deltaLength: number,
  baseLength: number,
): number {
  return readSizes(memory, delta, delta + deltaLength, baseLength)?.value ?? MALFORMED;
}

/** See Kernel.applyDelta. */
export function plainApplyDelta(
  memory: Buffer,
  base: number,
  baseLength: number,
  delta: number,
  deltaLength: number,
  target: number,
  targetLength: number,
  runs: number,
  shortestRun: number,
): number {
  const end = delta + deltaLength;
  const size = readSizes(memory, delta, end, baseLength);
  if (!size || size.value !== targetLength) return MALFORMED;
  const writer = new DeltaWriter(memory, {
    base: { at: base, length: baseLength },
    target: { at: target, length: targetLength },
    runs: new RunList(memory, runs, shortestRun),
  });
  return writer.apply(size.end, end);
}

interface Stretch {
  readonly at: number;
  readonly length: number;
}

class DeltaWriter {
  readonly #memory: Buffer;
  readonly #base: Stretch;
  readonly #target: Stretch;
  readonly #runs: RunList;
  #filled = 0;

  constructor(memory: Buffer, parts: { base: Stretch; target: Stretch; runs: RunList }) {
    this.#memory = memory;
    this.#base = parts.base;
    this.#target = parts.target;
    this.#runs = parts.runs;
  }

  /** @returns how many runs; -1 when a command reaches outside of base, delta or target, or when the target is not filled */
  apply(start: number, end: number): number {
    let at = start;
    while (at < end) {
      const command = this.#memory[at] ?? 0;
      at = command >= 0x80 ? this.#copy(at + 1, command, end) : this.#insert(at + 1, command, end);
      if (at < 0) return MALFORMED;
    }
    return this.#filled === this.#target.length ? this.#runs.finish() : MALFORMED;
  }

  /** @returns where the next command stands, or -1 */
  #copy(start: number, command: number, deltaEnd: number): number {
    const { from, length, end } = readCopy(this.#memory, start, command);
    if (end > deltaEnd || from + length > this.#base.length || !this.#fits(length)) return MALFORMED;
    this.#runs.add(this.#filled, from, length);
    this.#write(this.#base.at + from, length);
    return end;
  }

  /** The command is the number of bytes that follow; 0 is reserved. */
  #insert(start: number, length: number, deltaEnd: number): number {
    if (length === 0 || start + length > deltaEnd || !this.#fits(length)) return MALFORMED;
    this.#write(start, length);
    return start + length;
  }

  #fits(length: number): boolean {
    return this.#filled + length <= this.#target.length;
  }

  #write(from: number, length: number): void {
    this.#memory.copy(this.#memory, this.#target.at + this.#filled, from, from + length);
    this.#filled += length;
  }
}

/** Joins runs that are neighbours on both sides, and writes down those that are long enough. */
class RunList {
  readonly #memory: Buffer;
  readonly #at: number;
  readonly #shortest: number;
  #count = 0;
  #to = 0;
  #from = 0;
  #length = 0;

  constructor(memory: Buffer, at: number, shortest: number) {
    this.#memory = memory;
    this.#at = at;
    this.#shortest = Math.max(1, shortest);
  }

  add(to: number, from: number, length: number): void {
    if (to === this.#to + this.#length && from === this.#from + this.#length) {
      this.#length += length;
      return;
    }
    this.#write();
    this.#to = to;
    this.#from = from;
    this.#length = length;
  }

  finish(): number {
    this.#write();
    return this.#count;
  }

  #write(): void {
    if (this.#length < this.#shortest) return;
    const at = this.#at + this.#count * RUN_BYTES;
    this.#memory.writeUInt32LE(this.#to, at);
    this.#memory.writeUInt32LE(this.#from, at + 4);
    this.#memory.writeUInt32LE(this.#length, at + 8);
    this.#count++;
  }
}

/** Bits 0 to 3 of the command say which bytes of the offset follow, bits 4 to 6 which of the length; a length of 0 is 0x10000. */
function readCopy(
  memory: Buffer,
  start: number,
  command: number,
): { from: number; length: number; end: number } {
  let at = start;
  let from = 0;
  let length = 0;
  for (let shift = 0, bit = 1; shift < 32; shift += 8, bit <<= 1) {
    if (command & bit) from |= (memory[at++] ?? 0) << shift;
  }
  for (let shift = 0, bit = 16; shift < 24; shift += 8, bit <<= 1) {
    if (command & bit) length |= (memory[at++] ?? 0) << shift;
  }
  return { from: from >>> 0, length: length === 0 ? 0x10000 : length, end: at };
}

interface Size {
  readonly value: number;
  /** Behind its last byte. */
  readonly end: number;
}

/** @returns the size of the result, when the head fits the base and the result is not too large for the engine */
function readSizes(memory: Buffer, start: number, end: number, baseLength: number): Size | undefined {
  const base = readSize(memory, start, end);
  if (base?.value !== baseLength) return undefined;
  const size = readSize(memory, base.end, end);
  return size && size.value <= LARGEST ? size : undefined;
}

/** Seven bits a byte, least significant first. */
function readSize(memory: Buffer, start: number, end: number): Size | undefined {
  let value = 0;
  let scale = 1;
  for (let at = start; at < Math.min(end, start + MAX_SIZE_BYTES); at++, scale *= 128) {
    const byte = memory[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}
