/**
 * Identity numbers of southern and south-eastern Europe and of Turkey.
 * ES https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/
 * IT https://www.gazzettaufficiale.it/eli/id/1976/12/29/1033_001_1033_19761229/sg PT https://info.portaldasfinancas.gov.pt
 * GR https://www.amka.gr HR https://www.porezna-uprava.hr/HR_OIB/ SI http://www.pisrs.si/Pis.web/pregledPredpisa?id=ODRE217
 * TR https://www.nvi.gov.tr
 */
import { isDay, isLuhn, isMod11And10, lastDigit, pairAt, remainder, valueAt, weigh } from './digits.ts';
import type { IdentityNumber } from './identity-number.ts';

const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const ITALIAN_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

export const SOUTHERN_EUROPE = {
  'es-dni': {
    country: 'ES',
    shape: /^[0-9]{8}[A-HJ-NP-TV-Z]$/,
    isValid: (text) => SPANISH_LETTERS.charAt(remainder(text.slice(0, 8), 23)) === text.charAt(8),
    findsEveryDigit: true,
  },
  'es-nie': {
    country: 'ES',
    shape: /^[XYZ][0-9]{7}[A-HJ-NP-TV-Z]$/,
    isValid: (text) => {
      const digits = 'XYZ'.indexOf(text.charAt(0)) + text.slice(1, 8);
      return SPANISH_LETTERS.charAt(remainder(digits, 23)) === text.charAt(8);
    },
    findsEveryDigit: true,
  },
  'it-codice-fiscale': {
    country: 'IT',
    shape: /^[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]$/,
    isValid: (text) => {
      const sum = Array.from(text.slice(0, 15)).reduce(
        (total, char, at) => total + italianValue(char, at),
        0,
      );
      return String.fromCharCode(65 + (sum % 26)) === text.charAt(15) && isItalianDay(text);
    },
    findsEveryDigit: true,
  },
  'pt-nif': {
    country: 'PT',
    // Of natural persons.
    shape: /^(?:[123]|45)[0-9]{7,8}$/,
    isValid: (text) => {
      const rest = weigh(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
      return text.length === 9 && (rest < 2 ? 0 : 11 - rest) === lastDigit(text);
    },
    findsEveryDigit: false,
  },
  'gr-amka': {
    country: 'GR',
    shape: /^[0-3][0-9](?:0[1-9]|1[0-2])[0-9]{7}$/,
    isValid: (text) => isLuhn(text) && isDay(pairAt(text, 2), pairAt(text, 0)),
    findsEveryDigit: true,
  },
  'hr-oib': {
    country: 'HR',
    shape: /^[0-9]{11}$/,
    isValid: isMod11And10,
    findsEveryDigit: true,
  },
  'si-emso': {
    country: 'SI',
    shape: /^[0-3][0-9](?:0[1-9]|1[0-2])[09][0-9]{8}$/,
    isValid: (text) =>
      weigh(text, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 &&
      isDay(pairAt(text, 2), pairAt(text, 0)),
    findsEveryDigit: true,
  },
  'tr-kimlik': {
    country: 'TR',
    shape: /^[1-9][0-9]{10}$/,
    isValid: (text) => {
      const odd = weigh(text, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
      const even = weigh(text, [0, 1, 0, 1, 0, 1, 0, 1]);
      const tenth = (((odd * 7 - even) % 10) + 10) % 10;
      return tenth === valueAt(text, 9) && (odd + even + tenth) % 10 === lastDigit(text);
    },
    findsEveryDigit: true,
  },
} as const satisfies Record<string, IdentityNumber>;

/** Of a woman 40 is added to the day; letters stand for digits where two persons would have the same code. */
function isItalianDay(text: string): boolean {
  const day = Number(Array.from(text.slice(9, 11), italianDigit).join('')) % 40;
  return isDay('ABCDEHLMPRST'.indexOf(text.charAt(8)) + 1, day);
}

function italianDigit(char: string): string {
  return char >= 'A' ? String('LMNPQRSTUV'.indexOf(char)) : char;
}

/** Places count from one, so the first is odd. */
function italianValue(char: string, at: number): number {
  const value = char >= 'A' ? char.charCodeAt(0) - 65 : Number(char);
  return at % 2 === 0 ? (ITALIAN_ODD[value] ?? 0) : value;
}
