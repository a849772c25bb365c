/**
 * Identity numbers of northern Europe and the Baltic states.
 * SE https://www.skatteverket.se/servicelankar/otherlanguages/inenglishengelska/individualsandemployees/movingtosweden/personalidentitynumbers.4.html
 * NO https://www.skatteetaten.no/en/person/national-registry/birth-and-name-selection/children-born-in-norway/national-id-number/
 * DK https://cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret FI https://dvv.fi/en/personal-identity-code
 * IS https://www.skra.is/english/people/my-registration/id-numbers/ EE, LT https://www.riigiteataja.ee/akt/106062023006
 * LV https://likumi.lv/ta/en/en/id/49641-population-register-law
 */
import { isDay, isLuhn, lastDigit, pairAt, remainder, valueAt, weigh } from './digits.ts';
import type { IdentityNumber } from './identity-number.ts';

export const NORTHERN_EUROPE = {
  'se-personnummer': {
    country: 'SE',
    shape: /^(?:(?:19|20)[0-9]{2}|[0-9]{2})(?:0[1-9]|1[0-2])[0-9]{2}\+?[0-9]{4}$/,
    isValid: (text) => {
      const digits = text.replace('+', '').slice(-10);
      // Of a coordination number 60 is added to the day.
      return isLuhn(digits) && isDay(pairAt(digits, 2), pairAt(digits, 4) % 60);
    },
    findsEveryDigit: false,
  },
  'no-fodselsnummer': {
    country: 'NO',
    shape: /^[0-7][0-9](?:0[1-9]|1[0-2])[0-9]{7}$/,
    isValid: (text) =>
      weigh(text, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
      weigh(text, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 &&
      isDay(pairAt(text, 2), pairAt(text, 0) % 40),
    findsEveryDigit: true,
  },
  'dk-cpr': {
    country: 'DK',
    // Since 2007 numbers are given out that fail the old check digit, so the date is all there is.
    shape: /^[0-3][0-9](?:0[1-9]|1[0-2])[0-9]{6}$/,
    isValid: (text) => isDay(pairAt(text, 2), pairAt(text, 0)) && !text.endsWith('0000'),
    findsEveryDigit: false,
  },
  'fi-hetu': {
    country: 'FI',
    // 900 and above are for tests and temporary use.
    shape: /^[0-3][0-9](?:0[1-9]|1[0-2])[0-9]{2}[A-FU-Y+]?(?!00[01])[0-8][0-9]{2}[0-9A-FHJ-NPR-Y]$/,
    isValid: (text) => {
      const digits = text.slice(0, 6) + text.slice(-4, -1);
      const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(remainder(digits, 31));
      return check === text.slice(-1) && isDay(pairAt(text, 2), pairAt(text, 0));
    },
    findsEveryDigit: true,
  },
  'is-kennitala': {
    country: 'IS',
    shape: /^[0-3][0-9](?:0[1-9]|1[0-2])[0-9]{5}[089]$/,
    isValid: (text) =>
      weigh(text, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 && isDay(pairAt(text, 2), pairAt(text, 0)),
    findsEveryDigit: false,
  },
  'ee-isikukood': { country: 'EE', ...balticCode() },
  'lt-asmens-kodas': { country: 'LT', ...balticCode() },
  'lv-personas-kods': {
    country: 'LV',
    // Those of since July 2017 begin with 32 to 39 and say nothing of the date.
    shape: /^(?:[0-3][0-9](?:0[1-9]|1[0-2])[0-9]{2}[0-2][0-9]{4}|3[2-9][0-9]{9})$/,
    isValid: (text) =>
      (pairAt(text, 0) > 31 || isDay(pairAt(text, 2), pairAt(text, 0))) &&
      ((1101 - weigh(text, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11) % 10 === lastDigit(text),
    findsEveryDigit: false,
  },
} as const satisfies Record<string, IdentityNumber>;

/** Estonia and Lithuania number people alike. */
function balticCode(): Omit<IdentityNumber, 'country'> {
  return {
    shape: /^[1-6][0-9]{2}(?:0[1-9]|1[0-2])[0-9]{6}$/,
    isValid: (text) => {
      const first = weigh(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      const second = weigh(text, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
      const check = first < 10 ? first : second % 10;
      return check === valueAt(text, 10) && isDay(pairAt(text, 3), pairAt(text, 5));
    },
    findsEveryDigit: false,
  };
}
