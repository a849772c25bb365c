/** How a blob is written, told once, from its first bytes: UTF-16 or UTF-32, with or without a byte order mark. */
import { utf16 } from './decode/utf-16.ts';
import { utf32 } from './decode/utf-32.ts';

export interface Wide {
  readonly unitBytes: 2 | 4;
  readonly isBig: boolean;
}

/** So many units are looked at where no mark tells. */
const SNIFFED_UNITS = 512;
const FEWEST_UNITS = 8;
/** Of the units so many are ASCII: text in any script has blanks, digits, ends of lines. */
const ASCII_SHARE = 1 / 24;

const WIDE: readonly Wide[] = [
  { unitBytes: 4, isBig: false },
  { unitBytes: 4, isBig: true },
  { unitBytes: 2, isBig: false },
  { unitBytes: 2, isBig: true },
];
const [UTF_32_LE, UTF_32_BE, UTF_16_LE, UTF_16_BE] = WIDE;
const MARK = 0xfeff;
const SWAPPED_MARK = 0xfffe;

/** What a byte order mark says. A few comparisons: every blob is asked. */
export function markedAs(blob: Buffer): Wide | undefined {
  if (blob.length < 2) return undefined;
  const first = blob.readUInt16BE(0);
  if (first !== SWAPPED_MARK && first !== MARK && first !== 0) return undefined;
  const second = blob.length < 4 ? -1 : blob.readUInt16BE(2);
  if (first === 0) return second === MARK ? UTF_32_BE : undefined;
  if (first === MARK) return UTF_16_BE;
  return second === 0 ? UTF_32_LE : UTF_16_LE;
}

/** For a blob without a mark that holds zeros: what its first units are, if each of them is a character that texts have. */
export function unmarkedAs(blob: Buffer): Wide | undefined {
  return WIDE.find((wide) => isText(blob, wide));
}

/** @returns UTF-8, without the mark */
export function asUtf8(blob: Buffer, { unitBytes, isBig }: Wide): Buffer {
  const whole = blob.subarray(0, blob.length - (blob.length % unitBytes));
  const own = isBig ? swapped(whole, unitBytes) : whole;
  const decoded = (unitBytes === 2 ? utf16 : utf32).decode(own, Infinity);
  return decoded && decoded !== 'too-large' ? decoded.bytes : Buffer.alloc(0);
}

/** A copy: swapping works in place, and the blob is not ours to change. */
function swapped(bytes: Buffer, unitBytes: 2 | 4): Buffer {
  const own = Buffer.from(bytes);
  return unitBytes === 2 ? own.swap16() : own.swap32();
}

function isText(blob: Buffer, wide: Wide): boolean {
  const units = Math.min(SNIFFED_UNITS, Math.floor(blob.length / wide.unitBytes));
  let ascii = 0;
  for (let unit = 0; unit < units; unit++) {
    const code = unitAt(blob, unit * wide.unitBytes, wide);
    if (!isCharacter(code)) return false;
    if (code < 0x80) ascii++;
  }
  return units >= FEWEST_UNITS && ascii >= units * ASCII_SHARE;
}

function unitAt(blob: Buffer, at: number, { unitBytes, isBig }: Wide): number {
  if (unitBytes === 2) return isBig ? blob.readUInt16BE(at) : blob.readUInt16LE(at);
  return isBig ? blob.readUInt32BE(at) : blob.readUInt32LE(at);
}

/** Blocks of Unicode with the letters and signs of living languages, halves of pairs among them; first and last. */
const CHARACTERS: ReadonlyArray<readonly [first: number, last: number]> = [
  [0x20, 0x7e],
  [0x09, 0x0d],
  [0xa0, 0x52f],
  [0x531, 0x7ff],
  [0x900, 0x11ff],
  [0x1e00, 0x27bf],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xdfff],
  [0xfe30, 0xffef],
  [0x1f000, 0x1faff],
];

function isCharacter(code: number): boolean {
  return CHARACTERS.some(([first, last]) => code >= first && code <= last);
}
