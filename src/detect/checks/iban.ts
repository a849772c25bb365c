/**
 * Checks an International Bank Account Number: the country's length and the remainder modulo 97 (ISO 13616-1, ISO/IEC 7064).
 * Lengths: https://www.swift.com/standards/data-standards/iban-international-bank-account-number
 */
import type { Check } from '../check.ts';

const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 ' +
    'LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

export const ibanCheck: Check = {
  asks: 'Its length must be that of its country, and its remainder modulo 97 must be 1.',
  accepts: ({ token }) => {
    const text = token.replace(/[ -]/g, '');
    return LENGTHS.get(text.slice(0, 2)) === text.length && remainderOf(text) === 1;
  },
  repair: (token) => {
    const account = token.replace(/\D/g, '').padEnd(18, '7305618294').slice(0, 18);
    const sum = String(98 - remainderOf(`DE00${account}`)).padStart(2, '0');
    return `DE${sum}${account}`;
  },
};

/** The first four characters go to the end, letters become numbers from 10; then digit by digit, for no integer holds so many. */
function remainderOf(iban: string): number {
  let remainder = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
