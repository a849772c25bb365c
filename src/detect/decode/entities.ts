/** Character references of HTML and XML: numbers, and the names of what markup needs. */
import type { Decoder } from './decoder.ts';
import { replaceParts, utf8Of } from './replaced.ts';

const NAMED: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' };

export const entities: Decoder = {
  decode: (bytes) =>
    replaceParts(bytes, /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|apos|gt|lt|quot));/gi, (match) => {
      const [, digits, decimal, name] = match;
      if (name !== undefined) return NAMED[name.toLowerCase()];
      return utf8Of(digits === undefined ? Number(decimal) : Number.parseInt(digits, 16));
    }),
};
