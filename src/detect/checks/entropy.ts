/** Rejects what is too regular to be random: `{ name = "entropy", atLeast = 3.5 }`, bits per character. */
import { entropy } from '../../core/entropy.ts';
import { type Check, numberOption } from '../check.ts';

export const entropyCheck: Check = {
  accepts: ({ token }, spec) => entropy(token) >= numberOption(spec, 'atLeast', 3),
};
