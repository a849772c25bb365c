/** The inner loops in plain TypeScript, over one growing buffer: what runs where WebAssembly is not to be had. */
import type { Kernel } from './kernel.ts';
import { plainApplyDelta, plainDeltaSize } from './plain/delta.ts';
import { plainInflate } from './plain/inflate.ts';

/** The loops that are there by now. */
export type UnfinishedKernel = Omit<Kernel, 'readAssignment' | 'findEntropyRuns'>;

/** As in the engine, so that addresses are the same. */
const ARENA = 0x100000;
const MOST_GROWTH = 2 ** 26;
const MOST_BYTES = 2 ** 31 - 0x10000;

export function startPlainKernel(): UnfinishedKernel {
  const room = new GrowingBuffer(ARENA);
  return {
    get memory() {
      return room.bytes;
    },
    arena: ARENA,
    reserve: (bytes) => room.reserve(bytes),
    inflate: (source, sourceLength, target, capacity) =>
      plainInflate(room.bytes, source, sourceLength, target, capacity),
    deltaSize: (delta, deltaLength, baseLength) => plainDeltaSize(room.bytes, delta, deltaLength, baseLength),
    applyDelta: (base, baseLength, delta, deltaLength, target, targetLength, runs, shortestRun) =>
      plainApplyDelta(
        room.bytes,
        base,
        baseLength,
        delta,
        deltaLength,
        target,
        targetLength,
        runs,
        shortestRun,
      ),
  };
}

/** Twice as large, but never much more than was asked for. */
export function ampleSize(length: number, bytes: number): number {
  return Math.max(bytes, length + Math.min(length, MOST_GROWTH));
}

class GrowingBuffer {
  bytes: Buffer;

  constructor(bytes: number) {
    this.bytes = Buffer.alloc(bytes);
  }

  reserve(bytes: number): boolean {
    const { length } = this.bytes;
    if (bytes <= length) return true;
    if (!(bytes <= MOST_BYTES)) return false;
    return this.#growTo(Math.min(MOST_BYTES, ampleSize(length, bytes))) || this.#growTo(bytes);
  }

  #growTo(bytes: number): boolean {
    try {
      const grown = Buffer.alloc(bytes);
      this.bytes.copy(grown);
      this.bytes = grown;
      return true;
    } catch {
      return false;
    }
  }
}
