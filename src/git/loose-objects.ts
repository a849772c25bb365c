/** Objects that lie in a file of their own: objects/ab/cdef… https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateSync } from 'node:zlib';
import { type Inflate, plainInflate } from '../engine/small-streams.ts';
import { namesIn } from './names-in.ts';
import type { ObjectType } from './object-reader.ts';

export interface LooseObject {
  readonly oid: string;
  readonly path: string;
}

/** Where it lies, if it does. */
export function looseIn(folder: string, oid: string): string {
  return join(folder, oid.slice(0, 2), oid.slice(2));
}

/** The objects in a folder of objects, in the order of their names. */
export function listLooseObjects(folder: string, oidBytes: number): LooseObject[] {
  return namesIn(folder)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .toSorted()
    .flatMap((first) =>
      namesIn(join(folder, first))
        .filter((rest) => rest.length === oidBytes * 2 - 2 && /^[0-9a-f]+$/.test(rest))
        .toSorted()
        .map((rest) => ({ oid: first + rest, path: join(folder, first, rest) })),
    );
}

/** `blob 123`, then NUL. The longest has far fewer bytes than this. */
const HEADER_REACH = 64;
/** Compressed, a table of codes may stand before it: at most 19 lengths of 3 bits and 316 codes of 14. RFC 1951, section 3.2.7 */
const PACKED_REACH = 640;
const HEADER = /^(commit|tree|blob|tag) (\d{1,15})\0/;

export interface LooseHeader {
  readonly type: ObjectType;
  /** Bytes of the object. */
  readonly size: number;
  /** Bytes of the header. */
  readonly length: number;
}

/**
 * Reads the whole object.
 * @returns undefined when it is damaged, not as long as it says, longer than maxBytes, or cannot be read: git says what is wrong
 */
export function readLooseObject(
  path: string,
  maxBytes: number,
  inflate: Inflate = plainInflate,
): { type: ObjectType; bytes: Buffer } | undefined {
  try {
    // Deflate cannot make data more than about a thousandth larger.
    if (statSync(path).size > maxBytes * 2 + HEADER_REACH) return undefined;
    const packed = readFileSync(path);
    if (packed.length <= SMALL_PACKED_BYTES) return expand(packed, maxBytes, inflate);
    const header = headerOf(beginningOf(packed));
    return header && header.size <= maxBytes ? expand(packed, header.size, inflate) : undefined;
  } catch {
    return undefined;
  }
}

/** What so few bytes expand to is little, whatever they say. More is expanded only when the header was read. */
const SMALL_PACKED_BYTES = 16 * 1024;

/** @throws when it is damaged, or clearly longer than that */
function expand(
  packed: Buffer,
  maxBytes: number,
  inflate: Inflate,
): { type: ObjectType; bytes: Buffer } | undefined {
  const whole = inflate(packed, maxBytes + HEADER_REACH);
  const header = headerOf(whole);
  const bytes = whole.subarray(header?.length);
  if (header?.size !== bytes.length || bytes.length > maxBytes) return undefined;
  return { type: header.type, bytes };
}

/** Type and size, without the rest. Undefined as above. */
export function readLooseHeader(path: string): LooseHeader | undefined {
  // Cheaper than an exception for each object that lies in a pack.
  if (!existsSync(path)) return undefined;
  try {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(PACKED_REACH);
      return headerOf(beginningOf(start.subarray(0, readSync(file, start, 0, PACKED_REACH, 0))));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** So many compressed bytes hold the header, and expand to no more than a bounded number of others. */
function beginningOf(packed: Buffer): Buffer {
  return inflateSync(packed.subarray(0, PACKED_REACH), { finishFlush: constants.Z_SYNC_FLUSH });
}

function headerOf(bytes: Buffer): LooseHeader | undefined {
  const match = HEADER.exec(bytes.toString('latin1', 0, HEADER_REACH));
  if (!match) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- HEADER admits these four words only
  return { type: match[1] as ObjectType, size: Number(match[2]), length: match[0].length };
}
