/** The decoders by the names that findings say. */
import { base64 } from './base64.ts';
import { gzip, zlib } from './compressed.ts';
import type { Decoder } from './decoder.ts';
import { hex } from './hex.ts';
import { utf16 } from './utf-16.ts';
import { utf32 } from './utf-32.ts';

export const DECODERS = {
  base64,
  gzip,
  hex,
  'utf-16': utf16,
  'utf-32': utf32,
  zlib,
} satisfies Readonly<Record<string, Decoder>>;

export type DecoderName = keyof typeof DECODERS;

/** What a decoded text can be made of as a whole, the surest first. */
export const WHOLE: readonly DecoderName[] = ['gzip', 'zlib', 'utf-32', 'utf-16'];
