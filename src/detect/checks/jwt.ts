/** Accepts a JSON Web Token only when its first part decodes to a JSON object with an `alg` (RFC 7519, RFC 7515 section 4.1.1). */
import type { Check } from '../check.ts';

export const jwtCheck: Check = {
  asks: 'Its first part must decode to a JSON object that names an algorithm.',
  accepts: ({ token }) => {
    const [header = ''] = token.split('.', 1);
    try {
      const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
      return (
        typeof parsed === 'object' && parsed !== null && 'alg' in parsed && typeof parsed.alg === 'string'
      );
    } catch {
      return false;
    }
  },
  repair: (token) => {
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
    return [header, ...token.split('.').slice(1)].join('.');
  },
};
