/** Rejects tokens of a shape that is something else: `{ name = "not", pattern = "^[0-9a-f]{40}$" }`. */
import type { Check } from '../check.ts';

const compiled = new WeakMap<object, RegExp>();

export const notCheck: Check = {
  asks: (spec) => `It must not match ${String(spec['pattern'])}.`,
  accepts: ({ token }, spec) => {
    let pattern = compiled.get(spec);
    if (!pattern) {
      pattern = new RegExp(String(spec['pattern']), 'i');
      compiled.set(spec, pattern);
    }
    return !pattern.test(token);
  },
};
