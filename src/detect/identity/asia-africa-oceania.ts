/**
 * Identity numbers of Asia, Africa and Oceania.
 * IN https://uidai.gov.in CN https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=080D6FBF2BB468F9007657F26D60013E (GB 11643)
 * KR https://www.law.go.kr/LSW/eng/engMain.do JP https://elaws.e-gov.go.jp/document?lawid=426M60000008085 (article 5)
 * TH https://www.bora.dopa.go.th SG https://www.ica.gov.sg HK https://www.immd.gov.hk TW https://www.ris.gov.tw
 * IL https://www.gov.il/en/departments/population_and_immigration_authority ZA https://www.gov.za/documents/identification-act
 * AU https://www.ato.gov.au/individuals-and-families/tax-file-number and https://www.servicesaustralia.gov.au/medicare-card
 * NZ https://www.ird.govt.nz/digital-service-providers/services-catalogue/customer-and-account/identity-and-access
 */
import { isDay, isLuhn, isVerhoeff, lastDigit, pairAt, valueAt, weigh } from './digits.ts';
import type { IdentityNumber } from './identity-number.ts';

const PROVINCES = '1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]';

/** What is added for the century or series, and the letters, by the first letter. M is given out since 2022. */
const SINGAPORE: Readonly<Record<string, readonly [number, string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

export const ASIA_AFRICA_OCEANIA = {
  'in-aadhaar': { country: 'IN', shape: /^[2-9][0-9]{11}$/, isValid: isVerhoeff, findsEveryDigit: true },
  'cn-resident': {
    country: 'CN',
    // The first two digits are the province, by GB/T 2260; 83 is for residents from Taiwan.
    shape: new RegExp(`^(?:${PROVINCES})[0-9]{4}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9X]$`),
    isValid: (text) => {
      const sum = weigh(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
      return '10X98765432'.charAt(sum % 11) === text.charAt(17) && isDay(pairAt(text, 10), pairAt(text, 12));
    },
    findsEveryDigit: true,
  },
  'kr-rrn': {
    country: 'KR',
    // Those given out since October 2020 have no check digit, and are not recognised.
    shape: /^[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9][0-9]{6}$/,
    isValid: (text) =>
      (11 - (weigh(text, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10 === lastDigit(text) &&
      isDay(pairAt(text, 2), pairAt(text, 4)),
    findsEveryDigit: false,
  },
  'jp-my-number': {
    country: 'JP',
    shape: /^[0-9]{12}$/,
    isValid: (text) => {
      const rest = weigh(text, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
      return (rest < 2 ? 0 : 11 - rest) === lastDigit(text);
    },
    findsEveryDigit: false,
  },
  'th-citizen': {
    country: 'TH',
    shape: /^[1-8][0-9]{12}$/,
    isValid: (text) =>
      (11 - (weigh(text, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === lastDigit(text),
    findsEveryDigit: false,
  },
  'sg-nric': {
    country: 'SG',
    shape: /^[STFGM][0-9]{7}[A-Z]$/,
    isValid: (text) => {
      const [added, letters] = SINGAPORE[text.charAt(0)] ?? [0, ''];
      const sum = weigh(text.slice(1), [2, 7, 6, 5, 4, 3, 2]) + added;
      return letters.charAt(sum % 11) === text.charAt(8);
    },
    findsEveryDigit: true,
  },
  'hk-identity-card': {
    country: 'HK',
    // The check digit stands in brackets; a blank before the only letter counts 36.
    shape: /^[A-Z]{1,2}[0-9]{6}\(?[0-9A]\)?$/,
    isValid: (text) => {
      const plain = text.replace(/[()]/g, '');
      const first = plain.length === 8 ? 36 * 9 : 0;
      return (first + weigh(plain, [9, 8, 7, 6, 5, 4, 3, 2, 1].slice(9 - plain.length))) % 11 === 0;
    },
    findsEveryDigit: true,
  },
  'tw-identity-card': {
    country: 'TW',
    shape: /^[A-Z][1289][0-9]{8}$/,
    isValid: (text) => {
      const letter = 10 + 'ABCDEFGHJKLMNPQRSTUVXYWZIO'.indexOf(text.charAt(0));
      const sum = Math.floor(letter / 10) + (letter % 10) * 9;
      return (sum + weigh(text.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 === 0;
    },
    findsEveryDigit: false,
  },
  'il-identity': { country: 'IL', shape: /^[0-9]{9}$/, isValid: isLuhn, findsEveryDigit: true },
  'za-identity': {
    country: 'ZA',
    shape: /^[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{4}[012][0-9]{2}$/,
    isValid: (text) => isLuhn(text) && isDay(pairAt(text, 2), pairAt(text, 4)),
    findsEveryDigit: true,
  },
  'au-tfn': {
    country: 'AU',
    shape: /^[1-9][0-9]{8}$/,
    isValid: (text) => weigh(text, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    findsEveryDigit: true,
  },
  'au-medicare': {
    country: 'AU',
    shape: /^[2-6][0-9]{8}[1-9][1-9]?$/,
    isValid: (text) => weigh(text, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === valueAt(text, 8),
    findsEveryDigit: false,
  },
  'nz-ird': {
    country: 'NZ',
    shape: /^(?:[1-9][0-9]{7}|1[0-4][0-9]{7})$/,
    isValid: (text) => {
      const digits = text.padStart(9, '0');
      const first = newZealand(digits, [3, 2, 7, 6, 5, 4, 3, 2]);
      const check = first === 10 ? newZealand(digits, [7, 4, 3, 2, 5, 2, 7, 6]) : first;
      return check === lastDigit(digits);
    },
    findsEveryDigit: false,
  },
} as const satisfies Record<string, IdentityNumber>;

function newZealand(digits: string, weights: readonly number[]): number {
  return (11 - (weigh(digits, weights) % 11)) % 11;
}
