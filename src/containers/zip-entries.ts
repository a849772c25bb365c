/** What a zip archive says of its members (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */

export interface ZipEntry {
  readonly name: string;
  /** 0 is stored, 8 deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes when expanded, as claimed. */
  readonly size: number;
  /** Where its local header begins. */
  readonly at: number;
}

export const LOCAL_HEADER = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const SIGNATURE = 0x05054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** A comment may stand behind the end. */
const MOST_COMMENT = 0xffff;
const IN_64 = 0xffffffff;
const EXTRA_64 = 1;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;

/** Where its members are listed; undefined for an archive whose list cannot be found. */
export function directoryOf(bytes: Buffer): number | undefined {
  const at = directoryPlace(bytes);
  const isThere = at !== undefined && at + END_BYTES <= bytes.length;
  return isThere && isPartOfList(bytes.readUInt32LE(at)) ? at : undefined;
}

function isPartOfList(signature: number): boolean {
  return signature === ENTRY || isBehindList(signature);
}

function isBehindList(signature: number): boolean {
  return signature === END || signature === END_64 || signature === SIGNATURE;
}

function directoryPlace(bytes: Buffer): number | undefined {
  const first = Math.max(0, bytes.length - END_BYTES - MOST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== END) continue;
    const directory = bytes.readUInt32LE(at + 16);
    return directory === IN_64 ? directory64(bytes, at) : directory;
  }
  return undefined;
}

function directory64(bytes: Buffer, end: number): number | undefined {
  const locator = end - LOCATOR_BYTES;
  if (locator < 0 || bytes.readUInt32LE(locator) !== LOCATOR_64) return undefined;
  const at = number64(bytes, locator + 8);
  return bytes.readUInt32LE(at) === END_64 ? number64(bytes, at + 48) : undefined;
}

/**
 * @param directory where the list begins
 * @param onDamage the list breaks off
 * @throws {RangeError} as a Buffer does, where it ends in the middle
 */
export function* listedEntries(bytes: Buffer, directory: number, onDamage: () => void): Generator<ZipEntry> {
  let at = directory;
  while (bytes.readUInt32LE(at) === ENTRY) {
    const nameEnd = at + ENTRY_BYTES + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    const plain = {
      size: bytes.readUInt32LE(at + 24),
      packedSize: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    };
    yield {
      name: bytes.toString('latin1', at + ENTRY_BYTES, Math.min(bytes.length, nameEnd)),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0,
      ...numbersOf(plain, bytes.subarray(nameEnd, extraEnd)),
    };
    at = extraEnd + bytes.readUInt16LE(at + 32);
  }
  if (!isBehindList(bytes.readUInt32LE(at))) onDamage();
}

type Numbers = Pick<ZipEntry, 'size' | 'packedSize' | 'at'>;

/** Those that have no room in four bytes stand, in this order, in an extra field. */
function numbersOf(plain: Numbers, extra: Buffer): Numbers {
  if (plain.size !== IN_64 && plain.packedSize !== IN_64 && plain.at !== IN_64) return plain;
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== EXTRA_64) at += 4 + extra.readUInt16LE(at + 2);
  at += 4;
  const next = (value: number): number => {
    if (value !== IN_64 || at + 8 > extra.length) return value;
    at += 8;
    return number64(extra, at - 8);
  };
  return { size: next(plain.size), packedSize: next(plain.packedSize), at: next(plain.at) };
}

/** Members as they lie one behind the other, for an archive whose list is gone. Ends at one that does not say how long it is. */
export function* strungEntries(bytes: Buffer): Generator<ZipEntry> {
  let at = 0;
  while (at + LOCAL_BYTES <= bytes.length && bytes.readUInt32LE(at) === LOCAL_HEADER) {
    const flags = bytes.readUInt16LE(at + 6);
    const nameAt = at + LOCAL_BYTES;
    const packedSize = bytes.readUInt32LE(at + 18);
    if ((flags & SIZES_FOLLOW) !== 0 || packedSize === IN_64) return;
    yield {
      name: bytes.toString('latin1', nameAt, Math.min(bytes.length, nameAt + bytes.readUInt16LE(at + 26))),
      method: bytes.readUInt16LE(at + 8),
      isEncrypted: (flags & ENCRYPTED) !== 0,
      packedSize,
      size: bytes.readUInt32LE(at + 22),
      at,
    };
    at = dataAt(bytes, at) + packedSize;
  }
}

/** Where the data of the member begins whose local header is there. */
export function dataAt(bytes: Buffer, at: number): number {
  return at + LOCAL_BYTES + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
}

/** Beyond 2^53 it is no place in any file, exact or not. */
function number64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
