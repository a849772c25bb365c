/**
 * Accepts a PEM block only when its body is the key that its first line says: DER of the right kind and not cut short, or an
 * OpenSSH key. `{ name = "pem", cipher = "none" }` wants an OpenSSH key without passphrase, `cipher = "any"` one with.
 * RFC 7468; https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
import type { CheckSpec } from '../../catalogue/detector.ts';
import type { Check } from '../check.ts';

const EDGES = /^-----BEGIN [A-Z0-9 ]+-----|-----END [A-Z0-9 ]+-----$/g;
const LABEL = /^-----BEGIN ([A-Z0-9 ]+)-----/;
/** The headers of an encrypted block (RFC 1421) end with this one. */
const ENCRYPTION_HEADERS = /^[^]*?DEK-Info: [A-Z0-9-]+,[0-9A-Fa-f]+/;
/** Line ends as source code and configuration files write them. */
const ESCAPED_LINE_END = /\\+(?:[nrt]|u000[aAdD]|x0[aAdD])/g;
const CUT_SHORT = /\.{3}|\*{3}|x{8}/i;
const FEWEST_BYTES = 24;
const OPENSSH_MAGIC = 'openssh-key-v1\0';
const NO_CIPHER = `${OPENSSH_MAGIC}\0\0\0\x04none`;

export const pemCheck: Check = {
  asks: (spec) =>
    spec['cipher'] === undefined
      ? 'Its body must be the key that its first line says, whole.'
      : `Its body must be the key that its first line says, ${spec['cipher'] === 'none' ? 'without' : 'with'} a passphrase.`,
  accepts: ({ token }, spec) => {
    if (CUT_SHORT.test(token)) return false;
    const bytes = bodyOf(token);
    if (bytes.length < FEWEST_BYTES) return false;
    const label = labelOf(token);
    if (label === 'OPENSSH PRIVATE KEY') return isOpenssh(bytes.toString('latin1'), spec);
    return token.includes('Proc-Type: 4,ENCRYPTED') || isWholeKey(bytes, label);
  },
  repair: (token, spec) => {
    const headers = ENCRYPTION_HEADERS.exec(token)?.[0];
    if (headers !== undefined) return `${headers}\n\n${'QmFkZ2Vyd2Fzcy9n'.repeat(8)}\n`;
    const label = labelOf(token);
    const noise = bodyOf(token).toString('latin1').padEnd(192, 'q');
    const body = Buffer.from(startOf(label, noise.length, spec) + noise, 'latin1').toString('base64');
    return `-----BEGIN ${label}-----\n${body.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----`;
  },
};

function labelOf(token: string): string {
  return LABEL.exec(token)?.[1] ?? '';
}

/** Joins the lines without what stands between them: quotes, `+`, `//`, `#`, escapes, indentation. */
function bodyOf(token: string): Buffer {
  const pieces = token
    .replace(EDGES, ' ')
    .replace(ENCRYPTION_HEADERS, '')
    .replace(ESCAPED_LINE_END, ' ')
    .replaceAll('\\', '')
    .split(/[^A-Za-z0-9+/=]+/)
    .filter((piece) => piece.length >= 4 || piece.endsWith('='));
  return Buffer.from(pieces.join(''), 'base64');
}

function isOpenssh(body: string, spec: CheckSpec): boolean {
  if (!body.startsWith(OPENSSH_MAGIC)) return false;
  return spec['cipher'] === undefined || (spec['cipher'] === 'none') === body.startsWith(NO_CIPHER);
}

/** A SEQUENCE that begins as its kind must, and of which (nearly) all bytes are there. */
function isWholeKey(bytes: Buffer, label: string): boolean {
  const long = (bytes[1] ?? 0) - 0x80;
  if (bytes[0] !== 0x30 || long > 2 || long === 0) return false;
  const start = long > 0 ? 2 + long : 2;
  const length = long > 0 ? bytes.readUIntBE(2, long) : (bytes[1] ?? 0);
  // A version number, or the algorithm that a PKCS #8 key is encrypted with.
  if (bytes[start] !== (label === 'ENCRYPTED PRIVATE KEY' ? 0x30 : 0x02)) return false;
  // Some lines may have been read wrongly through their quotes, so this is not exact.
  return start + length <= bytes.length * 1.05 + 8;
}

function startOf(label: string, length: number, spec: CheckSpec): string {
  if (label === 'OPENSSH PRIVATE KEY') {
    return spec['cipher'] === 'none' ? NO_CIPHER : `${OPENSSH_MAGIC}\0\0\0\x0aaes256-ctr`;
  }
  const inner = label === 'ENCRYPTED PRIVATE KEY' ? '\x30\x0d' : '\x02\x01\0';
  const total = inner.length + length;
  return `\x30\x82${String.fromCharCode(total >> 8, total & 0xff)}${inner}`;
}
