/** Checks the Luhn check digit (ISO/IEC 7812-1) over the digits of the token; separators do not count. */
import type { Check } from '../check.ts';

export const luhnCheck: Check = {
  asks: 'Its last digit must be the Luhn check digit of those before it.',
  accepts: ({ token }) => luhnSum(digitsOf(token)) % 10 === 0,
  repair: (token) => {
    const digits = digitsOf(token);
    const sum = luhnSum(`${digits.slice(0, -1)}0`);
    return token.slice(0, token.lastIndexOf(digits.slice(-1))) + ((10 - (sum % 10)) % 10);
  },
};

function digitsOf(token: string): string {
  return token.replace(/\D/g, '');
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}
