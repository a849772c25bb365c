/** A pack's .idx file, version 2: the names of its objects, sorted, and where each begins. https://git-scm.com/docs/gitformat-pack */
import { readFileSync } from 'node:fs';

const MAGIC = 0xff744f63;
const FANOUT_BYTES = 256 * 4;
const HEADER_BYTES = 8;
/** A set high bit: the other bits are a place in the table of 64-bit offsets. */
const IS_LARGE = 0x80000000;

export interface PackIndex {
  readonly count: number;
  /** All names, one after the other, sorted. */
  readonly names: Buffer;
  /** Offset in the pack, by place in the sorted names. */
  readonly offsets: Float64Array;
}

/** @returns undefined for a file that is no index of version 2, is cut short or contradicts itself */
export function readPackIndex(path: string, oidBytes: number): PackIndex | undefined {
  const file = readFileSync(path);
  const namesAt = HEADER_BYTES + FANOUT_BYTES;
  if (file.length < namesAt || file.readUInt32BE(0) !== MAGIC || file.readUInt32BE(4) !== 2) return undefined;
  const count = file.readUInt32BE(namesAt - 4);
  const offsetsAt = namesAt + count * (oidBytes + 4);
  const largeAt = offsetsAt + count * 4;
  // Behind the tables stand the checksums of the pack and of the index.
  if (largeAt + 2 * oidBytes > file.length) return undefined;
  const offsets = readOffsets(file, { count, offsetsAt, largeAt, end: file.length - 2 * oidBytes });
  return offsets && { count, names: file.subarray(namesAt, namesAt + count * oidBytes), offsets };
}

function readOffsets(
  file: Buffer,
  at: { count: number; offsetsAt: number; largeAt: number; end: number },
): Float64Array | undefined {
  const offsets = new Float64Array(at.count);
  for (let index = 0; index < at.count; index++) {
    const small = file.readUInt32BE(at.offsetsAt + index * 4);
    const large = at.largeAt + (small - IS_LARGE) * 8;
    if (small < IS_LARGE) offsets[index] = small;
    else if (large + 8 <= at.end) offsets[index] = Number(file.readBigUInt64BE(large));
    else return undefined;
  }
  return offsets;
}
