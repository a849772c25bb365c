/**
 * Identity numbers of central and eastern Europe.
 * PL https://www.gov.pl/web/gov/czym-jest-numer-pesel CZ https://www.zakonyprolidi.cz/cs/2000-133 SK https://www.slov-lex.sk/pravne-predpisy/SK/ZZ/1995/301/
 * RO https://legislatie.just.ro/Public/DetaliiDocument/65719 BG https://www.grao.bg HU https://net.jogtar.hu/jogszabaly?docid=99600020.tv
 * UA https://zakon.rada.gov.ua/laws/show/z1306-17 RU https://www.consultant.ru/document/cons_doc_LAW_96461/
 */
import { isDay, lastDigit, pairAt, remainder, weigh } from './digits.ts';
import type { IdentityNumber } from './identity-number.ts';

export const EASTERN_EUROPE = {
  'pl-pesel': {
    country: 'PL',
    // The century is added to the month.
    shape: /^[0-9]{2}(?:[02468][1-9]|[13579][0-2])[0-9]{7}$/,
    isValid: (text) =>
      weigh(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 &&
      isDay(pairAt(text, 2) % 20, pairAt(text, 4)),
    findsEveryDigit: true,
  },
  'cz-rodne-cislo': {
    country: 'CZ',
    shape: /^[0-9]{2}(?:[0257][1-9]|[1368][0-2])[0-9]{6}$/,
    // Until 1985 a remainder of 10 was written as 0.
    isValid: (text) =>
      (remainder(text, 11) === 0 || (remainder(text.slice(0, 9), 11) === 10 && text.endsWith('0'))) &&
      isDay((pairAt(text, 2) % 50) % 20, pairAt(text, 4)),
    findsEveryDigit: false,
  },
  'ro-cnp': {
    country: 'RO',
    shape: /^[1-9][0-9]{2}(?:0[1-9]|1[0-2])[0-9]{2}(?:0[1-9]|[1-3][0-9]|4[0-8]|5[12]|70|8[0-3])[0-9]{4}$/,
    isValid: (text) => {
      const rest = weigh(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return (rest === 10 ? 1 : rest) === lastDigit(text) && isDay(pairAt(text, 3), pairAt(text, 5));
    },
    findsEveryDigit: false,
  },
  'bg-egn': {
    country: 'BG',
    shape: /^[0-9]{2}(?:[024][1-9]|[135][0-2])[0-9]{6}$/,
    isValid: (text) =>
      (weigh(text, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === lastDigit(text) &&
      isDay(pairAt(text, 2) % 20, pairAt(text, 4)),
    findsEveryDigit: false,
  },
  'hu-taj': {
    country: 'HU',
    shape: /^[0-9]{9}$/,
    isValid: (text) => weigh(text, [3, 7, 3, 7, 3, 7, 3, 7, -1]) % 10 === 0,
    findsEveryDigit: true,
  },
  'hu-tax-number': {
    country: 'HU',
    shape: /^8[0-9]{9}$/,
    isValid: (text) => weigh(text, [1, 2, 3, 4, 5, 6, 7, 8, 9, -1]) % 11 === 0,
    findsEveryDigit: true,
  },
  'ua-rnokpp': {
    country: 'UA',
    shape: /^[1-4][0-9]{9}$/,
    isValid: (text) => (weigh(text, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) % 10 === lastDigit(text),
    findsEveryDigit: false,
  },
  'ru-snils': {
    country: 'RU',
    shape: /^[0-9]{11}$/,
    isValid: (text) =>
      Number(text.slice(0, 9)) > 1_001_998 &&
      (weigh(text, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(text.slice(9)),
    findsEveryDigit: false,
  },
} as const satisfies Record<string, IdentityNumber>;
