/** The bytes of a pack, by window in the kernel's memory: from the copy that all threads share, or from the file. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Arena } from '../../engine/arena.ts';
import type { Kernel } from '../../engine/kernel.ts';
import type { PackForest } from './pack-forest.ts';

/** Most deltas stand close behind their base. */
const WINDOW_BYTES = 1 << 14;

export class PackBytes {
  readonly #forest: PackForest;
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  /** Open when the pack is not in memory as a whole. */
  readonly #file: number | undefined;
  /** Where the window stands in memory, and how long it may be. */
  #window: number;
  #room = WINDOW_BYTES;
  /** Which part of the pack it holds. */
  #from = 0;
  #filled = 0;

  /** @throws when the file cannot be opened */
  constructor(forest: PackForest, kernel: Kernel, arena: Arena) {
    this.#forest = forest;
    this.#file = forest.bytes ? undefined : openSync(forest.path, 'r');
    this.#kernel = kernel;
    this.#arena = arena;
    this.#window = arena.take(WINDOW_BYTES);
  }

  /** @returns where those bytes of the pack stand in memory, until the next call; -1 when they cannot be read */
  hold(offset: number, length: number): number {
    if (offset < this.#from || offset + length > this.#from + this.#filled) this.#fill(offset, length);
    return offset + length <= this.#from + this.#filled ? this.#window + (offset - this.#from) : -1;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#window >= 0) this.#arena.give(this.#window);
  }

  #fill(offset: number, length: number): void {
    this.#from = offset;
    this.#filled = 0;
    if (!this.#hasRoom(length)) return;
    this.#filled =
      this.#file === undefined ? this.#copy(offset, length) : this.#read(this.#file, offset, length);
  }

  #copy(offset: number, length: number): number {
    const bytes = this.#forest.bytes?.subarray(offset, offset + length);
    if (bytes) this.#kernel.memory.set(bytes, this.#window);
    return bytes?.length ?? 0;
  }

  #read(file: number, offset: number, length: number): number {
    try {
      return readSync(file, this.#kernel.memory, this.#window, Math.max(length, WINDOW_BYTES), offset);
    } catch {
      // Not readable any more: what is missing is read by git, which says why.
      return 0;
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
