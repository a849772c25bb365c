/**
 * Seals what is kept of a scan, wherever its bytes lie: it holds secrets in clear, and whoever may write it decides what the
 * next scan believes. AES-256-GCM under a key of its own; version and repository are bound to it.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { VERSION } from '../core/version.ts';

/** What a state is sealed with, and for what. */
export interface Seal {
  /** The key of the fingerprints; what seals is derived from it. */
  readonly key: Buffer;
  /** Which repository it is about. */
  readonly subject: string;
}

/** Changes with the form of what is sealed. */
const FORMAT = 1;
const HEADER = `bitsieve state ${FORMAT} ${VERSION}\n`;
const ANY_HEADER = /^bitsieve state \d{1,9} [\w.+-]{1,64}\n/;
const LONGEST_HEADER = 128;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `foreign`: not written by this program. `version`: by another one of it. `sealed`: other key, other repository, or damaged. */
export type Unusable = 'foreign' | 'version' | 'sealed';

export function seal(content: readonly Buffer[], { key, subject }: Seal): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(key), nonce);
  cipher.setAAD(boundTo(subject));
  const sealed = content.map((part) => cipher.update(part));
  sealed.push(cipher.final());
  return Buffer.concat([Buffer.from(HEADER), nonce, cipher.getAuthTag(), ...sealed]);
}

/** The content, or why there is none. Never throws: anybody can have written these bytes. */
export function unseal(bytes: Buffer, { key, subject }: Seal): Buffer | Unusable {
  const start = Buffer.byteLength(HEADER);
  const opening = bytes.toString('latin1', 0, LONGEST_HEADER);
  // Nothing is lost in what was cut short so early, least of all in an empty file.
  if (HEADER.startsWith(opening)) return 'sealed';
  if (!ANY_HEADER.test(opening)) return 'foreign';
  if (!opening.startsWith(HEADER)) return 'version';
  const body = start + NONCE_BYTES + TAG_BYTES;
  if (bytes.length < body) return 'sealed';
  const nonce = bytes.subarray(start, start + NONCE_BYTES);
  const cipher = createDecipheriv('aes-256-gcm', keyFrom(key), nonce);
  cipher.setAAD(boundTo(subject));
  cipher.setAuthTag(bytes.subarray(start + NONCE_BYTES, body));
  try {
    const content = cipher.update(bytes.subarray(body));
    // It has no bytes of its own: it is asked whether they are genuine.
    cipher.final();
    return content;
  } catch {
    return 'sealed';
  }
}

function keyFrom(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'bitsieve state', 32));
}

function boundTo(subject: string): Buffer {
  return Buffer.from(`${HEADER}${subject}`);
}
