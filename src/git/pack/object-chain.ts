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

/** So much is kept of what was read. */
const MOST_KEPT_BYTES = 2 * 1024 * 1024;
/** Larger ones are not common, and worth a closer look. */
const MOST_TREE_DELTA_BYTES = 1024 * 1024;
/** What keeping one takes besides its bytes. */
const ENTRY_BYTES = 128;

type ChainObject = { readonly type: ObjectType; readonly bytes: Buffer };

interface ObjectOutline {
  readonly type: ObjectType;
  /** Bytes, expanded. */
  readonly size: number;
}

export class ObjectChain {
  readonly #means: Omit<InflateMeans, 'maxBytes'>;
  /** By number, the oldest first. */
  readonly #kept = new Map<number, ChainObject>();
  #keptBytes = 0;
  /** What was told of objects, by number. */
  readonly #told = new Map<number, ObjectOutline>();

  constructor(means: Omit<InflateMeans, 'maxBytes'>) {
    this.#means = means;
  }

  /** @returns a copy, not to be changed; undefined when it is damaged, or when it or one that it is made of is larger than that */
  read(number: number, maxBytes: number): ChainObject | undefined {
    const known = this.#kept.get(number);
    if (known) return known.bytes.length > maxBytes ? undefined : known;
    const chain = this.#chainFrom(number);
    const root = chain.pop() ?? -1;
    const type = this.#kept.get(root)?.type ?? TYPES[this.#means.forest.types[root] ?? 0];
    const place = type && this.#start(root, type, maxBytes);
    if (!place) return undefined;
    return chain.length === 0
      ? this.#taken(root, type, place)
      : this.#raise({ chain, type, place }, maxBytes);
  }

  /** Type and size, of a delta by its beginning. @returns undefined when it is damaged, or a delta on the way is larger than that */
  describe(number: number, maxBytes: number): ObjectOutline | undefined {
    const chain: number[] = [];
    let at = number;
    while (at >= 0 && !this.#told.has(at) && chain.length < LONGEST_CHAIN) {
      chain.push(at);
      at = this.#means.forest.bases[at] ?? NO_BASE;
    }
    let told = this.#told.get(at);
    if (!told && at !== NO_BASE) return undefined;
    for (const next of chain.toReversed()) {
      told = told ? this.#outlineOn(told, next, maxBytes) : this.#outlineOf(next);
      if (!told) return undefined;
      this.#told.set(next, told);
    }
    return told;
  }

  close(): void {
    this.#means.pack.close();
  }

  /** Only a small tree that is stored as a delta: what it expands to is not known, and of no interest until it is read. */
  isSmallTreeDelta(number: number): boolean {
    const { types, sizes, bases } = this.#means.forest;
    let at = number;
    for (let depth = 0; depth < LONGEST_CHAIN; depth++) {
      const base = bases[at] ?? NO_BASE;
      if ((sizes[at] ?? 0) > MOST_TREE_DELTA_BYTES) return false;
      if (base < 0) return depth > 0 && base === NO_BASE && TYPES[types[at] ?? 0] === 'tree';
      at = base;
    }
    return false;
  }

  #outlineOf(number: number): ObjectOutline | undefined {
    const { types, sizes } = this.#means.forest;
    const type = TYPES[types[number] ?? 0];
    return type && { type, size: sizes[number] ?? 0 };
  }

  #outlineOn(
    { type, size: baseSize }: ObjectOutline,
    number: number,
    maxBytes: number,
  ): ObjectOutline | undefined {
    const delta = this.#inflate(number, maxBytes);
    if (!delta) return undefined;
    const size = this.#means.kernel.deltaSize(delta.at, delta.length, baseSize);
    this.#means.arena.give(delta.at);
    return size < 0 ? undefined : { type, size };
  }

  /** What the chain ends with: kept, or whole in the pack. */
  #start(root: number, type: ObjectType, maxBytes: number): Place | undefined {
    const kept = this.#kept.get(root);
    if (kept) return this.#placed(kept.bytes, maxBytes);
    const place = this.#inflate(root, maxBytes);
    if (place) this.#keep(root, type, place);
    return place;
  }

  /** Lays the deltas on it, the last of the list first. */
  #raise(
    { chain, type, place }: { chain: number[]; type: ObjectType; place: Place },
    maxBytes: number,
  ): ChainObject | undefined {
    let object: Place = place;
    for (const delta of chain.toReversed()) {
      const next = this.#apply(object, delta, maxBytes);
      if (!next) return undefined;
      this.#keep(delta, type, next);
      object = next;
    }
    return this.#taken(chain[0] ?? -1, type, object);
  }

  #taken(number: number, type: ObjectType, place: Place): ChainObject {
    const object = this.#kept.get(number) ?? { type, bytes: this.#copyOf(place) };
    this.#means.arena.give(place.at);
    return object;
  }

  /** The next one asked for is often a delta on it, or what it is a delta on. */
  #keep(number: number, type: ObjectType, place: Place): void {
    const length = place.length + ENTRY_BYTES;
    if (length > MOST_KEPT_BYTES / 4) return;
    this.#kept.set(number, { type, bytes: this.#copyOf(place) });
    this.#keptBytes += length;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#keptBytes <= MOST_KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= bytes.length + ENTRY_BYTES;
    }
  }

  #copyOf({ at, length }: Place): Buffer {
    return Buffer.from(this.#means.kernel.memory.subarray(at, at + length));
  }

  #placed(bytes: Buffer, maxBytes: number): Place | undefined {
    const { kernel, arena } = this.#means;
    const at = bytes.length > maxBytes ? -1 : arena.take(bytes.length);
    if (at < 0) return undefined;
    kernel.memory.set(bytes, at);
    return { at, length: bytes.length };
  }

  /** The object, its base, the base of that, and so on to one that is kept or whole; empty when there is none. */
  #chainFrom(number: number): number[] {
    const chain: number[] = [];
    let at = number;
    while (at >= 0 && chain.length < LONGEST_CHAIN) {
      chain.push(at);
      if (this.#kept.has(at)) return chain;
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
    const at = number < 0 ? -1 : inflateObject(number, { ...this.#means, maxBytes });
    return at < 0 ? undefined : { at, length: this.#means.forest.sizes[number] ?? 0 };
  }
}
