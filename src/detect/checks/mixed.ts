/** Asks for a mixture: `{ name = "mixed", digits = 2, upper = 1, lower = 1 }`, so many of each at least (digits 1 by default). */
import { type Check, numberOption } from '../check.ts';

const KINDS = [
  { name: 'digits', of: /[0-9]/g, least: 1 },
  { name: 'upper', of: /[A-Z]/g, least: 0 },
  { name: 'lower', of: /[a-z]/g, least: 0 },
] as const;

export const mixedCheck: Check = {
  asks: (spec) =>
    `It must hold at least ${KINDS.map(({ name, least }) => `${numberOption(spec, name, least)} ${name}`).join(', ')}.`,
  found: ({ token }) => KINDS.map(({ name, of }) => `${countOf(token, of)} ${name}`).join(', '),
  accepts: ({ token }, spec) =>
    KINDS.every(({ name, of, least }) => countOf(token, of) >= numberOption(spec, name, least)),
};

function countOf(text: string, of: RegExp): number {
  return text.match(of)?.length ?? 0;
}
