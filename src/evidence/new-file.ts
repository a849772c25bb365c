/** A file that appears whole, or not at all, and that its owner alone may read. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ScannerError } from '../core/scanner-error.ts';
import { reportError } from '../report/write-report.ts';

const PRIVATE = 0o600;
/** Bytes that are written at a time. */
const BATCH = 256 * 1024;

export class NewFile {
  /** What it is to be called. */
  readonly target: string;
  /** Where it lies until then. */
  readonly draft: string;
  readonly #handle: FileHandle;
  #written = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  private constructor(target: string, draft: string, handle: FileHandle) {
    this.target = target;
    this.draft = draft;
    this.#handle = handle;
  }

  /** @throws {ScannerError} `report` */
  static async begin(target: string): Promise<NewFile> {
    const draft = join(dirname(resolve(target)), `.bitsieve-${randomBytes(6).toString('hex')}.tmp`);
    return told(target, async () => {
      const handle = await open(draft, 'wx+', PRIVATE);
      await handle.chmod(PRIVATE);
      return new NewFile(target, draft, handle);
    });
  }

  /** Bytes so far. */
  get position(): number {
    return this.#written + this.#waitingBytes;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await this.overwrite(this.#written, bytes);
    this.#written += bytes.length;
  }

  /** Writes over what was flushed already, or right behind it. */
  async overwrite(position: number, bytes: Buffer): Promise<void> {
    await told(this.target, async () => {
      let done = 0;
      while (done < bytes.length) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    });
  }

  /** Forgets all from there on. */
  async cut(position: number): Promise<void> {
    await this.flush();
    await told(this.target, () => this.#handle.truncate(position));
    this.#written = position;
  }

  /** All that is written is on the disk. */
  async settle(): Promise<void> {
    await this.flush();
    // Some file systems tell only now that the disk is full.
    await told(this.target, () => this.#handle.sync());
  }

  /** Of all that is on the disk, in hexadecimal digits. */
  async sha256(): Promise<string> {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(BATCH);
    for (let position = 0; position < this.#written;) {
      const { bytesRead } = await this.#handle.read(piece, 0, BATCH, position);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      position += bytesRead;
    }
    return hash.digest('hex');
  }

  /** Gives it its name. @param mayReplace what has that name already @throws {ScannerError} `report` */
  async appear(mayReplace: boolean): Promise<void> {
    await this.settle();
    await this.#handle.close();
    await told(this.target, async () => {
      if (mayReplace) await rename(this.draft, await followed(this.target));
      else await nameOnce(this.draft, this.target);
    });
  }

  /** There never was one. Does nothing once it has appeared. */
  async vanish(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.draft, { force: true });
  }
}

/** @throws {ScannerError} `report` when something has the name already */
export async function refuseThere(target: string): Promise<void> {
  const there = await lstat(target).catch(() => null);
  if (there !== null) throw thereAlready(target);
}

function thereAlready(target: string): ScannerError {
  return new ScannerError('report', `${target}: is there already`, {
    hint: 'Evidence is never written over unless --force says so; choose another name.',
  });
}

/** Whoever was quicker keeps the name. */
async function nameOnce(draft: string, target: string): Promise<void> {
  try {
    await link(draft, target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') throw thereAlready(target);
    // Not every file system has links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await refuseThere(target);
    await rename(draft, target);
    return;
  }
  await rm(draft);
}

/** Through a symbolic link the file is replaced, not the link. */
async function followed(target: string): Promise<string> {
  const folder = await realpath(dirname(target));
  return realpath(target).catch(() => join(folder, basename(target)));
}

async function told<Result>(target: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof ScannerError ? error : reportError(target, error, 'the evidence');
  }
}
