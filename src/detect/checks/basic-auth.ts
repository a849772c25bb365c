/** Accepts base64 of `user:password` in printable ASCII whose password is not a stand-in for one (RFC 7617). */
import type { Check, CheckInput } from '../check.ts';
import { placeholderCheck } from './placeholder.ts';
import { standInCheck } from './stand-in.ts';

const USER_AND_PASSWORD = /^([\x20-\x39\x3b-\x7e]{1,128}):([\x20-\x7e]{3,256})$/;
/** The examples of RFC 7617 and RFC 2617. */
const FROM_THE_STANDARD = new Set(['Aladdin:open sesame', 'Aladdin:OpenSesame', 'test:123']);

export const basicAuthCheck: Check = {
  asks: 'It must decode from base64 to user:password, with a password that is no stand-in for one.',
  accepts: (input, spec) => {
    const decoded = Buffer.from(input.token, 'base64').toString('latin1');
    const password = USER_AND_PASSWORD.exec(decoded)?.[2];
    if (password === undefined || FROM_THE_STANDARD.has(decoded)) return false;
    const inner: CheckInput = { ...input, token: password };
    return placeholderCheck.accepts(inner, spec) && standInCheck.accepts(inner, spec);
  },
  repair: (token) =>
    Buffer.from(
      `svc-reader:${token
        .replace(/[^A-Za-z0-9]/g, '')
        .padEnd(12, 'q7Rt')
        .slice(0, 12)}`,
    ).toString('base64'),
};
