/**
 * Reads a bundle from its first byte to its last, without trusting a number in it: the files have known names and a known order,
 * every header is held to the one that would be written, and so is all that follows the last file. So nothing can overlap,
 * hide, repeat, or expand.
 */
import { BundleFault } from './bundle-fault.ts';
import type { BundleFile } from './bundle-file.ts';
import { directory, LARGE_BYTES, LOCAL_BYTES, localHeader, type PlacedEntry } from './zip-layout.ts';

/** Where things stand in a local header. */
const METHOD = 8;
const CRC = 14;
const SIZE = 22;
const NAME_LENGTH = 26;
const SIGNATURE = 0x04034b50;
const LONG = 0xffffffff;
/** Of the wide size in a zip64 field. */
const WIDE = 4;

export interface ReadEntry extends PlacedEntry {
  /** Of its first byte. */
  readonly start: number;
}

export class ZipReader {
  readonly #file: BundleFile;
  readonly #zip64From: number;
  readonly #entries: ReadEntry[] = [];
  #position = 0;

  constructor(file: BundleFile, zip64From: number) {
    this.#file = file;
    this.#zip64From = zip64From;
  }

  /** @param name of the file that has to come next @throws {BundleFault} */
  next(name: string): ReadEntry {
    const offset = this.#position;
    const short = LOCAL_BYTES + name.length;
    const head = this.#take(offset, short, name);
    checkKind(head, name, offset);
    const isWide = head.readUInt32LE(SIZE) === LONG;
    const full = isWide ? this.#take(offset, short + LARGE_BYTES, name) : head;
    const size = isWide ? Number(full.readBigUInt64LE(short + WIDE)) : head.readUInt32LE(SIZE);
    const start = offset + full.length;
    if (size > this.#file.size - start) {
      throw new BundleFault(`${name}: is said to have ${size} bytes, and the file has ${this.#file.size}`);
    }
    const entry = { name, size, crc: head.readUInt32LE(CRC), offset, start };
    const written = localHeader(entry, this.#zip64From);
    checkSame(full, written, offset, `the header of ${name}`);
    this.#entries.push(entry);
    this.#position = start + size;
    return entry;
  }

  /** @throws {BundleFault} unless nothing follows but what has to */
  finish(): void {
    const start = this.#position;
    const written = directory(this.#entries, start, this.#zip64From);
    const rest = this.#file.read(start, Math.min(written.length, this.#file.size - start));
    checkSame(rest, written, start, 'the directory at the end');
    const more = this.#file.size - start - written.length;
    if (more > 0) throw new BundleFault(`${more} bytes follow behind its end`);
  }

  #take(position: number, length: number, name: string): Buffer {
    if (position + length > this.#file.size) throw new BundleFault(`ends where ${name} should begin`);
    return this.#file.read(position, length);
  }
}

function checkKind(head: Buffer, name: string, offset: number): void {
  if (head.readUInt32LE(0) !== SIGNATURE) {
    throw new BundleFault(
      offset === 0 ? 'is no bundle of evidence' : `${name} should begin at byte ${offset}, and does not`,
    );
  }
  const length = head.readUInt16LE(NAME_LENGTH);
  if (length !== name.length || head.toString('latin1', LOCAL_BYTES) !== name)
    throw new BundleFault(`byte ${offset}: another file stands where ${name} should`);
  if (head.readUInt16LE(METHOD) !== 0) {
    throw new BundleFault(
      `${name} is compressed: another program has packed it. Ask for the bundle as it was written`,
    );
  }
}

function checkSame(found: Buffer, written: Buffer, offset: number, what: string): void {
  if (found.equals(written)) return;
  const at = written.findIndex((byte, index) => byte !== found[index]);
  throw new BundleFault(`byte ${offset + Math.max(at, 0)}, in ${what}, is not as it was written`);
}
