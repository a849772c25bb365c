/** Zip archives, built byte by byte, so that each field can be wrong. */
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../../src/core/crc32.ts';

export interface ZipPart {
  readonly name: string;
  readonly content: Buffer | string;
  /** Default: deflated. */
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  readonly method?: number;
  /** What the list says instead of the true size. */
  readonly claimedSize?: number;
  /** Sizes and place stand in 64 bits. */
  readonly isLong?: boolean;
}

const NO_BYTES: Buffer = Buffer.alloc(0);
const LONG = 0xffffffff;

export function buildZip(parts: readonly ZipPart[], { isListed = true, before = NO_BYTES } = {}): Buffer {
  const locals: Buffer[] = [before];
  const listed: Buffer[] = [];
  let at = before.length;
  for (const part of parts) {
    const raw = Buffer.from(part.content);
    const data = part.isStored ? raw : deflateRawSync(raw);
    const fields = {
      size: part.claimedSize ?? raw.length,
      packedSize: data.length,
      sum: crc32(raw.toString('latin1')),
    };
    const local = Buffer.concat([headerOf(part, fields), data]);
    listed.push(headerOf(part, fields, at));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(listed);
  return Buffer.concat([
    ...locals,
    ...(isListed ? [directory, endOf(parts.length, directory.length, at)] : []),
  ]);
}

function headerOf(
  part: ZipPart,
  { size, packedSize, sum }: { size: number; packedSize: number; sum: number },
  at?: number,
): Buffer {
  const name = Buffer.from(part.name, 'latin1');
  const extra = part.isLong ? longFields(size, packedSize, at) : Buffer.alloc(0);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(part.isLong ? 45 : 20, 0);
  common.writeUInt16LE(part.isEncrypted ? 1 : 0, 2);
  common.writeUInt16LE(methodOf(part), 4);
  common.writeUInt32LE(sum, 10);
  common.writeUInt32LE(part.isLong ? LONG : packedSize, 14);
  common.writeUInt32LE(part.isLong ? LONG : size, 18);
  common.writeUInt16LE(name.length, 22);
  common.writeUInt16LE(extra.length, 24);
  if (at === undefined) return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, extra]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(part.isLong ? LONG : at, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, name, extra]);
}

function longFields(...numbers: Array<number | undefined>): Buffer {
  const given = numbers.flatMap((number) => (number === undefined ? [] : [number]));
  const bytes = Buffer.alloc(4 + given.length * 8);
  bytes.writeUInt16LE(1, 0);
  bytes.writeUInt16LE(given.length * 8, 2);
  for (const [index, number] of given.entries()) bytes.writeBigUInt64LE(BigInt(number), 4 + index * 8);
  return bytes;
}

function endOf(count: number, length: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(at, 16);
  return end;
}

function methodOf({ method, isStored }: ZipPart): number {
  return method ?? (isStored ? 0 : 8);
}
