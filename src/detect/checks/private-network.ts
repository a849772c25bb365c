/** Accepts networks of RFC 1918 and RFC 6598 in CIDR form, but for those that routers and containers use when nobody chose. */
import type { Check } from '../check.ts';

const PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const UNCHOSEN =
  /^(?:10\.0\.0\.0\/8|172\.16\.0\.0\/12|192\.168\.0\.0\/16|100\.64\.0\.0\/10|10\.0\.0\.0\/16|10\.0\.0\.0\/24|172\.17\.0\.0\/16|192\.168\.[01]\.0\/24|10\.96\.0\.0\/12|10\.244\.0\.0\/16)$/;

export const privateNetworkCheck: Check = {
  asks: 'It must be a private network that somebody chose: no range as a whole, none that software sets up by itself.',
  accepts: ({ token }) => PRIVATE.test(token) && !UNCHOSEN.test(token) && hasBytes(token),
};

function hasBytes(token: string): boolean {
  return token.split(/[./]/).every((part, at) => Number(part) <= (at < 4 ? 255 : 32));
}
