/** Accepts base64 that decodes to at least `atLeast` bytes, with text in it when `contains` says so: `{ name = "base64", contains = ":" }`. */
import { type Check, numberOption } from '../check.ts';

export const base64Check: Check = {
  asks: (spec) =>
    typeof spec['contains'] === 'string'
      ? `It must decode from base64 to printable text that holds "${spec['contains']}".`
      : `It must decode from base64 to at least ${numberOption(spec, 'atLeast', 1)} bytes.`,
  found: ({ token }) => `decodes to ${Buffer.from(token, 'base64').length} bytes`,
  accepts: ({ token }, spec) => {
    const decoded = Buffer.from(token, 'base64').toString('latin1');
    if (decoded.length < numberOption(spec, 'atLeast', 1)) return false;
    const wanted = spec['contains'];
    return typeof wanted !== 'string' || (/^[\x20-\x7e]+$/.test(decoded) && decoded.includes(wanted));
  },
  repair: (token, spec) =>
    typeof spec['contains'] === 'string'
      ? Buffer.from(`svc-user${spec['contains']}${token.replace(/[^A-Za-z0-9]/g, '').slice(0, 12)}`).toString(
          'base64',
        )
      : token,
};
