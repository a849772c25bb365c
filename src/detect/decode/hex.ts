/** Two hexadecimal digits a byte, on one line or wrapped over many. */
import type { Decoder } from './decoder.ts';
import { joinLines } from './joined-lines.ts';

export const hex: Decoder = {
  decode: (bytes) => {
    const { characters, placeOf } = joinLines(bytes.toString('latin1'));
    return {
      // Ends with the first pair that is none.
      bytes: Buffer.from(characters, 'hex'),
      startOf: (offset) => placeOf(offset * 2),
      endOf: (offset) => placeOf(offset * 2 - 1) + 1,
    };
  },
};
