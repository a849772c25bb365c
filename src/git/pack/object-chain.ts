/** Reads one object of a pack: its base at the end of the chain of deltas, then the deltas on it, one after the other. */
import type { ObjectType } from '../object-reader.ts';
import { expandedLength } from './expanded-length.ts';
import { inflateObject, type InflateMeans } from './inflate-object.ts';
import { NO_BASE } from './pack-forest.ts';

/** git makes none longer than 4,095. */
const LONGEST_CHAIN = 10_000;
/** Runs do not matter here: none is as long as this. */
const NO_RUN = 1 << 30;

const TYPES: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

interface Place {
  readonly at: number;
  readonly length: number;
}

export class ObjectChain {
  readonly #means: Omit<InflateMeans, 'maxBytes'>;

  constructor(means: Omit<InflateMeans, 'maxBytes'>) {
    this.#means = means;
  }

  /** @returns a copy; undefined when it is damaged, or when it or one that it is made of is larger than that */
  read(number: number, maxBytes: number): { type: ObjectType; bytes: Buffer } | undefined {
    const { kernel, arena } = this.#means;
    const chain = this.#chainFrom(number);
    const root = chain.pop();
    const type = TYPES[this.#means.forest.types[root ?? -1] ?? 0];
    let object = root === undefined ? undefined : this.#inflate(root, maxBytes);
    for (let delta = chain.pop(); object && delta !== undefined; delta = chain.pop())
      object = this.#apply(object, delta, maxBytes);
    if (!object) return undefined;
    const bytes = Buffer.from(kernel.memory.subarray(object.at, object.at + object.length));
    arena.give(object.at);
    return type && { type, bytes };
  }

  close(): void {
    this.#means.pack.close();
  }

  /** The object, its base, the base of that, and so on to a whole one; empty when there is none. */
  #chainFrom(number: number): number[] {
    const chain: number[] = [];
    let at = number;
    while (at >= 0 && chain.length < LONGEST_CHAIN) {
      chain.push(at);
      at = this.#means.forest.bases[at] ?? NO_BASE;
    }
    return at === NO_BASE ? chain : [];
  }

  /** Gives the base back, whatever comes of it. */
  #apply(base: Place, number: number, maxBytes: number): Place | undefined {
    const { arena } = this.#means;
    const delta = this.#inflate(number, maxBytes);
    const result = delta && this.#applied(base, delta, maxBytes);
    if (delta) arena.give(delta.at);
    arena.give(base.at);
    return result;
  }

  #applied(base: Place, delta: Place, maxBytes: number): Place | undefined {
    const { kernel, arena } = this.#means;
    const length = expandedLength(kernel, base, delta);
    if (length < 0 || length > maxBytes) return undefined;
    const at = arena.take(length);
    const runs = arena.take(16);
    const count =
      at < 0 || runs < 0
        ? -1
        : kernel.applyDelta(base.at, base.length, delta.at, delta.length, at, length, runs, NO_RUN);
    if (runs >= 0) arena.give(runs);
    if (count >= 0) return { at, length };
    if (at >= 0) arena.give(at);
    return undefined;
  }

  #inflate(number: number, maxBytes: number): Place | undefined {
    const at = inflateObject(number, { ...this.#means, maxBytes });
    return at < 0 ? undefined : { at, length: this.#means.forest.sizes[number] ?? 0 };
  }
}
