/** Asks for a mixture: `{ name = "mixed", digits = 2, upper = 1, lower = 1 }`, so many of each at least (digits 1 by default). */
import { type Check, numberOption } from '../check.ts';

export const mixedCheck: Check = {
  accepts: ({ token }, spec) =>
    countOf(token, /[0-9]/g) >= numberOption(spec, 'digits', 1) &&
    countOf(token, /[A-Z]/g) >= numberOption(spec, 'upper', 0) &&
    countOf(token, /[a-z]/g) >= numberOption(spec, 'lower', 0),
};

function countOf(text: string, of: RegExp): number {
  return text.match(of)?.length ?? 0;
}
