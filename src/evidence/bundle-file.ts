/** A bundle on disk, read piece by piece at given places. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { ScannerError } from '../core/scanner-error.ts';
import { BundleFault } from './bundle-fault.ts';

/** Bytes that are read at a time. */
const PIECE = 256 * 1024;

export class BundleFile {
  readonly path: string;
  readonly descriptor: number;
  /** Bytes. */
  readonly size: number;

  private constructor(path: string, descriptor: number, size: number) {
    this.path = path;
    this.descriptor = descriptor;
    this.size = size;
  }

  /** @throws {ScannerError} `not-found` */
  static open(path: string): BundleFile {
    try {
      // Not blocking: opening a named pipe would otherwise wait for a writer for ever.
      const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      const stat = fstatSync(descriptor);
      if (stat.isFile()) return new BundleFile(path, descriptor, stat.size);
      closeSync(descriptor);
    } catch (cause) {
      throw new ScannerError('not-found', `${path}: cannot be read`, { hint: 'Is that the file?', cause });
    }
    throw new ScannerError('not-found', `${path}: is no regular file`);
  }

  /** @throws {BundleFault} when it has become shorter */
  read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.descriptor, bytes, done, length - done, position + done);
      if (count === 0) throw new BundleFault(`ends at byte ${position + done}, in the middle`);
      done += count;
    }
    return bytes;
  }

  *pieces(position: number, length: number): Generator<Buffer> {
    for (let done = 0; done < length; done += PIECE) {
      yield this.read(position + done, Math.min(PIECE, length - done));
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
