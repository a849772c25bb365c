/**
 * A multi-pack-index: one index over several packs. It is read for packs that have no index of their own.
 * https://git-scm.com/docs/gitformat-pack#_multi_pack_index_midx_files_have_the_following_format
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { PackIndex } from './pack-index.ts';

const MAGIC = 0x4d494458;
const HEADER_BYTES = 12;
const CHUNK_ROW_BYTES = 12;
const FANOUT_BYTES = 256 * 4;
/** A set high bit: the other bits are a place in the table of 64-bit offsets. */
const IS_LARGE = 0x80000000;
/** Larger ones are not read: the objects are then read by git. */
const MOST_BYTES = 1 << 30;

/** @returns indexes by the pack's name, `pack-….idx`; undefined for a file that is none, is cut short or contradicts itself */
export function readMultiPackIndex(path: string, oidBytes: number): Map<string, PackIndex> | undefined {
  const file = readBounded(path);
  if (!file || !isVersionOne(file)) return undefined;
  const chunks = readChunks(file);
  const names = chunks?.get('PNAM')?.toString('latin1').split('\0');
  const objects = chunks && readObjects(chunks, oidBytes);
  const packCount = file.readUInt32BE(8);
  if (!names || !objects || names.length < packCount) return undefined;
  return indexesOf(objects, names.slice(0, packCount), oidBytes);
}

function isVersionOne(file: Buffer): boolean {
  return file.length >= HEADER_BYTES && file.readUInt32BE(0) === MAGIC && file[4] === 1;
}

function readBounded(path: string): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > MOST_BYTES) return undefined;
    const whole = Buffer.allocUnsafe(size);
    return readSync(file, whole, 0, size, 0) === size ? whole : undefined;
  } finally {
    closeSync(file);
  }
}

/** The parts of the file by their four letters; each ends where the next begins. */
function readChunks(file: Buffer): Map<string, Buffer> | undefined {
  const count = file[6] ?? 0;
  if (file.length < HEADER_BYTES + (count + 1) * CHUNK_ROW_BYTES) return undefined;
  const chunks = new Map<string, Buffer>();
  for (let index = 0; index < count; index++) {
    const row = HEADER_BYTES + index * CHUNK_ROW_BYTES;
    const start = Number(file.readBigUInt64BE(row + 4));
    const end = Number(file.readBigUInt64BE(row + CHUNK_ROW_BYTES + 4));
    if (start > end || end > file.length) return undefined;
    chunks.set(file.toString('latin1', row, row + 4), file.subarray(start, end));
  }
  return chunks;
}

interface IndexedObjects {
  readonly count: number;
  readonly names: Buffer;
  /** Number of the pack and offset, 4 bytes each. */
  readonly places: Buffer;
  readonly large: Buffer;
}

function readObjects(chunks: ReadonlyMap<string, Buffer>, oidBytes: number): IndexedObjects | undefined {
  const fanout = chunks.get('OIDF');
  const names = chunks.get('OIDL');
  const places = chunks.get('OOFF');
  if (!names || !places || fanout?.length !== FANOUT_BYTES) return undefined;
  const count = fanout.readUInt32BE(FANOUT_BYTES - 4);
  if (names.length !== count * oidBytes || places.length !== count * 8) return undefined;
  return { count, names, places, large: chunks.get('LOFF') ?? Buffer.alloc(0) };
}

/**
 * The part of it that is about one pack. An offset that is nowhere stays 0, which no object can have.
 * @param own places of the objects that it has there
 */
function indexOf(
  { names, places, large }: IndexedObjects,
  own: readonly number[],
  oidBytes: number,
): PackIndex {
  const offsets = own.map((at) => {
    const small = places.readUInt32BE(at * 8 + 4);
    const row = (small - IS_LARGE) * 8;
    if (small < IS_LARGE || large.length === 0) return small;
    return row + 8 <= large.length ? Number(large.readBigUInt64BE(row)) : 0;
  });
  return {
    count: own.length,
    names: Buffer.concat(own.map((at) => names.subarray(at * oidBytes, (at + 1) * oidBytes))),
    offsets: Float64Array.from(offsets),
  };
}

function indexesOf(
  objects: IndexedObjects,
  names: readonly string[],
  oidBytes: number,
): Map<string, PackIndex> {
  const byPack = placesByPack(objects);
  return new Map(names.map((name, pack) => [name, indexOf(objects, byPack.get(pack) ?? [], oidBytes)]));
}

/** In one pass: a file can name very many packs. */
function placesByPack({ count, places }: IndexedObjects): Map<number, number[]> {
  const byPack = new Map<number, number[]>();
  for (let at = 0; at < count; at++) {
    const pack = places.readUInt32BE(at * 8);
    const own = byPack.get(pack);
    if (own) own.push(at);
    else byPack.set(pack, [at]);
  }
  return byPack;
}
