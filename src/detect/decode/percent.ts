/** Percent-encoding (RFC 3986). A plus sign stays one: in a path it is no blank. */
import type { Decoder } from './decoder.ts';
import { byteOf, replaceParts } from './replaced.ts';

export const percent: Decoder = {
  decode: (bytes) =>
    replaceParts(bytes, /%([0-9a-f]{2})/gi, ([, digits = '']) => byteOf(Number.parseInt(digits, 16))),
};
