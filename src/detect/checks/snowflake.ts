/**
 * Accepts a Discord bot token only when its first part is the base64 of a user id, a "snowflake" of 17 to 20 digits.
 * https://discord.com/developers/docs/reference#snowflakes
 */
import type { Check } from '../check.ts';

const SNOWFLAKE = /^[1-9][0-9]{16,19}$/;

export const snowflakeCheck: Check = {
  asks: 'Its first part must be the base64 of a user id of 17 to 20 digits.',
  accepts: ({ token }) => SNOWFLAKE.test(Buffer.from(firstPartOf(token), 'base64').toString('latin1')),
  repair: (token) => {
    const first = firstPartOf(token);
    const digits = Array.from(first, (char) => char.charCodeAt(0) % 10).join('');
    const id = `1${digits.padEnd(20, '7')}`.slice(0, Math.floor((first.length * 3) / 4));
    return Buffer.from(id).toString('base64').replace(/=+$/, '') + token.slice(first.length);
  },
};

function firstPartOf(token: string): string {
  return token.slice(0, token.indexOf('.'));
}
