/** Single objects of a pack by name, of which neither index nor headers are read as a whole. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Inflate } from '../../engine/small-streams.ts';
import type { ObjectType } from '../object-reader.ts';
import { applyDelta } from './apply-delta.ts';
import { IndexLookup } from './index-lookup.ts';
import { ObjectHeader } from './object-header.ts';

const PACK_MAGIC = 0x5041434b;
const PACK_HEADER_BYTES = 12;
/** The longest header: 10 bytes of type and size, then a base's name or a distance. */
const HEADER_REACH = 64;
/** A small object and its header, in one piece. */
const WINDOW_BYTES = 4096;
/** git makes none longer than 4,095. */
const LONGEST_CHAIN = 4096;
/** Deltas that wait for their base. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;
/** So much is kept of what was read: the next one asked for is often made of the same base. */
const MOST_KEPT_BYTES = 2 * 1024 * 1024;
const ENTRY_BYTES = 128;
/** Types above this are deltas. */
const MOST_WHOLE = 4;
const TYPES: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

export interface PackedObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

interface Stored {
  readonly header: { readonly type: number };
  /** Where the base of a delta begins; -1 for a whole object. */
  readonly baseAt: number;
  /** The object, or the delta. */
  readonly bytes: Buffer;
}

interface ReadMeans {
  readonly maxBytes: number;
  readonly inflate: Inflate;
}

interface Delta {
  readonly at: number;
  readonly bytes: Buffer;
}

export class PackLookup {
  readonly #index: IndexLookup;
  readonly #file: number;
  readonly #size: number;
  readonly #oidBytes: number;
  readonly #window = Buffer.allocUnsafe(WINDOW_BYTES);
  readonly #header = new ObjectHeader();
  /** By offset, the oldest first. */
  readonly #kept = new Map<number, PackedObject>();
  #keptBytes = 0;

  private constructor(index: IndexLookup, file: number, oidBytes: number) {
    this.#index = index;
    this.#file = file;
    this.#size = fstatSync(file).size;
    this.#oidBytes = oidBytes;
  }

  /** @returns undefined when one of the two files is not what it should be, or cannot be read */
  static open(packPath: string, oidBytes: number): PackLookup | undefined {
    try {
      const index = IndexLookup.open(packPath.replace(/\.pack$/, '.idx'), oidBytes);
      if (!index) return undefined;
      const file = openSync(packPath, 'r');
      const pack = new PackLookup(index, file, oidBytes);
      if (isPack(file)) return pack;
      pack.close();
    } catch {
      // Gone, or not ours to read: git says.
    }
    return undefined;
  }

  has(name: Buffer): boolean {
    try {
      const at = this.#index.offsetOf(name);
      return at >= PACK_HEADER_BYTES && at < this.#size;
    } catch {
      return false;
    }
  }

  /** @returns not to be changed; undefined when it is not here, damaged, or it or what it is made of is larger than that */
  read(name: Buffer, maxBytes: number, inflate: Inflate): PackedObject | undefined {
    try {
      const at = this.#index.offsetOf(name);
      return at < 0 ? undefined : this.#readAt(at, { maxBytes, inflate });
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#index.close();
    closeSync(this.#file);
  }

  /** Down to a base that is whole, or kept, and up again. */
  #readAt(start: number, means: ReadMeans): PackedObject | undefined {
    const { maxBytes } = means;
    const deltas: Delta[] = [];
    let waiting = 0;
    for (let at = start; deltas.length < LONGEST_CHAIN && waiting <= MOST_WAITING_BYTES;) {
      const kept = this.#kept.get(at);
      if (kept) return this.#raise(kept, deltas, maxBytes);
      const stored = this.#storedAt(at, means);
      if (!stored) return undefined;
      const { header, baseAt, bytes } = stored;
      const type = TYPES[header.type];
      if (type) return this.#raise(this.#keep(at, { type, bytes }), deltas, maxBytes);
      deltas.push({ at, bytes });
      waiting += bytes.length;
      at = baseAt;
    }
    return undefined;
  }

  #raise(base: PackedObject, deltas: Delta[], maxBytes: number): PackedObject | undefined {
    let object = base;
    for (const { at, bytes: delta } of deltas.toReversed()) {
      const bytes = applyDelta(object.bytes, delta, maxBytes);
      if (!bytes) return undefined;
      object = this.#keep(at, { type: object.type, bytes });
    }
    return object.bytes.length > maxBytes ? undefined : object;
  }

  #keep(at: number, object: PackedObject): PackedObject {
    const length = object.bytes.length + ENTRY_BYTES;
    if (length > MOST_KEPT_BYTES / 4) return object;
    this.#kept.set(at, object);
    this.#keptBytes += length;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#keptBytes <= MOST_KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= bytes.length + ENTRY_BYTES;
    }
    return object;
  }

  /** @throws when it is damaged */
  #storedAt(at: number, { maxBytes, inflate }: ReadMeans): Stored | undefined {
    const header = this.#header;
    const filled = readSync(this.#file, this.#window, 0, WINDOW_BYTES, at);
    const limit = Math.min(filled, HEADER_REACH);
    if (!header.read(this.#window, 0, limit, this.#oidBytes) || header.size > maxBytes) return undefined;
    const { type, size, end } = header;
    const baseAt = type > MOST_WHOLE ? this.#baseOf(at) : -1;
    if (type > MOST_WHOLE && baseAt < PACK_HEADER_BYTES) return undefined;
    const bytes = inflate(this.#compressed(at + end, size, end), size);
    return bytes.length === size ? { header: { type }, baseAt, bytes } : undefined;
  }

  /** A base must stand before a delta that names it by distance; one that is named may be anywhere. */
  #baseOf(at: number): number {
    const { baseNameAt, distance } = this.#header;
    if (baseNameAt < 0) return at - distance;
    return this.#index.offsetOf(Buffer.from(this.#window.subarray(baseNameAt, baseNameAt + this.#oidBytes)));
  }

  /** Deflate makes nothing longer by more than about a thousandth. What stands behind the end of the stream is passed over. */
  #compressed(start: number, size: number, inWindow: number): Buffer {
    const most = size + (size >>> 8) + HEADER_REACH;
    if (inWindow + most <= WINDOW_BYTES) return this.#window.subarray(inWindow, inWindow + most);
    const bytes = Buffer.allocUnsafe(most);
    return bytes.subarray(0, readSync(this.#file, bytes, 0, most, start));
  }
}

function isPack(file: number): boolean {
  const head = Buffer.alloc(PACK_HEADER_BYTES);
  readSync(file, head, 0, PACK_HEADER_BYTES, 0);
  return head.readUInt32BE(0) === PACK_MAGIC;
}
