/**
 * A bzip2 file: one file, in blocks, or several one behind the other. There is no standard; the layout is that of bzip2 itself
 * (https://sourceware.org/bzip2/) as written down at https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf.
 */
import { BitReader } from './bit-reader.ts';
import { DamagedBlock, readBlock, roomForBlock, unrolled } from './bzip2-block.ts';
import type { Container, OpeningMeans, TroubleKind } from './container.ts';

const MAGIC = 'BZh';
/** Asked first: most blobs end here, and no text is made of them. */
const FIRST = 0x42;
const HEADER_BYTES = 4;
/** Halves of the marks before a block and before the sum at the end: digits of pi and of its root. */
const BLOCK = [0x314159, 0x265359] as const;
const END = [0x177245, 0x385090] as const;
const NAME = 'bunzipped';

export const bzip2: Container = {
  opens: (bytes) => bytes.length > HEADER_BYTES + 6 && isHeader(bytes, 0) && hasBlock(bytes),
  *members(bytes, means) {
    const content = contentOf(bytes, means);
    if (content.length > 0) yield { name: NAME, bytes: content };
  },
  isWrapping: true,
};

function isHeader(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== FIRST) return false;
  const level = levelAt(bytes, at);
  return bytes.toString('latin1', at, at + MAGIC.length) === MAGIC && level >= 1 && level <= 9;
}

function levelAt(bytes: Buffer, at: number): number {
  return (bytes[at + MAGIC.length] ?? 0) - 0x30;
}

function hasBlock(bytes: Buffer): boolean {
  return bytes.readUIntBE(HEADER_BYTES, 3) === BLOCK[0];
}

/** As much of it as can be read and paid for; all blocks of a level share their room. */
function contentOf(bytes: Buffer, { budget, onTrouble }: OpeningMeans): Buffer {
  const parts: Buffer[] = [];
  let kind: TroubleKind | undefined;
  let { largest } = budget;
  for (let at = 0; kind === undefined && at < bytes.length && isHeader(bytes, at);) {
    const stream = readStream(bytes, at, (block) => {
      const part = unrolled(block, largest);
      budget.spendBytes(block.length);
      if (!part) return false;
      parts.push(part);
      largest = Math.min(largest - part.length, budget.largest - part.length);
      return largest > 0;
    });
    ({ kind, end: at } = stream);
  }
  if (kind) onTrouble(kind, NAME);
  const content = Buffer.concat(parts);
  budget.spendBytes(content.length);
  return content;
}

function readStream(
  bytes: Buffer,
  from: number,
  take: (block: Uint8Array) => boolean,
): { kind: TroubleKind | undefined; end: number } {
  const bits = new BitReader(bytes, from + HEADER_BYTES);
  const room = roomForBlock(levelAt(bytes, from));
  try {
    while (isMark(bits, BLOCK)) if (!take(readBlock(bits, room))) return { kind: 'limit', end: bytes.length };
  } catch (error) {
    if (!(error instanceof DamagedBlock)) throw error;
    return { kind: 'damaged', end: bytes.length };
  }
  return { kind: bits.isOver ? 'damaged' : undefined, end: bits.nextByte };
}

/** Over the mark and the sum behind it. @returns whether it is that of a block; what is neither is damage */
function isMark(bits: BitReader, [first, second]: typeof BLOCK): boolean {
  const mark = [bits.read(24), bits.read(24)];
  bits.read(16);
  bits.read(16);
  if (mark[0] === first && mark[1] === second) return true;
  if (mark[0] !== END[0] || mark[1] !== END[1]) throw new DamagedBlock('no block');
  return false;
}
