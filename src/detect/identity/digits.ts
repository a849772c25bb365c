/** Sums that national identity numbers are checked with. */

/** Value of a digit, of a letter from A = 10. */
export function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 65 ? code - 55 : code - 48;
}

/** Each character times its weight; characters beyond the weights do not count. */
export function weigh(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * valueAt(text, at), 0);
}

export function lastDigit(text: string): number {
  return valueAt(text, text.length - 1);
}

/** ISO/IEC 7812-1, Annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at--, isDoubled = !isDoubled) {
    const digit = valueAt(digits, at) * (isDoubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 11,10: the last digit is the check digit. */
export function isMod11And10(digits: string): boolean {
  let product = 10;
  for (let at = 0; at < digits.length - 1; at++) {
    const sum = (product + valueAt(digits, at)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + lastDigit(digits)) % 10 === 1;
}

const TIMES = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
] as const;
const TURNED = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
] as const;

/** J. Verhoeff, Error Detecting Decimal Codes, 1969: in the group of the pentagon's symmetries. */
export function isVerhoeff(digits: string): boolean {
  let check = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = valueAt(digits, digits.length - 1 - at);
    check = Number(TIMES[check]?.charAt(Number(TURNED[at % 8]?.charAt(digit))));
  }
  return check === 0;
}

/** Remainder of a number of any length. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0;
  for (let at = 0; at < digits.length; at++) rest = (rest * 10 + valueAt(digits, at)) % divisor;
  return rest;
}

/** Is there such a day in some year? */
export function isDay(month: number, day: number): boolean {
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** Two digits as a number. */
export function pairAt(text: string, at: number): number {
  return valueAt(text, at) * 10 + valueAt(text, at + 1);
}
