/**
 * Identity numbers of western Europe.
 * DE https://www.bzst.de/DE/Privatpersonen/SteuerlicheIdentifikationsnummer/steuerlicheidentifikationsnummer_node.html
 * FR https://www.insee.fr/fr/metadonnees/definition/c1409 NL https://www.rvig.nl/bsn BE https://www.ibz.rrn.fgov.be/fr/registre-national
 * GB https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
 * and https://www.datadictionary.nhs.uk/attributes/nhs_number.html
 * IE https://www.revenue.ie/en/jobs-and-pensions/taxation-of-employment-income/starting-work/ppsn.aspx
 * AT https://www.sozialversicherung.at CH https://www.zas.admin.ch/zas/de/home/partenaires-et-institutions-/navs13.html
 * LU https://guichet.public.lu/en/citoyens/citoyennete/naissance/identification/numero-matricule.html
 */
import {
  isDay,
  isLuhn,
  isMod11And10,
  isVerhoeff,
  lastDigit,
  pairAt,
  remainder,
  valueAt,
  weigh,
} from './digits.ts';
import type { IdentityNumber } from './identity-number.ts';

export const WESTERN_EUROPE = {
  'de-steuer-id': {
    country: 'DE',
    shape: /^[1-9][0-9]{10}$/,
    isValid: (text) => repeatsOnce(text.slice(0, 10)) && isMod11And10(text),
    findsEveryDigit: true,
  },
  'fr-nir': {
    country: 'FR',
    shape: /^[12][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{3}(?!000)[0-9]{3}[0-9]{2}$/,
    isValid: (text) => 97 - corsican(text.slice(0, 13)) === Number(text.slice(13)),
    findsEveryDigit: true,
  },
  'nl-bsn': {
    country: 'NL',
    shape: /^[0-9]{9}$/,
    isValid: (text) => weigh(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    findsEveryDigit: true,
  },
  'be-national-number': {
    country: 'BE',
    // 20 or 40 is added to the month of who is no resident (BIS); zeroes stand for what is not known or for a full day.
    shape: /^[0-9]{2}(?:[024][0-9]|[135][0-2])[0-9]{7}$/,
    isValid: (text) => {
      const check = Number(text.slice(9));
      const isChecked = ['', '2'].some((century) => 97 - remainder(century + text.slice(0, 9), 97) === check);
      return isChecked && isBelgianDay(pairAt(text, 2) % 20, pairAt(text, 4));
    },
    findsEveryDigit: false,
  },
  'gb-nino': {
    country: 'GB',
    // No check digit: prefixes that were never given out are all there is.
    shape: /^(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]$/,
    isValid: () => true,
    findsEveryDigit: false,
  },
  'gb-nhs-number': {
    country: 'GB',
    // 999 is for tests.
    shape: /^(?!999|000)[0-9]{10}$/,
    isValid: (text) => weigh(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    findsEveryDigit: true,
  },
  'ie-ppsn': {
    country: 'IE',
    // Until 2013 the second letter was T, W or X and did not count.
    shape: /^[0-9]{7}[A-W][A-ITWX]?$/,
    isValid: (text) => {
      const second = /[A-I]$/.test(text.slice(8)) ? valueAt(text, 8) - 9 : 0;
      const sum = weigh(text, [8, 7, 6, 5, 4, 3, 2]) + 9 * second;
      return 'WABCDEFGHIJKLMNOPQRSTUV'.charAt(sum % 23) === text.charAt(7);
    },
    findsEveryDigit: true,
  },
  'at-svnr': {
    country: 'AT',
    shape: /^[1-9][0-9]{9}$/,
    isValid: (text) =>
      weigh(text, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === valueAt(text, 3) &&
      (pairAt(text, 6) > 12 ? pairAt(text, 6) < 16 : isDay(pairAt(text, 6), pairAt(text, 4))),
    findsEveryDigit: false,
  },
  'ch-ahv': {
    country: 'CH',
    shape: /^756[0-9]{10}$/,
    isValid: (text) => (weigh(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) + lastDigit(text)) % 10 === 0,
    findsEveryDigit: true,
  },
  'lu-matricule': {
    country: 'LU',
    shape: /^(?:18|19|20)[0-9]{11}$/,
    isValid: (text) =>
      isDay(pairAt(text, 4), pairAt(text, 6)) &&
      isLuhn(text.slice(0, 12)) &&
      isVerhoeff(text.slice(0, 11) + text.slice(12)),
    findsEveryDigit: true,
  },
} as const satisfies Record<string, IdentityNumber>;

function isBelgianDay(month: number, day: number): boolean {
  return month === 0 || day === 0 ? day <= 31 : isDay(month, day);
}

/** Departments 2A and 2B count as 19 and 18. */
function corsican(text: string): number {
  return remainder(text.replace('2A', '19').replace('2B', '18'), 97);
}

/** One digit stands twice or three times among the first ten, every other at most once. */
function repeatsOnce(digits: string): boolean {
  const counts = Array.from('0123456789', (digit) => digits.split(digit).length - 1);
  const repeated = counts.filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3;
}
