/** gzip (RFC 1952) and zlib (RFC 1950). Of a stream that is cut short, what is there. */
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import { type Decoder, decodedAsWhole } from './decoder.ts';

export const gzip: Decoder = {
  isFor: ([first, second, method]) => first === 0x1f && second === 0x8b && method === 8,
  decode: (bytes, most) => expanded(gunzipSync, bytes, most),
};

export const zlib: Decoder = {
  isFor: ([first = 0, second = 0]) => first === 0x78 && [0x01, 0x9c, 0xda].includes(second),
  decode: (bytes, most) => expanded(inflateSync, bytes, most),
};

function expanded(expand: typeof gunzipSync, bytes: Buffer, most: number): ReturnType<Decoder['decode']> {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return decodedAsWhole(expand(bytes, { maxOutputLength: Math.max(1, most), finishFlush }), bytes);
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : undefined;
  }
}
