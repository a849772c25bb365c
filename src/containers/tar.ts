/** A tar archive: ustar, with the long names of GNU and pax (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html). */
import type { Container, Member, OpeningMeans } from './container.ts';

const BLOCK = 512;
const MAGIC = 'ustar';
const MAGIC_AT = 257;
/** Asked first: most blobs end here, and no text is made of them. */
const FIRST = 0x75;
const CHECKSUM_AT = 148;
const CHECKSUM_BYTES = 8;
const FILE_TYPES = new Set(['0', '\0', '7', 'S']);
/** What the headers of the next file are called there. */
const PAX = 'x';
const GNU_NAME = 'L';
const MOST_NAME = 64 * 1024;

export const tar: Container = { opens: isTar, members: membersOf };

/** Old archives have no magic, but every header has a sum. */
function isTar(bytes: Buffer): boolean {
  if (bytes.length < BLOCK) return false;
  if (bytes[MAGIC_AT] === FIRST && bytes.toString('latin1', MAGIC_AT, MAGIC_AT + MAGIC.length) === MAGIC)
    return true;
  return bytes.length % BLOCK === 0 && bytes[0] !== 0 && hasSum(bytes);
}

function hasSum(bytes: Buffer): boolean {
  const said = numberAt(bytes, CHECKSUM_AT, CHECKSUM_BYTES);
  if (!(said > 0)) return false;
  let sum = CHECKSUM_BYTES * 0x20;
  for (let at = 0; at < BLOCK; at++) {
    if (at < CHECKSUM_AT || at >= CHECKSUM_AT + CHECKSUM_BYTES) sum += bytes[at] ?? 0;
  }
  return sum === said;
}

/** What the headers before a file say of it. */
interface Told {
  name?: string;
  size?: number;
}

function* membersOf(bytes: Buffer, means: OpeningMeans): Generator<Member> {
  let told: Told = {};
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const { type, ...own } = headerAt(bytes, at);
    const isFile = !isExtension(type);
    const header = isFile ? { ...own, ...told } : own;
    const data = dataOf(bytes, at + BLOCK, header, means);
    if (!data) return;
    if (isFile) {
      told = {};
      if (FILE_TYPES.has(type) && isAffordable(data, header.name, means))
        yield { name: header.name, bytes: data };
    } else Object.assign(told, extensionOf(type, data));
    at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK;
  }
}

/** As much as there is of it; undefined when nobody can say where the next header is. */
function dataOf(
  bytes: Buffer,
  from: number,
  { name, size }: Required<Told>,
  { onTrouble }: OpeningMeans,
): Buffer | undefined {
  if (!(size >= 0 && from + size <= bytes.length)) onTrouble('damaged', name);
  return size >= 0 ? bytes.subarray(from, from + size) : undefined;
}

function isAffordable({ length }: Buffer, name: string, { budget, onTrouble }: OpeningMeans): boolean {
  const isSmall = length <= budget.largest;
  if (isSmall) budget.spendBytes(length);
  else onTrouble('limit', name);
  return isSmall;
}

function isExtension(type: string): boolean {
  return type === PAX || type === GNU_NAME || type === 'g' || type === 'K';
}

function headerAt(bytes: Buffer, at: number): Required<Told> & { type: string } {
  const isUstar = textAt(bytes, at + MAGIC_AT, MAGIC.length) === MAGIC;
  const prefix = isUstar && bytes[at + MAGIC_AT + MAGIC.length] === 0 ? textAt(bytes, at + 345, 155) : '';
  const name = textAt(bytes, at, 100);
  return {
    type: bytes.toString('latin1', at + 156, at + 157),
    name: prefix ? `${prefix}/${name}` : name,
    size: numberAt(bytes, at + 124, 12),
  };
}

function extensionOf(type: string, data: Buffer): Told {
  if (type === GNU_NAME) return { name: textAt(data, 0, Math.min(data.length, MOST_NAME)) };
  return type === PAX ? paxOf(data) : {};
}

/** Lines of `length key=value`, the length counting the whole line. */
function paxOf(data: Buffer): Told {
  const found: Told = {};
  for (let at = 0; at < data.length;) {
    const length = Number.parseInt(data.toString('latin1', at, at + 20), 10);
    if (!(length > 0)) break;
    const line = data.toString('latin1', at, Math.min(at + length - 1, at + MOST_NAME));
    const [, key, value = ''] = /^\d+ ([^=]*)=([^]*)$/.exec(line) ?? [];
    if (key === 'path') found.name = value;
    if (key === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}

function textAt(bytes: Buffer, at: number, length: number): string {
  const text = bytes.toString('latin1', at, Math.min(bytes.length, at + length));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Octal digits; what is larger than those can say is written in base 256, with the first bit set. NaN: no number. */
function numberAt(bytes: Buffer, at: number, length: number): number {
  if (((bytes[at] ?? 0) & 0x80) !== 0) return bytes.readUIntBE(at + length - 6, 6);
  const text = bytes.toString('latin1', at, at + length).replace(/[\0 ]+$/, '');
  return /^ *[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}
