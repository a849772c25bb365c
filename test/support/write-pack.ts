/** Writes packs and their indexes byte by byte, so that a test decides what is a delta of what. https://git-scm.com/docs/gitformat-pack */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { crc32 } from '../../src/core/crc32.ts';

export type PackedType = 'commit' | 'tree' | 'blob' | 'tag';

/** What a delta is made of. */
export type Command =
  | { readonly copy: readonly [from: number, length: number] }
  | { readonly insert: Buffer };

const TYPE_NUMBERS: Readonly<Record<PackedType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };
export const OFS_DELTA = 6;
export const REF_DELTA = 7;
const LARGE = 0x80000000;

interface Known {
  readonly type: PackedType;
  readonly content: Buffer;
  /** Where it begins in this pack; -1 when it is not in it. */
  readonly offset: number;
}

export interface PackFiles {
  readonly pack: Buffer;
  readonly index: Buffer;
}

export interface IndexForm {
  /** Write all offsets but the first into the table of 64-bit ones. */
  readonly hasLargeOffsets?: boolean;
  /** Bytes behind the last object that no object owns. */
  readonly trailing?: Buffer;
}

export class PackWriter {
  readonly #parts: Buffer[] = [];
  readonly #known = new Map<string, Known>();
  readonly #entries: Array<{ oid: string; offset: number; crc: number }> = [];
  readonly #hash: 'sha1' | 'sha256';
  #length = 12;
  #far: { offset: number; bytes: Buffer } | undefined;

  constructor(hash: 'sha1' | 'sha256' = 'sha1') {
    this.#hash = hash;
  }

