/** Accepts only where certain words stand within reach, or in the head of the table: `{ name = "near", pattern = "patient|birth" }`. */
import { type Check, textOption } from '../check.ts';

const compiled = new WeakMap<object, RegExp>();

export const nearCheck: Check = {
  asks: (spec) => `Near it, or in the head of its table, must stand: ${textOption(spec, 'pattern', '')}.`,
  accepts: ({ before, after }, spec) => {
    let pattern = compiled.get(spec);
    if (!pattern) {
      pattern = new RegExp(textOption(spec, 'pattern', ''), 'i');
      compiled.set(spec, pattern);
    }
    // A token by itself has no surroundings that speak against it.
    return (before === '' && after === '') || pattern.test(before) || pattern.test(after);
  },
};
