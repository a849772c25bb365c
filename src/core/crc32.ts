/** CRC-32 (ISO 3309), as an unsigned number. node:zlib has crc32 only from Node 22.2. */

/** Filled when the first sum is asked for: most starts ask for none. Of a filled one only the first entry is 0. */
const TABLE = new Uint32Array(256);

function filledTable(): Uint32Array {
  if (TABLE[1] !== 0) return TABLE;
  for (let byte = 0; byte < TABLE.length; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    TABLE[byte] = value;
  }
  return TABLE;
}

/** @param text latin1 */
export function crc32(text: string): number {
  const table = filledTable();
  let sum = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    sum = (sum >>> 8) ^ (table[(sum ^ text.charCodeAt(index)) & 0xff] ?? 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** @param before of what came before these bytes; 0 for nothing */
export function crc32Of(bytes: Uint8Array, before = 0): number {
  const table = filledTable();
  let sum = before ^ 0xffffffff;
  for (let index = 0; index < bytes.length; index++) {
    sum = (sum >>> 8) ^ (table[(sum ^ (bytes[index] ?? 0)) & 0xff] ?? 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
