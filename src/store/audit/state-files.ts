/**
 * The states of repositories, as files beside the store. Not in it: 500 MB of blobs took nine times as long to write as
 * files (they go through the log first), and a database does not shrink when one is replaced.
 *
 * The store names the file that counts. A new one is written under a new name and counts once a transaction says so; what no
 * row names is left over from a killed audit, and is swept away.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFile } from '../state-file.ts';

const FILE_NAME = /^\d{1,15}-[0-9a-f]{16}$/;

export class StateFiles {
  readonly #folder: string;

  /** @param path of the store */
  constructor(path: string) {
    this.#folder = `${path}-states`;
  }

  read(file: string): Buffer | undefined {
    return FILE_NAME.test(file) ? stateFile(join(this.#folder, file)).read() : undefined;
  }

  /** @returns the name under which it can be read */
  write(place: number, bytes: Buffer): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = `${place}-${randomBytes(8).toString('hex')}`;
    try {
      writeFileSync(join(this.#folder, file), bytes, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      this.remove(file);
      throw error;
    }
    return file;
  }

  remove(file: string): void {
    if (FILE_NAME.test(file)) rmSync(join(this.#folder, file), { force: true });
  }

  /** Removes every state but these. */
  sweep(named: ReadonlySet<string>): void {
    for (const file of this.#all()) if (!named.has(file)) this.remove(file);
  }

  #all(): string[] {
    try {
      return readdirSync(this.#folder);
    } catch {
      // No state has been written yet.
      return [];
    }
  }
}
