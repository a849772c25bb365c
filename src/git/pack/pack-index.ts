/** A pack's .idx file, version 2: the names of its objects, sorted, and where each begins. https://git-scm.com/docs/gitformat-pack */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xff744f63;
const FANOUT_BYTES = 256 * 4;
const HEADER_BYTES = 8;
const NAMES_AT = HEADER_BYTES + FANOUT_BYTES;
/** A set high bit: the other bits are a place in the table of 64-bit offsets. */
const IS_LARGE = 0x80000000;

export interface PackIndex {
  readonly count: number;
  /** All names, one after the other, sorted. */
  readonly names: Buffer;
  /** Offset in the pack, by place in the sorted names. */
  readonly offsets: Float64Array;
}

/** @returns undefined for a file that is no index of version 2, is cut short or contradicts itself. @throws when it cannot be read */
export function readPackIndex(path: string, oidBytes: number): PackIndex | undefined {
  const file = readWhole(path, oidBytes);
  if (!file) return undefined;
  const count = file.readUInt32BE(NAMES_AT - 4);
  const offsetsAt = NAMES_AT + count * (oidBytes + 4);
  const largeAt = offsetsAt + count * 4;
  const offsets = readOffsets(file, count, {
    offsetsAt,
    largeAt,
    // Behind the tables stand the checksums of the pack and of the index.
    end: file.length - 2 * oidBytes,
  });
  return offsets && { count, names: file.subarray(NAMES_AT, NAMES_AT + count * oidBytes), offsets };
}

/** Reads no more than the number of objects justifies, however large the file claims to be. */
function readWhole(path: string, oidBytes: number): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const head = Buffer.alloc(NAMES_AT);
    const isHead = readSync(file, head, 0, NAMES_AT, 0) === NAMES_AT;
    if (!isHead || head.readUInt32BE(0) !== MAGIC || head.readUInt32BE(4) !== 2) return undefined;
    const count = head.readUInt32BE(NAMES_AT - 4);
    const least = NAMES_AT + count * (oidBytes + 8) + 2 * oidBytes;
    if (size < least || size > least + count * 8) return undefined;
    const whole = Buffer.allocUnsafe(size);
    return readSync(file, whole, 0, size, 0) === size ? whole : undefined;
  } finally {
    closeSync(file);
  }
}

function readOffsets(
  file: Buffer,
  count: number,
  at: { offsetsAt: number; largeAt: number; end: number },
): Float64Array | undefined {
  const offsets = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const small = file.readUInt32BE(at.offsetsAt + index * 4);
    const large = at.largeAt + (small - IS_LARGE) * 8;
    if (small < IS_LARGE) offsets[index] = small;
    else if (large + 8 <= at.end) offsets[index] = Number(file.readBigUInt64BE(large));
    else return undefined;
  }
  return offsets;
}
