/**
 * Identity numbers of the Americas.
 * US https://www.ssa.gov/employer/randomization.html CA https://www.canada.ca/en/employment-social-development/services/sin.html
 * BR https://www.gov.br/receitafederal/pt-br/assuntos/meu-cpf CL https://www.registrocivil.cl AR https://www.argentina.gob.ar/anses/cuil
 * MX https://www.dof.gob.mx/nota_detalle.php?codigo=5526717&fecha=18/06/2018
 */
import { isDay, isLuhn, lastDigit, pairAt, valueAt, weigh } from './digits.ts';
import type { IdentityNumber } from './identity-number.ts';

const CURP_STATES = 'AS|B[CS]|C[CLMSH]|D[FG]|G[TR]|HG|JC|M[CNS]|N[ETL]|OC|PL|Q[TR]|S[PLR]|T[CSL]|VZ|YN|ZS';
const CURP_CHARS = '0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ';

/** Printed on cards in purses and in the Social Security Administration's own leaflets. */
const NEVER_A_PERSON = new Set([
  '078051120',
  '219099999',
  '457555462',
  '111223333',
  '123121234',
  '987654321',
]);

export const AMERICAS = {
  'us-ssn': {
    country: 'US',
    // No check digit: numbers that are never given out are all there is.
    shape: /^(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}$/,
    isValid: (text) => !NEVER_A_PERSON.has(text),
    findsEveryDigit: false,
  },
  'ca-sin': {
    country: 'CA',
    // 0 is for tests, 8 for businesses.
    shape: /^[1-79][0-9]{8}$/,
    isValid: isLuhn,
    findsEveryDigit: true,
  },
  'br-cpf': {
    country: 'BR',
    shape: /^[0-9]{11}$/,
    isValid: (text) =>
      brazilian(text, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === valueAt(text, 9) &&
      brazilian(text, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === valueAt(text, 10),
    findsEveryDigit: false,
  },
  'cl-rut': {
    country: 'CL',
    shape: /^[1-9][0-9]{6,7}[0-9K]$/,
    isValid: (text) => {
      const digits = text.slice(0, -1).padStart(8, '0');
      const rest = (11 - (weigh(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
      return '0123456789K'.charAt(rest) === text.slice(-1);
    },
    findsEveryDigit: true,
  },
  'ar-cuil': {
    country: 'AR',
    shape: /^2[0347][0-9]{9}$/,
    isValid: (text) => weigh(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    findsEveryDigit: true,
  },
  'mx-curp': {
    country: 'MX',
    shape: new RegExp(
      `^[A-Z][AEIOUX][A-Z]{2}[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][HMX](?:${CURP_STATES})[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z][0-9]$`,
    ),
    isValid: (text) => {
      const sum = Array.from(text.slice(0, 17)).reduce(
        (total, char, at) => total + CURP_CHARS.indexOf(char) * (18 - at),
        0,
      );
      return (10 - (sum % 10)) % 10 === lastDigit(text) && isDay(pairAt(text, 6), pairAt(text, 8));
    },
    findsEveryDigit: false,
  },
} as const satisfies Record<string, IdentityNumber>;

function brazilian(text: string, weights: readonly number[]): number {
  return ((weigh(text, weights) * 10) % 11) % 10;
}