  whole(type: PackedType, content: Buffer): string {
    const oid = this.nameOf(type, content);
    if ((this.#known.get(oid)?.offset ?? -1) >= 0) return oid;
    this.raw(oid, Buffer.concat([header(TYPE_NUMBERS[type], content.length), deflateSync(content)]));
    this.#known.set(oid, { type, content, offset: this.#length - (this.#parts.at(-1)?.length ?? 0) });
    return oid;
  }

  /** A delta whose base stands in front of it in this pack. */
  byOffset(base: string, commands: readonly Command[]): string {
    const known = this.#knownAs(base);
    if (known.offset < 0) throw new Error(`${base} does not stand in front`);
    return this.#delta(known, commands, (length) =>
      Buffer.concat([header(OFS_DELTA, length), distance(this.#length - known.offset)]),
    );
  }

  /** A delta whose base may be anywhere: further on, or in another pack. */
  byName(base: string, commands: readonly Command[]): string {
    return this.#delta(this.#knownAs(base), commands, (length) =>
      Buffer.concat([header(REF_DELTA, length), Buffer.from(base, 'hex')]),
    );
  }

  /** Makes an object known as a base without writing it. */
  knows(type: PackedType, content: Buffer): string {
    const oid = this.nameOf(type, content);
    if (!this.#known.has(oid)) this.#known.set(oid, { type, content, offset: -1 });
    return oid;
  }

  /** Any bytes, as the object of that name. */
  raw(oid: string, bytes: Buffer): void {
    this.#entries.push({ oid, offset: this.#length, crc: crc32(bytes.toString('latin1')) });
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  /** The last object, so far behind the others that only an offset of 64 bits reaches it; there is nothing between. */
  farAway(oid: string, offset: number, bytes: Buffer): void {
    this.#entries.push({ oid, offset, crc: crc32(bytes.toString('latin1')) });
    this.#far = { offset, bytes };
  }

  contentOf(oid: string): Buffer {
    return this.#knownAs(oid).content;
  }

  /** Where each object begins. */
  places(): ReadonlyArray<{ readonly oid: string; readonly offset: number }> {
    return this.#entries;
  }

  nameOf(type: PackedType, content: Buffer): string {
    return createHash(this.#hash).update(`${type} ${content.length}\0`).update(content).digest('hex');
  }

  files({ hasLargeOffsets = false, trailing = Buffer.alloc(0) }: IndexForm = {}): PackFiles {
    const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
    head.writeUInt32BE(this.#entries.length, 8);
    const body = Buffer.concat([head, ...this.#parts, trailing]);
    const checksum = createHash(this.#hash).update(body).digest();
    const pack = Buffer.concat([body, checksum]);
    return { pack, index: this.#index(checksum, hasLargeOffsets) };
  }

  /** @returns the path without its ending */
  write(objects: string, form?: IndexForm): string {
    const { pack, index } = this.files(form);
    const folder = join(objects, 'pack');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `pack-${pack.subarray(-20).toString('hex')}`);
    writeFileSync(`${path}.pack`, pack);
    writeFileSync(`${path}.idx`, index);
    if (this.#far) this.#append(`${path}.pack`, pack, this.#far);
    return path;
  }

  /** The checksum goes behind it. Where nothing was written, the file takes no room. */
  #append(path: string, pack: Buffer, { offset, bytes }: { offset: number; bytes: Buffer }): void {
    const checksum = pack.subarray(this.#hash === 'sha1' ? -20 : -32);
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(checksum.length), 0, checksum.length, pack.length - checksum.length);
    writeSync(file, Buffer.concat([bytes, checksum]), 0, bytes.length + checksum.length, offset);
    closeSync(file);
  }

  #index(checksum: Buffer, hasLargeOffsets: boolean): Buffer {
    const { names, crcs, offsets } = this.#columns();
    const small = Buffer.alloc(offsets.length * 4);
    const large: Buffer[] = [];
    for (const [at, offset] of offsets.entries()) {
      if (offset < LARGE && (!hasLargeOffsets || offset === 12)) small.writeUInt32BE(offset, at * 4);
      else {
        small.writeUInt32BE(LARGE + large.length, at * 4);
        const row = Buffer.alloc(8);
        row.writeBigUInt64BE(BigInt(offset));
        large.push(row);
      }
    }
    const tables = [Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]), fanoutOf(names), ...names];
    const body = Buffer.concat([...tables, ...crcs, small, ...large, checksum]);
    return Buffer.concat([body, createHash(this.#hash).update(body).digest()]);
  }

  #columns(): { names: Buffer[]; crcs: Buffer[]; offsets: number[] } {
    const sorted = this.#entries.toSorted((a, b) => (a.oid < b.oid ? -1 : 1));
    const crcs = sorted.map(({ crc }) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc >>> 0);
      return bytes;
    });
    return {
      names: sorted.map(({ oid }) => Buffer.from(oid, 'hex')),
      crcs,
      offsets: sorted.map(({ offset }) => offset),
    };
  }

  #delta(base: Known, commands: readonly Command[], head: (length: number) => Buffer): string {
    const content = applied(base.content, commands);
    const delta = deltaOf(base.content.length, content.length, commands);
    const oid = this.nameOf(base.type, content);
    // Twice the same name, and deltas by name could become each other's base.
    if ((this.#known.get(oid)?.offset ?? -1) >= 0) return oid;
    this.raw(oid, Buffer.concat([head(delta.length), deflateSync(delta)]));
    const offset = this.#entries.at(-1)?.offset ?? 0;
    this.#known.set(oid, { type: base.type, content, offset });
    return oid;
  }

  #knownAs(oid: string): Known {
    const known = this.#known.get(oid);
    if (!known) throw new Error(`${oid} is not known`);
    return known;
  }
}

/** How many names begin with each byte or a smaller one. */
function fanoutOf(names: readonly Buffer[]): Buffer {
  const fanout = Buffer.alloc(1024);
  let count = 0;
  for (let first = 0; first < 256; first++) {
    while (count < names.length && (names[count]?.[0] ?? 0) <= first) count++;
    fanout.writeUInt32BE(count, first * 4);
  }
  return fanout;
}

/** Type and size as they stand in front of an object: four bits of the size, then seven a byte. */
export function header(type: number, size: number): Buffer {
  const bytes = [(type << 4) | (size % 16)];
  let rest = Math.floor(size / 16);
  while (rest > 0) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(rest % 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from(bytes);
}

/** How far in front the base is: seven bits a byte, most significant first, one less for each byte but the last. */
export function distance(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    bytes.unshift(0x80 | (rest % 128));
  }
  return Buffer.from(bytes);
}

export function deltaOf(baseLength: number, length: number, commands: readonly Command[]): Buffer {
  return Buffer.concat([sizeBytes(baseLength), sizeBytes(length), ...commands.map(commandBytes)]);
}

function sizeBytes(size: number): Buffer {
  const bytes: number[] = [];
  let rest = size;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

function commandBytes(command: Command): Buffer {
  return 'copy' in command ? copyBytes(...command.copy) : insertBytes(command.insert);
}

function insertBytes(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 127) {
    const part = bytes.subarray(at, at + 127);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(parts);
}

/** No bytes of the length at all mean 0x10000; one command copies no more than 0xffffff bytes. */
function copyBytes(from: number, length: number): Buffer {
  if (length > 0xffffff)
    return Buffer.concat([copyBytes(from, 0xffffff), copyBytes(from + 0xffffff, length - 0xffffff)]);
  const bytes: number[] = [0x80];
  const put = (value: number, bit: number): void => {
    if (value === 0) return;
    bytes[0] = (bytes[0] ?? 0) | bit;
    bytes.push(value);
  };
  for (let index = 0; index < 4; index++) put((from >>> (index * 8)) & 0xff, 1 << index);
  const written = length === 0x10000 ? 0 : length;
  for (let index = 0; index < 3; index++) put((written >>> (index * 8)) & 0xff, 16 << index);
  return Buffer.from(bytes);
}

export function applied(base: Buffer, commands: readonly Command[]): Buffer {
  return Buffer.concat(
    commands.map((command) =>
      'copy' in command ? base.subarray(command.copy[0], command.copy[0] + command.copy[1]) : command.insert,
    ),
  );
}

/** @param entries files (or folders, whose mode begins with 4) by name */
export function treeBytes(entries: ReadonlyArray<{ name: string; oid: string; mode?: string }>): Buffer {
  const key = ({ name, mode }: { name: string; mode?: string }): string =>
    mode?.startsWith('4') === true ? `${name}/` : name;
  return Buffer.concat(
    entries
      .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
      .flatMap(({ name, oid, mode = '100644' }) => [
        Buffer.from(`${mode} ${name}\0`, 'latin1'),
        Buffer.from(oid, 'hex'),
      ]),
  );
}

export function commitBytes(tree: string, parents: readonly string[], time: number): Buffer {
  const who = `C <c@example.org> ${1_700_000_000 + time} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n\nchange ${time}\n`);
}
