/** What a run of base64 or hexadecimal characters decodes to, judged by its first bytes: the twin of engine/encoded-form.ts. */

/** Decoded bytes that are looked at. */
const SAMPLED = 12;
const FEWEST_LETTERS = 3;
const SKIPS = 4;
/** Characters that decode to the bytes that are looked at, and more. */
const SAMPLED_CHARACTERS = 32;
const HEX = 16;
export const NO_FORM = 0xff;

/** @returns 0 to 3: base64 behind so many characters; 16, 18: hexadecimal behind none or two; NO_FORM: nothing that is known */
export function formOf(run: Buffer): number {
  const text = run.toString('latin1', 0, SAMPLED_CHARACTERS);
  if (isHexText(text)) return HEX;
  if (text.startsWith('0x') && isHexText(text.slice(2))) return HEX + 2;
  if (isStream(Buffer.from(text, 'base64'))) return 0;
  for (let skip = 0; skip < SKIPS; skip++) {
    if (isText(Buffer.from(text.slice(skip), 'base64').subarray(0, SAMPLED))) return skip;
  }
  return NO_FORM;
}

function isHexText(text: string): boolean {
  const digits = text.slice(0, Math.min(text.length & ~1, SAMPLED * 2));
  if (!/^[0-9a-f]+$/i.test(digits)) return false;
  const bytes = Buffer.from(digits, 'hex');
  return isText(bytes) || (isStream(bytes) && lettersIn(bytes) >= FEWEST_LETTERS);
}

/** gzip, or zlib with one of its usual heads. */
function isStream(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third] = bytes;
  if (first === 0x1f) return second === 0x8b && third === 0x08;
  return first === 0x78 && [0x01, 0x9c, 0xda].includes(second);
}

/** Zeros stand in UTF-16 and UTF-32. */
function isText(bytes: Uint8Array): boolean {
  const behindMark = bytes.subarray(markBytes(bytes));
  return behindMark.every((byte) => byte === 0 || isLetter(byte)) && lettersIn(behindMark) >= FEWEST_LETTERS;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function lettersIn(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0);
}

/** Bytes of a mark that says which Unicode it is. */
function markBytes([first, second, third]: Uint8Array): number {
  if (first === 0xef) return second === 0xbb && third === 0xbf ? 3 : 0;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) ? 2 : 0;
}
