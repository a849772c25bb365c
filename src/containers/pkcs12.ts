/** A PKCS #12 file (.p12, .pfx): keys and certificates under a password (https://www.rfc-editor.org/rfc/rfc7292). */
import { createHmac, hash as hashOf } from 'node:crypto';
import type { Container } from './container.ts';
import { keyStoreMember, USUAL_PASSWORDS } from './key-store.ts';

const SEQUENCE = 0x30;
const VERSION = Buffer.from([0x02, 0x01, 0x03]);
const DATA = Buffer.from('06092a864886f70d010701', 'hex');
/** keyBag and pkcs8ShroudedKeyBag. */
const KEY_BAGS = ['060b2a864886f70d010c0a0101', '060b2a864886f70d010c0a0102'].map((hex) =>
  Buffer.from(hex, 'hex'),
);
const MOST_HEADER = 32;
/** Rounds of a hash that one file is worth, some hundredths of a second: the likeliest passwords with the 2,048 of OpenSSL, one with Java's 10,000. */
const MOST_ROUNDS = 13_000;
const MAC_KEY = 3;
const MOST_SALT = 1024;
const MOST_PARTS = 8;
const NOTHING: Buffer = Buffer.alloc(0);

/** By the bytes of the identifier. */
const HASHES: Readonly<Record<string, { name: string; block: number }>> = {
  '2b0e03021a': { name: 'sha1', block: 64 },
  '608648016503040201': { name: 'sha256', block: 64 },
  '608648016503040202': { name: 'sha384', block: 128 },
  '608648016503040203': { name: 'sha512', block: 128 },
};

export const pkcs12: Container = {
  opens(bytes) {
    if (bytes.length < 64 || bytes[0] !== SEQUENCE) return false;
    const start = bytes.subarray(0, MOST_HEADER);
    const version = start.indexOf(VERSION);
    return version >= 2 && version <= 6 && start.indexOf(DATA) > version;
  },
  *members(bytes) {
    const keys = KEY_BAGS.reduce((sum, bag) => sum + countOf(bytes, bag), 0);
    if (keys > 0) yield keyStoreMember(bytes, keys, passwordOf(bytes));
  },
};

function countOf(bytes: Buffer, part: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + part.length)) count++;
  return count;
}

/** No password is written as none at all by some, as an empty one by others. */
const WRITTEN = USUAL_PASSWORDS.flatMap((password) =>
  (password === '' ? ['', '\0'] : [`${password}\0`]).map((written) => ({ password, written })),
);

/** What the password is proved by. */
interface Mac {
  readonly content: Buffer;
  readonly hash: { name: string; block: number };
  readonly digest: Buffer;
  readonly salt: Buffer;
  readonly rounds: number;
}

function passwordOf(bytes: Buffer): string | undefined {
  const mac = macOf(bytes);
  if (!mac) return undefined;
  const tries = Math.floor(MOST_ROUNDS / mac.rounds);
  return WRITTEN.slice(0, tries).find(({ written }) => isProved(mac, written))?.password;
}

function isProved({ content, hash, digest, salt, rounds }: Mac, written: string): boolean {
  const password = Buffer.from(written, 'utf16le').swap16();
  const fill = (part: Buffer): Buffer =>
    Buffer.alloc(Math.ceil(part.length / hash.block) * hash.block, part.length > 0 ? part : 0);
  let key = Buffer.concat([Buffer.alloc(hash.block, MAC_KEY), fill(salt), fill(password)]);
  // Through a string of one char a byte: four times as fast as an object of Hash a round, twice as a Buffer.
  for (let round = 0; round < rounds; round++) key = Buffer.from(hashOf(hash.name, key, 'binary'), 'latin1');
  return createHmac(hash.name, key).update(content).digest().equals(digest);
}

/** Undefined where there is none, or one of another make: lengths left open, PBMAC1. */
function macOf(bytes: Buffer): Mac | undefined {
  const hash = HASHES[partAt(bytes, 0, 2, 0, 0, 0).toString('hex')];
  const salt = partAt(bytes, 0, 2, 1);
  if (!hash || salt.length > MOST_SALT) return undefined;
  const rounds = Number.parseInt(partAt(bytes, 0, 2, 2).toString('hex').slice(0, 12), 16);
  return {
    content: partAt(bytes, 0, 1, 1, 0),
    hash,
    digest: partAt(bytes, 0, 2, 0, 1),
    salt,
    rounds: rounds > 0 ? rounds : 1,
  };
}

/** What is at a place in DER, one number a level: the how-manieth there. Empty where it cannot be read. */
function partAt(bytes: Buffer, ...path: readonly number[]): Buffer {
  let part = bytes;
  for (const place of path) part = partsOf(part)[place] ?? NOTHING;
  return part;
}

function partsOf(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + 2 <= bytes.length && parts.length < MOST_PARTS;) {
    const first = bytes[at + 1] ?? 0;
    const width = first < 0x80 ? 0 : first & 0x7f;
    if (width > 4 || first === 0x80 || at + 2 + width > bytes.length) break;
    const length = width === 0 ? first : bytes.readUIntBE(at + 2, width);
    const from = at + 2 + width;
    parts.push(bytes.subarray(from, from + length));
    at = from + length;
  }
  return parts;
}
