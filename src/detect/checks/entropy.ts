/** Rejects what is too regular to be random: `{ name = "entropy", atLeast = 3.5 }`, bits per character. */
import { entropy } from '../../core/entropy.ts';
import { type Check, comparedTo, numberOption } from '../check.ts';

export const entropyCheck: Check = {
  asks: (spec) => `Its entropy must be at least ${numberOption(spec, 'atLeast', 3)} bits a character.`,
  found: ({ token }, spec) => comparedTo(entropy(token), numberOption(spec, 'atLeast', 3)),
  accepts: ({ token }, spec) => entropy(token) >= numberOption(spec, 'atLeast', 3),
};
