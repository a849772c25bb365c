/** Quoted-printable (RFC 2045): =3D, and lines that a last = goes on with. */
import type { Decoder } from './decoder.ts';
import { byteOf, replaceParts } from './replaced.ts';

/** Base64 can end a line with = as well: only beside a character that is written in digits does it join lines. */
const WRITTEN = /=[0-9A-F]{2}/;

export const quotedPrintable: Decoder = {
  decode: (bytes) =>
    WRITTEN.test(bytes.toString('latin1'))
      ? replaceParts(bytes, /=(?:([0-9A-F]{2})|[\t ]*\r?\n)/g, ([, digits]) =>
          digits === undefined ? '' : byteOf(Number.parseInt(digits, 16)),
        )
      : undefined,
};
