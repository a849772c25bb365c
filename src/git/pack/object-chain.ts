/** Reads one object of a pack: its base at the end of the chain of deltas, then the deltas on it, one after the other. */
import type { Arena } from '../../engine/arena.ts';
import type { Kernel } from '../../engine/kernel.ts';
import type { PackBytes } from './pack-bytes.ts';
import { NO_BASE, type PackForest } from './pack-forest.ts';

/** git makes none longer than 4,095. */
const LONGEST_CHAIN = 10_000;
/** Runs do not matter here: none is as long as this. */
const NO_RUN = 1 << 30;

interface Place {
  readonly at: number;
  readonly length: number;
}

export class ObjectChain {
  readonly #forest: PackForest;
  readonly #bytes: PackBytes;
  readonly #kernel: Kernel;
  readonly #arena: Arena;

  constructor(forest: PackForest, bytes: PackBytes, kernel: Kernel, arena: Arena) {
    this.#forest = forest;
    this.#bytes = bytes;
    this.#kernel = kernel;
    this.#arena = arena;
  }

  /** @returns a copy; undefined when it is damaged, or when it or one that it is made of is larger than that */
  read(number: number, maxBytes: number): Buffer | undefined {
    const chain = this.#chainFrom(number);
    const root = chain.pop();
    let object = root === undefined ? undefined : this.#inflate(root, maxBytes);
    for (let delta = chain.pop(); object && delta !== undefined; delta = chain.pop())
      object = this.#apply(object, delta, maxBytes);
    if (!object) return undefined;
    const copy = Buffer.from(this.#kernel.memory.subarray(object.at, object.at + object.length));
    this.#arena.give(object.at);
    return copy;
  }

  close(): void {
    this.#bytes.close();
  }

  /** The object, its base, the base of that, and so on to a whole one; empty when there is none. */
  #chainFrom(number: number): number[] {
    const chain: number[] = [];
    let at = number;
    while (at >= 0 && chain.length < LONGEST_CHAIN) {
      chain.push(at);
      at = this.#forest.bases[at] ?? NO_BASE;
    }
    return at === NO_BASE ? chain : [];
  }

  /** Gives the base back, whatever comes of it. */
  #apply(base: Place, number: number, maxBytes: number): Place | undefined {
    const delta = this.#inflate(number, maxBytes);
    const result = delta && this.#applied(base, delta, maxBytes);
    if (delta) this.#arena.give(delta.at);
    this.#arena.give(base.at);
    return result;
  }

  #applied(base: Place, delta: Place, maxBytes: number): Place | undefined {
    const length = this.#kernel.deltaSize(delta.at, delta.length, base.length);
    if (length < 0 || length > maxBytes) return undefined;
    const at = this.#arena.take(length);
    const runs = this.#arena.take(16);
    const count =
      at < 0 || runs < 0
        ? -1
        : this.#kernel.applyDelta(
            base.at,
            base.length,
            delta.at,
            delta.length,
            at,
            length,
            runs,
            NO_RUN,
          );
    if (runs >= 0) this.#arena.give(runs);
    if (count >= 0) return { at, length };
    if (at >= 0) this.#arena.give(at);
    return undefined;
  }

  #inflate(number: number, maxBytes: number): Place | undefined {
    const { sizes, dataAt, offsets } = this.#forest;
    const length = sizes[number] ?? 0;
    const start = dataAt[number] ?? 0;
    const packedLength = (offsets[number + 1] ?? 0) - start;
    if (length > maxBytes || packedLength <= 0 || packedLength > length * 2 + 1024) return undefined;
    const at = this.#arena.take(length);
    if (at < 0) return undefined;
    const source = this.#bytes.hold(start, packedLength);
    if (source >= 0 && this.#kernel.inflate(source, packedLength, at, length) === length) return { at, length };
    this.#arena.give(at);
    return undefined;
  }
}
