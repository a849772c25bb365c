/** Accepts a PEM block only when its body is base64 that begins as its kind must (DER: 0x30; OpenSSH: "openssh-key-v1"). RFC 7468. */
import type { Check } from '../check.ts';

/** Body lines may carry the escapes and the quotes of source code or of a configuration file. */
const NOISE = /\\[nrt]|["'+,\s\\]/g;
const HEADERS = /^(?:[A-Za-z][\w-]*: [^\n\\]*(?:\r?\n|\\n|\\r\\n)\s*)+/;
const FEWEST_BYTES = 24;

export const pemCheck: Check = {
  accepts: ({ token }) => {
    const body = bodyOf(token);
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return false;
    const bytes = Buffer.from(body, 'base64');
    if (bytes.length < FEWEST_BYTES) return false;
    if (token.startsWith('-----BEGIN OPENSSH')) return bytes.toString('latin1').startsWith('openssh-key-v1');
    return isEncrypted(token) || bytes[0] === 0x30;
  },
  repair: (token) => {
    const [first = ''] = /^-----BEGIN [A-Z0-9 ]+-----/.exec(token) ?? [];
    const start = first.includes('OPENSSH') ? 'openssh-key-v1\0' : '0\x82';
    const noise = Buffer.from(bodyOf(token), 'base64').toString('latin1').padEnd(96, 'q');
    const body = Buffer.from(start + noise, 'latin1')
      .toString('base64')
      .replace(/.{64}/g, '$&\n');
    return `${first}\n${body}\n${first.replace('BEGIN', 'END')}`;
  },
};

function bodyOf(token: string): string {
  const inner = token.replace(/^-----BEGIN [A-Z0-9 ]+-----/, '').replace(/-----END [A-Z0-9 ]+-----$/, '');
  return inner
    .replace(/^(?:\\[nr]|["'+\s])+/, '')
    .replace(HEADERS, '')
    .replace(NOISE, '');
}

/** RFC 1421 encryption: the body is cipher text, so it has no DER in it. */
function isEncrypted(token: string): boolean {
  return token.includes('Proc-Type: 4,ENCRYPTED');
}
