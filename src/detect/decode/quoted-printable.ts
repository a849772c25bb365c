/** Quoted-printable (RFC 2045): =3D, and lines that a last = goes on with. */
import type { Decoder } from './decoder.ts';
import { byteOf, replaceParts } from './replaced.ts';

export const quotedPrintable: Decoder = {
  decode: (bytes) =>
    replaceParts(bytes, /=(?:([0-9A-F]{2})|[\t ]*\r?\n)/g, ([, digits]) =>
      digits === undefined ? '' : byteOf(Number.parseInt(digits, 16)),
    ),
};
