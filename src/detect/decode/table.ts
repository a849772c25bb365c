/** The decoders by the names that findings say. */
import { base64 } from './base64.ts';
import { gzip, zlib } from './compressed.ts';
import type { Decoder } from './decoder.ts';
import { entities } from './entities.ts';
import { escapes } from './escapes.ts';
import { hex } from './hex.ts';
import { joinedStrings } from './joined-strings.ts';
import { percent } from './percent.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { utf16 } from './utf-16.ts';
import { utf32 } from './utf-32.ts';

export const DECODERS = {
  base64,
  'joined-strings': joinedStrings,
  entities,
  escapes,
  gzip,
  hex,
  percent,
  'quoted-printable': quotedPrintable,
  'utf-16': utf16,
  'utf-32': utf32,
  zlib,
} satisfies Readonly<Record<string, Decoder>>;

export type DecoderName = keyof typeof DECODERS;

/** What a decoded text can be made of as a whole, the surest first. */
const WHOLE: ReadonlyArray<readonly [name: DecoderName, decoder: Decoder]> = [
  ['gzip', gzip],
  ['zlib', zlib],
  ['utf-32', utf32],
  ['utf-16', utf16],
];

/** What these bytes are, if it can be told. */
export function wholeOf(bytes: Buffer): DecoderName | undefined {
  return WHOLE.find(([, { isFor }]) => isFor?.(bytes))?.[0];
}

/** What the kernel tells of escapes, by bit, in the order in which they are undone. */
export const ESCAPED: ReadonlyArray<readonly [bit: number, name: DecoderName]> = [
  [16, 'joined-strings'],
  [8, 'quoted-printable'],
  [2, 'escapes'],
  [1, 'percent'],
  [4, 'entities'],
];
