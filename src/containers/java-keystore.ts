/** A Java key store of the old kinds, JKS and JCEKS; their layout is that of `sun.security.provider.JavaKeyStore` in OpenJDK. */
import { createHash } from 'node:crypto';
import type { Container } from './container.ts';
import { keyStoreMember, USUAL_PASSWORDS } from './key-store.ts';

const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;
const HEADER_BYTES = 12;
const DIGEST_BYTES = 20;
/** The tag of an entry. What is behind a secret key cannot be told: it is a serialized object of unknown length. */
const PRIVATE_KEY = 1;
const CERTIFICATE = 2;
const SECRET_KEY = 3;
/** A larger one is no key store that somebody uses; passwords are not tried on it. */
const MOST_BYTES = 1024 * 1024;

export const javaKeystore: Container = {
  opens(bytes) {
    if (bytes.length < HEADER_BYTES + DIGEST_BYTES) return false;
    const magic = bytes.readUInt32BE(0);
    return (magic === JKS || magic === JCEKS) && [1, 2].includes(bytes.readUInt32BE(4));
  },
  *members(bytes) {
    const keys = countKeys(bytes);
    if (keys > 0) yield keyStoreMember(bytes, keys, passwordOf(bytes));
  },
};

function countKeys(bytes: Buffer): number {
  const version = bytes.readUInt32BE(4);
  const entries = bytes.readUInt32BE(8);
  let at = HEADER_BYTES;
  let keys = 0;
  for (let entry = 0; entry < entries; entry++) {
    const tag = bytes.readUInt32BE(at);
    if (tag === SECRET_KEY) return keys + 1;
    if (tag !== PRIVATE_KEY && tag !== CERTIFICATE) return keys;
    // A name, and a date of eight bytes.
    at = skipText(bytes, at + 4) + 8;
    if (tag === CERTIFICATE) {
      at = skipCertificate(bytes, at, version);
      continue;
    }
    keys++;
    at += 4 + bytes.readUInt32BE(at);
    const chain = bytes.readUInt32BE(at);
    at += 4;
    for (let link = 0; link < chain; link++) at = skipCertificate(bytes, at, version);
  }
  return keys;
}

function skipText(bytes: Buffer, at: number): number {
  return at + 2 + bytes.readUInt16BE(at);
}

function skipCertificate(bytes: Buffer, at: number, version: number): number {
  const data = version === 2 ? skipText(bytes, at) : at;
  return data + 4 + bytes.readUInt32BE(data);
}

/** It ends with a hash over password, a whim of its author, and everything before. */
function passwordOf(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_BYTES) return undefined;
  const content = bytes.subarray(0, -DIGEST_BYTES);
  const digest = bytes.subarray(-DIGEST_BYTES);
  return USUAL_PASSWORDS.find((password) => {
    const hash = createHash('sha1').update(Buffer.from(password, 'utf16le').swap16());
    return hash.update('Mighty Aphrodite').update(content).digest().equals(digest);
  });
}
