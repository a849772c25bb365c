/**
 * Accepts what may be somebody's telephone number: 8 to 15 digits (ITU-T E.164), none of the numbers kept for fiction, none that was typed
 * by going along the keys. https://www.itu.int/rec/T-REC-E.164, https://nationalnanpa.com/number_resource_info/555_numbers.html
 */
import type { Check } from '../check.ts';

const [FEWEST, MOST] = [8, 15];
const FICTION = /555\d{4}$|(?:^44|^0)(?:1632960|207946|7700900)\d{3,4}$/;
const TYPED = /(\d)\1{4}|01234|12345|23456|34567|45678|56789|98765|87654|(\d\d)\2{3}/;

export const phoneNumberCheck: Check = {
  asks: 'It must have 8 to 15 digits, and be no number that is kept for fiction or was made up.',
  accepts: ({ token }) => {
    const digits = token.replace(/\D/g, '');
    return digits.length >= FEWEST && digits.length <= MOST && !FICTION.test(digits) && !TYPED.test(digits);
  },
  repair: (token) => token.replaceAll(/\d{3}(?=\D*$)/g, '739'),
};
