/** The rows on one page of an SQLite database (https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1). */

import type { Budget } from './budget.ts';

export interface SqliteFile {
  readonly bytes: Buffer;
  readonly pageBytes: number;
  /** Of a page; extensions keep the rest. */
  readonly usable: number;
  /** 1 is UTF-8, 2 UTF-16 with the low byte first, 3 with the high byte first. */
  readonly encoding: number;
  /** Pays for what goes on on other pages: many rows can claim the same. */
  readonly budget: Budget;
}

const FILE_HEADER = 100;
const TABLE_LEAF = 13;
const TABLE_INTERIOR = 5;
const PAGE_HEADER = 8;
const INTERIOR_HEADER = 12;
/** Types of columns, beside whole numbers of so many bytes; from the last on they are blobs, if even, and texts. */
const DOUBLE = 7;
const ZERO = 8;
const ONE = 9;
const FIRST_BLOB = 12;
const MOST_COLUMNS = 2000;
/** A longer row is read that far. */
const MOST_ROW = 1024 * 1024;

/** @param at where the page begins. Rows as the texts of their cells: numbers in decimal, nothing for what is neither */
export function* rowsOn(file: SqliteFile, at: number): Generator<string[]> {
  const { bytes, pageBytes } = file;
  const header = headerAt(at);
  if (bytes[header] !== TABLE_LEAF) return;
  const count = Math.min(bytes.readUInt16BE(header + 3), pageBytes / 4);
  // Rows of one page do not overlap; those of a hostile one could, without end.
  let left = pageBytes;
  for (let cell = 0; cell < count && left > 0; cell++) {
    const pointer = header + PAGE_HEADER + cell * 2;
    if (pointer + 2 > bytes.length) return;
    const record = recordAt(file, at, bytes.readUInt16BE(pointer));
    left -= 1 + Math.min(record.length, pageBytes / 8);
    yield cellsOf(record, file.encoding);
  }
}

/** @returns numbers of the pages below an inner page of a table's tree; of any other page, none */
export function childrenOf({ bytes, pageBytes }: SqliteFile, page: number): number[] {
  const at = (page - 1) * pageBytes;
  const header = headerAt(at);
  if (bytes[header] !== TABLE_INTERIOR || at + pageBytes > bytes.length) return [];
  const count = Math.min(bytes.readUInt16BE(header + 3), pageBytes / 4);
  const children: number[] = [];
  for (let cell = 0; cell < count; cell++) {
    const pointer = header + INTERIOR_HEADER + cell * 2;
    if (pointer + 2 <= bytes.length) children.push(numberAt(bytes, at + bytes.readUInt16BE(pointer)));
  }
  children.push(bytes.readUInt32BE(header + 8));
  return children;
}

function headerAt(page: number): number {
  return page === 0 ? FILE_HEADER : page;
}

function recordAt(file: SqliteFile, page: number, offset: number): Buffer {
  const length = varint(file.bytes, page + offset);
  const id = varint(file.bytes, length.end);
  return payloadOf(file, page, { from: id.end, length: length.value });
}

/** What has no room on the page goes on in a chain of others. */
function payloadOf(
  { bytes, pageBytes, usable, budget }: SqliteFile,
  page: number,
  { from, length }: { from: number; length: number },
): Buffer {
  if (length <= usable - 35) return bytes.subarray(from, Math.min(from + length, page + pageBytes));
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  const local = wanted <= usable - 35 ? wanted : least;
  const parts = [bytes.subarray(from, from + local)];
  let left = Math.min(length, MOST_ROW) - local;
  for (let next = numberAt(bytes, from + local); left > 0 && next > 0 && !budget.isSpent;) {
    const at = (next - 1) * pageBytes;
    const part = bytes.subarray(at + 4, at + 4 + Math.min(left, usable - 4));
    if (part.length === 0) break;
    parts.push(part);
    left -= part.length;
    budget.spendBytes(part.length);
    next = numberAt(bytes, at);
  }
  return Buffer.concat(parts);
}

/** A record: first the types of its columns, then their values. */
function cellsOf(record: Buffer, encoding: number): string[] {
  const header = varint(record, 0);
  const cells: string[] = [];
  let value = header.value;
  let at = header.end;
  while (at < header.value && at < record.length && cells.length < MOST_COLUMNS) {
    const type = varint(record, at);
    const size = sizeOf(type.value);
    const content = record.subarray(value, value + size);
    cells.push(
      type.value > FIRST_BLOB ? decoded(content, type.value, encoding) : numeral(content, type.value),
    );
    value += size;
    at = type.end;
  }
  return cells;
}

function numeral(content: Buffer, type: number): string {
  if (type === ZERO || type === ONE) return String(type - ZERO);
  if (content.length === 0 || content.length !== sizeOf(type)) return '';
  if (type === DOUBLE) return String(content.readDoubleBE());
  return content.length > 6 ? String(content.readBigInt64BE()) : String(content.readIntBE(0, content.length));
}

function decoded(bytes: Buffer, type: number, encoding: number): string {
  if (type % 2 === 0 || encoding === 1) return bytes.toString('utf8');
  const even = bytes.subarray(0, bytes.length & ~1);
  return (encoding === 2 ? even : Buffer.from(even).swap16()).toString('utf16le');
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

function sizeOf(type: number): number {
  return type < FIRST_BLOB ? (SIZES[type] ?? 0) : Math.floor((type - FIRST_BLOB) / 2);
}

function numberAt(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
}

/** Up to nine bytes, seven bits each; beyond 2^53 it is no size of anything. */
function varint(bytes: Buffer, from: number): { value: number; end: number } {
  let value = 0;
  for (let at = from; at < from + 9; at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value, end: from + 9 };
}
