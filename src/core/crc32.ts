/** CRC-32 (ISO 3309), as an unsigned number. node:zlib has crc32 only from Node 22.2. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** @param text latin1 */
export function crc32(text: string): number {
  let sum = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    sum = (sum >>> 8) ^ (TABLE[(sum ^ text.charCodeAt(index)) & 0xff] ?? 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** @param before of what came before these bytes; 0 for nothing */
export function crc32Of(bytes: Uint8Array, before = 0): number {
  let sum = before ^ 0xffffffff;
  for (let index = 0; index < bytes.length; index++) {
    sum = (sum >>> 8) ^ (TABLE[(sum ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
