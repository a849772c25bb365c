/** Lays a delta on its base, in plain buffers: https://git-scm.com/docs/pack-format#_deltified_representation */

/** In place of a length of nothing. */
const FULL_LENGTH = 0x10000;
/** What is longer is no object that is read here. */
const MOST_SIZE_BYTES = 5;

interface Cursor {
  at: number;
}

/** @returns undefined when the delta is malformed, for another base, or its result is not as long as it says, or longer than maxBytes */
export function applyDelta(base: Buffer, delta: Buffer, maxBytes: number): Buffer | undefined {
  const cursor: Cursor = { at: 0 };
  const from = readSize(delta, cursor);
  const size = readSize(delta, cursor);
  if (from !== base.length || size < 0 || size > maxBytes) return undefined;
  const target = Buffer.allocUnsafe(size);
  let filled = 0;
  while (cursor.at < delta.length) {
    const piece = nextPiece(base, delta, cursor);
    if (!piece || filled + piece.length > size) return undefined;
    piece.copy(target, filled);
    filled += piece.length;
  }
  return filled === size ? target : undefined;
}

/** Seven bits a byte, the least significant first. -1: cut short, or too long. */
function readSize(bytes: Buffer, cursor: Cursor): number {
  let size = 0;
  for (let place = 0; place < MOST_SIZE_BYTES; place++) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) return -1;
    size += (byte & 0x7f) * 128 ** place;
    if (byte < 0x80) return size;
  }
  return -1;
}

/** What one command adds. */
function nextPiece(base: Buffer, delta: Buffer, cursor: Cursor): Buffer | undefined {
  const command = delta[cursor.at++] ?? 0;
  if (command === 0) return undefined;
  if (command < 0x80) {
    const start = cursor.at;
    cursor.at += command;
    return cursor.at <= delta.length ? delta.subarray(start, cursor.at) : undefined;
  }
  const offset = readNumber(delta, cursor, { bits: command & 0x0f, most: 4 });
  const length = readNumber(delta, cursor, { bits: (command >> 4) & 0x07, most: 3 }) || FULL_LENGTH;
  const end = offset + length;
  return cursor.at <= delta.length && end <= base.length ? base.subarray(offset, end) : undefined;
}

/** Little-endian; a bit says of each byte whether it is there. */
function readNumber(bytes: Buffer, cursor: Cursor, { bits, most }: { bits: number; most: number }): number {
  let value = 0;
  for (let place = 0; place < most; place++)
    if ((bits & (1 << place)) !== 0) value += (bytes[cursor.at++] ?? 0) * 256 ** place;
  return value;
}
