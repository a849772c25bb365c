/** base64 and base64url (RFC 4648), on one line or wrapped over many, padded or not. */
import type { Decoder } from './decoder.ts';
import { joinLines } from './joined-lines.ts';

export const base64: Decoder = {
  decode: (bytes) => {
    const { characters, placeOf } = joinLines(bytes.toString('latin1'));
    return {
      bytes: Buffer.from(characters, 'base64'),
      startOf: (offset) => placeOf(Math.floor((offset * 4) / 3)),
      // Behind the last character that has a bit of the byte before.
      endOf: (offset) => placeOf(Math.ceil((offset * 4) / 3) - 1) + 1,
    };
  },
};
