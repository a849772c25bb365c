/** The bytes of a pack, read by window into the kernel's memory: what stands together in the pack is read together. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Arena } from '../../engine/arena.ts';
import type { Kernel } from '../../engine/kernel.ts';

/** Most deltas stand close behind their base. */
const WINDOW_BYTES = 1 << 14;

export class PackBytes {
  readonly #file: number;
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  /** Where the window stands in memory, and how long it may be. */
  #window: number;
  #room = WINDOW_BYTES;
  /** Which part of the file it holds. */
  #from = 0;
  #filled = 0;

  /** @throws when the file cannot be opened */
  constructor(path: string, kernel: Kernel, arena: Arena) {
    this.#file = openSync(path, 'r');
    this.#kernel = kernel;
    this.#arena = arena;
    this.#window = arena.take(WINDOW_BYTES);
  }

  /** @returns where those bytes of the file stand in memory, until the next call; -1 when they cannot be read */
  hold(offset: number, length: number): number {
    if (offset < this.#from || offset + length > this.#from + this.#filled) this.#fill(offset, length);
    return offset + length <= this.#from + this.#filled ? this.#window + (offset - this.#from) : -1;
  }

  close(): void {
    closeSync(this.#file);
    if (this.#window >= 0) this.#arena.give(this.#window);
  }

  #fill(offset: number, length: number): void {
    this.#from = offset;
    this.#filled = 0;
    if (!this.#hasRoom(length)) return;
    const most = Math.max(length, WINDOW_BYTES);
    try {
      this.#filled = readSync(this.#file, this.#kernel.memory, this.#window, most, offset);
    } catch {
      // Not readable any more: what is missing is read by git, which says why.
    }
  }

  /** A large object makes the window larger, for as long as it takes. */
  #hasRoom(length: number): boolean {
    const needed = Math.max(length, WINDOW_BYTES);
    if (this.#window >= 0 && this.#room === needed) return true;
    if (this.#window >= 0) this.#arena.give(this.#window);
    this.#window = this.#arena.take(needed);
    this.#room = needed;
    return this.#window >= 0;
  }
}
