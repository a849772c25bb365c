/**
 * Checks the machine readable zone of a passport (two lines of 44): the check digits of number, birth, expiry, and of all together.
 * https://www.icao.int/publications/pages/publication.aspx?docnum=9303, part 3, section 4.9
 */
import type { Check } from '../check.ts';

const LINE = 44;
const WEIGHTS = [7, 3, 1] as const;
/** Where check digits stand in the second line, and what each is of. */
const DIGITS = [
  { at: 9, of: [[0, 9]] },
  { at: 19, of: [[13, 19]] },
  { at: 27, of: [[21, 27]] },
  {
    at: 43,
    of: [
      [0, 10],
      [13, 20],
      [21, 43],
    ],
  },
] as const;

export const travelDocumentCheck: Check = {
  asks: 'Its check digits (ICAO 9303) must be right, and it must be of a country that exists.',
  accepts: ({ token }) => {
    const second = token.slice(-LINE);
    return !/^P.(?:UTO|XX|D<<SPEC)/.test(token) && withDigits(second) === second;
  },
  repair: (token) => token.slice(0, -LINE) + withDigits(token.slice(-LINE)),
};

function withDigits(line: string): string {
  return DIGITS.reduce((text, { at, of }) => {
    const checked = of.map(([from, to]) => text.slice(from, to)).join('');
    return text.slice(0, at) + checkDigit(checked) + text.slice(at + 1);
  }, line);
}

function checkDigit(text: string): number {
  return Array.from(text).reduce((sum, char, at) => sum + valueOf(char) * (WEIGHTS[at % 3] ?? 1), 0) % 10;
}

/** Letters from A = 10; a filler is nothing. */
function valueOf(char: string): number {
  return char === '<' ? 0 : Number.parseInt(char, 36);
}
