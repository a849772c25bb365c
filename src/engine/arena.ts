/** Hands out stretches of a kernel's memory, the lowest free first. Few are taken at a time, so a sorted list of them will do. */
import type { Kernel } from './kernel.ts';

const ALIGNMENT = 16;
/** Loops may read a word from the last byte on; it never matters what stands there. */
const PADDING = 16;

export class Arena {
  readonly #kernel: Kernel;
  /** Where the taken stretches begin and end, ascending. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** @returns where the stretch begins; -1 when there is no room for it */
  take(bytes: number): number {
    const size = padded(bytes);
    let place = 0;
    let start = this.#kernel.arena;
    for (; place < this.#starts.length; place++) {
      if (start + size <= (this.#starts[place] ?? 0)) break;
      start = this.#ends[place] ?? 0;
    }
    if (place === this.#starts.length && !this.#kernel.reserve(start + size)) return -1;
    this.#starts.splice(place, 0, start);
    this.#ends.splice(place, 0, start + size);
    return start;
  }

  /** Gives back the end of a stretch. */
  shrink(start: number, bytes: number): void {
    const place = this.#starts.lastIndexOf(start);
    this.#ends[place] = Math.min(this.#ends[place] ?? 0, start + padded(bytes));
  }

  give(start: number): void {
    const place = this.#starts.lastIndexOf(start);
    this.#starts.splice(place, 1);
    this.#ends.splice(place, 1);
  }
}

/** Not by bits: those of a number end at 2 GiB, and what is more than there can be has to stay so. */
function padded(bytes: number): number {
  return Math.ceil((bytes + PADDING) / ALIGNMENT) * ALIGNMENT;
}
