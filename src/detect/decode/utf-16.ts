/** UTF-16 as UTF-8, with or without a byte order mark, as PowerShell has it in base64. */
import type { Decoder } from './decoder.ts';
import { fromUnits } from './unicode-units.ts';

const FEWEST_PAIRS = 6;
const SNIFFED = 64;
const UNIT_BYTES = 2;
/** Zeros that mostly-Latin text has in every other byte. */
const MOSTLY = 0.7;

export const utf16: Decoder = {
  isFor: (bytes) => orderOf(bytes) !== undefined,
  decode: (bytes) => {
    const even = bytes.subarray(0, bytes.length & ~1);
    const little = orderOf(bytes) === 'big' ? Buffer.from(even).swap16() : even;
    const text = little.toString('utf16le');
    const marks = text.startsWith('\ufeff') ? 1 : 0;
    return fromUnits(text.slice(marks), marks * UNIT_BYTES, UNIT_BYTES);
  },
};

function orderOf(bytes: Buffer): 'little' | 'big' | undefined {
  const mark = bytes.length < UNIT_BYTES ? 0 : bytes.readUInt16BE(0);
  if (mark === 0xfffe) return 'little';
  if (mark === 0xfeff) return 'big';
  const head = bytes.subarray(0, Math.min(SNIFFED, bytes.length & ~1));
  const pairs = head.length / UNIT_BYTES;
  if (pairs < FEWEST_PAIRS) return undefined;
  const [even, odd] = [zerosIn(head, 0), zerosIn(head, 1)];
  if (even === 0 && odd > pairs * MOSTLY) return 'little';
  return odd === 0 && even > pairs * MOSTLY ? 'big' : undefined;
}

function zerosIn(bytes: Buffer, first: number): number {
  let zeros = 0;
  for (let at = first; at < bytes.length; at += UNIT_BYTES) if (bytes[at] === 0) zeros++;
  return zeros;
}
