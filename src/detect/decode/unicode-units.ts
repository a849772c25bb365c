/** Text that was made of units of one size, UTF-16 or UTF-32, as UTF-8, and which unit a byte of it came from. */
import type { Decoded } from './decoder.ts';

/** Bytes between two places whose unit is known. */
const STRIDE = 4096;

/**
 * @param skipped bytes of the source before the text, its byte order mark
 * @param unitBytes 2 or 4
 */
export function fromUnits(text: string, skipped: number, unitBytes: 2 | 4): Decoded {
  const bytes = Buffer.from(text, 'utf8');
  let known: readonly number[] | undefined;
  const placeOf = (offset: number): number => {
    known ??= unitsBefore(bytes, unitBytes);
    const from = Math.floor(offset / STRIDE);
    const units = (known[from] ?? 0) + unitsIn(bytes, { from: from * STRIDE, to: offset }, unitBytes);
    return skipped + units * unitBytes;
  };
  return { bytes, startOf: placeOf, endOf: placeOf };
}

/** Of every place a stride apart. */
function unitsBefore(bytes: Buffer, unitBytes: 2 | 4): number[] {
  const known = [0];
  for (let from = 0; from + STRIDE <= bytes.length; from += STRIDE)
    known.push((known.at(-1) ?? 0) + unitsIn(bytes, { from, to: from + STRIDE }, unitBytes));
  return known;
}

/** Counted where a character begins; four bytes of UTF-8 are two units of UTF-16. */
function unitsIn(bytes: Buffer, { from, to }: { from: number; to: number }, unitBytes: 2 | 4): number {
  let units = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 && unitBytes === 2 ? 2 : 1;
  }
  return units;
}
