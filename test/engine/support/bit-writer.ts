/** Writes deflate streams bit by bit, the wrong ones too. */
import { inflateRawSync } from 'node:zlib';

export class BitWriter {
  readonly #bits: number[] = [];

  /** Lowest bit first, as deflate writes numbers. */
  number(value: number, bits: number): this {
    for (let bit = 0; bit < bits; bit++) this.#bits.push((value >>> bit) & 1);
    return this;
  }

  /** Highest bit first, as deflate writes codes. */
  code(value: number, bits: number): this {
    for (let bit = bits - 1; bit >= 0; bit--) this.#bits.push((value >>> bit) & 1);
    return this;
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    for (const [index, bit] of this.#bits.entries())
      bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7));
    return bytes;
  }
}

/** The order in which a block lists the lengths of the code for code lengths. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The head of a dynamic block, up to the code lengths. */
export function dynamicHead(
  counts: { literals: number; distances: number },
  codeLengths: Readonly<Record<number, number>>,
): BitWriter {
  const writer = new BitWriter().number(1, 1).number(2, 2);
  writer
    .number(counts.literals - 257, 5)
    .number(counts.distances - 1, 5)
    .number(15, 4);
  for (const symbol of ORDER) writer.number(codeLengths[symbol] ?? 0, 3);
  return writer;
}

/** Codes of four bits for the lengths 0 to 15, and none for repeats: the length is the code. */
const PLAIN_LENGTHS = Object.fromEntries(Array.from({ length: 16 }, (_, length) => [length, 4]));

/** A dynamic block with these code lengths; what it says is still to be written. */
export function dynamicBlock(literals: readonly number[], distances: readonly number[]): BitWriter {
  const writer = dynamicHead({ literals: literals.length, distances: distances.length }, PLAIN_LENGTHS);
  for (const length of [...literals, ...distances]) writer.code(length, 4);
  return writer;
}

function adler32(bytes: Uint8Array): number {
  let sum = 1;
  let sums = 0;
  for (const byte of bytes) {
    sum = (sum + byte) % 65521;
    sums = (sums + sum) % 65521;
  }
  return sums * 0x10000 + sum;
}

/** Makes a zlib stream of a deflate stream; with the right checksum, if zlib can make sense of it. */
export function wrap(deflated: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  let length = deflated.length;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of node do not know `info`
    const { buffer, engine } = inflateRawSync(deflated, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    sum.writeUInt32BE(adler32(buffer));
    length = engine.bytesWritten;
  } catch {
    // Malformed: no checksum would help.
  }
  return Buffer.concat([Buffer.from([0x78, 0x9c]), deflated.subarray(0, length), sum]);
}
