/** The header of an object in a pack: type, size, and for a delta where its base is. https://git-scm.com/docs/gitformat-pack */

export interface ObjectHeader {
  readonly type: number;
  /** Bytes of the object, or of the delta, expanded. */
  readonly size: number;
  /** Bytes of the header: the compressed data begins behind them. */
  readonly length: number;
  /** How far in front of this object its base begins. */
  readonly distance?: number;
  readonly baseName?: Buffer;
}

const OFS_DELTA = 6;
const REF_DELTA = 7;
const MAX_SIZE_BYTES = 9;
const MAX_DISTANCE_BYTES = 8;

/** @param bytes what stands in the pack from the object on. Returns undefined for what is no header or is cut short. */
export function parseObjectHeader(bytes: Buffer, oidBytes: number): ObjectHeader | undefined {
  const type = ((bytes[0] ?? 0) >> 4) & 7;
  const sized = parseSize(bytes);
  if (!sized) return undefined;
  const { size, end } = sized;
  if (type === REF_DELTA) {
    const baseName = bytes.subarray(end, end + oidBytes);
    return baseName.length === oidBytes ? { type, size, length: end + oidBytes, baseName } : undefined;
  }
  if (type === OFS_DELTA) {
    const distance = parseDistance(bytes, end);
    return distance && { type, size, length: distance.end, distance: distance.value };
  }
  return type >= 1 && type <= 4 ? { type, size, length: end } : undefined;
}

/** Four bits in the first byte, then seven a byte, least significant first. */
function parseSize(bytes: Buffer): { size: number; end: number } | undefined {
  let size = (bytes[0] ?? 0) & 15;
  let scale = 16;
  for (let at = 0; at < Math.min(bytes.length, MAX_SIZE_BYTES); at++) {
    const byte = bytes[at] ?? 0;
    if (at > 0) {
      size += (byte & 0x7f) * scale;
      scale *= 128;
    }
    if (byte < 0x80) return { size, end: at + 1 };
  }
  return undefined;
}

/** Seven bits a byte, most significant first, and one added for each byte but the last. */
function parseDistance(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = start; at < Math.min(bytes.length, start + MAX_DISTANCE_BYTES); at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
    value++;
  }
  return undefined;
}
