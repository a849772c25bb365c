/** Escapes in strings of JSON, JavaScript, C, Python and the like: \u0041, \u{41}, \x41, \/, \n. */
import type { Decoder } from './decoder.ts';
import { byteOf, replaceParts, utf8Of } from './replaced.ts';

const FORM =
  /\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|x([0-9a-f]{2})|([nrt"'/\\]))/gi;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export const escapes: Decoder = {
  decode: (bytes) =>
    replaceParts(bytes, FORM, ([, high, low, unit, code, byte, letter]) => {
      if (letter !== undefined) return LETTERS[letter] ?? letter;
      if (byte !== undefined) return byteOf(Number.parseInt(byte, 16));
      if (high !== undefined && low !== undefined) return utf8Of(pairOf(high, low));
      return utf8Of(Number.parseInt(unit ?? code ?? '', 16));
    }),
};

/** Two halves of a pair, as UTF-16 has them. */
function pairOf(high: string, low: string): number {
  return 0x1_0000 + ((Number.parseInt(high, 16) & 0x3ff) << 10) + (Number.parseInt(low, 16) & 0x3ff);
}
