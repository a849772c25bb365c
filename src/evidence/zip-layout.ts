/**
 * The bytes of a bundle around its files: a ZIP (APPNOTE 6.3) of which every byte follows from names and contents. Nothing is
 * compressed, because what a deflater writes differs between its versions and processors; there are no dates, no comments, no
 * gaps. So a bundle is whole if and only if writing it once more gives the same bytes.
 */

export interface ZipEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly crc: number;
}

export interface PlacedEntry extends ZipEntry {
  /** Of its header. */
  readonly offset: number;
}

/** From here on numbers stand in 64 bits. Lower only in tests, where no file has 4 GiB. */
export const ZIP64_FROM = 0xffffffff;
export const LOCAL_BYTES = 30;
/** Of a zip64 field with both sizes. */
export const LARGE_BYTES = 20;

const STORED = 0;
const LONG = 0xffffffff;
/** 1980-01-01 00:00, the first moment that a ZIP can name. */
const DATE = 0x21;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix; a regular file that its owner alone may read and write. */
const UNIX = 3 << 8;
const MODE = 0o100600 * 0x10000;

export function localHeader({ name, size, crc }: ZipEntry, zip64From: number): Buffer {
  const isLarge = size >= zip64From;
  return Buffer.concat([
    numbers([0x04034b50, 4]),
    sharedPart({ name, size, crc }, isLarge, isLarge ? LARGE_BYTES : 0),
    Buffer.from(name, 'latin1'),
    isLarge ? extra([size, size]) : Buffer.alloc(0),
  ]);
}

function centralHeader({ name, size, crc, offset }: PlacedEntry, zip64From: number): Buffer {
  const isLarge = size >= zip64From;
  const isFar = offset >= zip64From;
  const wide = [...(isLarge ? [size, size] : []), ...(isFar ? [offset] : [])];
  const more = wide.length > 0 ? extra(wide) : Buffer.alloc(0);
  return Buffer.concat([
    numbers([0x02014b50, 4], [UNIX | versionFor(isLarge || isFar), 2]),
    sharedPart({ name, size, crc }, isLarge || isFar, more.length, isLarge),
    numbers([0, 2], [0, 2], [0, 2], [MODE, 4], [isFar ? LONG : offset, 4]),
    Buffer.from(name, 'latin1'),
    more,
  ]);
}

/** All that comes behind the last file. @param start where it begins */
export function directory(entries: readonly PlacedEntry[], start: number, zip64From: number): Buffer {
  const headers = Buffer.concat(entries.map((entry) => centralHeader(entry, zip64From)));
  const isFar = start >= zip64From;
  const count = entries.length;
  return Buffer.concat([
    headers,
    isFar ? farEnd(count, headers.length, start) : Buffer.alloc(0),
    numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [headers.length, 4]),
    numbers([isFar ? LONG : start, 4], [0, 2]),
  ]);
}

/** The record and the locator that say where a directory behind 4 GiB begins. */
function farEnd(count: number, bytes: number, start: number): Buffer {
  const versions = [
    [UNIX | VERSION_ZIP64, 2],
    [VERSION_ZIP64, 2],
  ] as const;
  return Buffer.concat([
    numbers([0x06064b50, 4], [44, 8], ...versions, [0, 4], [0, 4], [count, 8], [count, 8], [bytes, 8]),
    numbers([start, 8], [0x07064b50, 4], [0, 4], [start + bytes, 8], [1, 4]),
  ]);
}

/** What a local and a central header say alike. */
function sharedPart(
  { name, size, crc }: ZipEntry,
  isWide: boolean,
  extraBytes: number,
  isLarge = isWide,
): Buffer {
  const shown = isLarge ? LONG : size;
  return Buffer.concat([
    numbers([versionFor(isWide), 2], [0, 2], [STORED, 2], [0, 2], [DATE, 2], [crc, 4]),
    numbers([shown, 4], [shown, 4], [name.length, 2], [extraBytes, 2]),
  ]);
}

function versionFor(isWide: boolean): number {
  return isWide ? VERSION_ZIP64 : VERSION;
}

function extra(wide: readonly number[]): Buffer {
  return numbers([1, 2], [wide.length * 8, 2], ...wide.map((value) => [value, 8] as const));
}

/** Little endian. */
function numbers(...fields: ReadonlyArray<readonly [value: number, bytes: 2 | 4 | 8]>): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}
