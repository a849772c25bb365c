/** Checks a national identity number by its country's algorithm: `{ name = "identity-number", kind = "pl-pesel" }`. */
import { type Check, textOption } from '../check.ts';
import type { CheckSpec } from '../../catalogue/detector.ts';
import type { IdentityNumber } from '../identity/identity-number.ts';
import { IDENTITY_NUMBERS } from '../identity/table.ts';

/** What a person types for an example. */
const MADE_UP = /^\D*(\d)\1+\D*$|(\d)\2{6}|0123456|1234567|2345678|7654321|8765432/;
const SEPARATORS = /[\s./()-]/g;

export const identityNumberCheck: Check = {
  asks: (spec) =>
    `It must be a number that ${numberOf(spec).country} gives to persons, with what its authority checks it by, and none that people make up.`,
  accepts: ({ token }, spec) => isIdentityNumber(token, numberOf(spec)),
  repair: (token, spec) => repaired(token, numberOf(spec)),
};

function numberOf(spec: CheckSpec): IdentityNumber {
  const kind = textOption(spec, 'kind', '');
  const number = IDENTITY_NUMBERS[kind];
  if (!number) throw new TypeError(`check "${spec.name}": there is no kind "${kind}"`);
  return number;
}

/** @param token as it stands in a text, with blanks, dots, hyphens and slashes */
export function isIdentityNumber(token: string, { shape, isValid }: IdentityNumber): boolean {
  const text = token.replace(SEPARATORS, '').toUpperCase();
  return shape.test(text) && !MADE_UP.test(text) && isValid(text);
}

const CHARS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Check digits stand in many places: each is tried, then the last two together. */
function repaired(token: string, number: IdentityNumber): string {
  for (let at = token.length - 1; at >= 0; at--) {
    const fixed = variantsAt(token, at).find((variant) => isIdentityNumber(variant, number));
    if (fixed !== undefined) return fixed;
  }
  const last = variantsAt(token, token.length - 2).flatMap((variant) =>
    variantsAt(variant, token.length - 1),
  );
  return last.find((variant) => isIdentityNumber(variant, number)) ?? token;
}

function variantsAt(token: string, at: number): string[] {
  return Array.from(CHARS, (char) => token.slice(0, at) + char + token.slice(at + 1));
}
