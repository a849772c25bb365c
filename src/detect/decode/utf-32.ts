/** UTF-32 as UTF-8, with or without a byte order mark. */
import type { Decoder } from './decoder.ts';
import { fromUnits } from './unicode-units.ts';

const UNIT_BYTES = 4;
const FEWEST_UNITS = 3;
const SNIFFED_UNITS = 64;
const MARK = 0xfeff;
const LAST_CODE_POINT = 0x10_ffff;
const REPLACEMENT = '\ufffd';
/** Characters that are joined at once. */
const PIECE = 4096;

export const utf32: Decoder = {
  isFor: (bytes) => orderOf(bytes) !== undefined,
  decode: (bytes) => {
    const order = orderOf(bytes);
    const length = bytes.length & ~3;
    const marks = length > 0 && unitAt(bytes, 0, order) === MARK ? 1 : 0;
    const pieces: string[] = [];
    for (let at = marks * UNIT_BYTES; at < length; at += PIECE * UNIT_BYTES)
      pieces.push(pieceOf(bytes, { from: at, to: Math.min(length, at + PIECE * UNIT_BYTES) }, order));
    return fromUnits(pieces.join(''), marks * UNIT_BYTES, UNIT_BYTES);
  },
};

type Order = 'little' | 'big' | undefined;

function pieceOf(bytes: Buffer, { from, to }: { from: number; to: number }, order: Order): string {
  let piece = '';
  for (let at = from; at < to; at += UNIT_BYTES) piece += characterOf(unitAt(bytes, at, order));
  return piece;
}

/** A lone half of a pair has no UTF-8. */
function characterOf(unit: number): string {
  const isCharacter = unit <= LAST_CODE_POINT && (unit < 0xd800 || unit > 0xdfff);
  return isCharacter ? String.fromCodePoint(unit) : REPLACEMENT;
}

function unitAt(bytes: Buffer, at: number, order: Order): number {
  return order === 'big' ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
}

/** Every unit has a zero at its high end, and none is beyond the last code point. */
function orderOf(bytes: Buffer): Order {
  const units = Math.min(SNIFFED_UNITS, bytes.length >>> 2);
  if (units < FEWEST_UNITS) return undefined;
  for (const order of ['little', 'big'] as const) {
    if (Array.from({ length: units }, (_, unit) => unitAt(bytes, unit * UNIT_BYTES, order)).every(isLikely))
      return order;
  }
  return undefined;
}

function isLikely(unit: number): boolean {
  return unit > 0 && unit <= LAST_CODE_POINT;
}
