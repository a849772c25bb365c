/** Expands one family of a pack, depth first: each object is inflated once, and a base is kept only while a delta waits for it. */
import { expandedLength } from './expanded-length.ts';
import { inflateObject, type InflateMeans } from './inflate-object.ts';
import type { PackFamilies } from './pack-families.ts';

/** An object when it is expanded, in the kernel's memory. */
export interface Visit<State> {
  /** Number of the object in the pack. */
  readonly number: number;
  readonly at: number;
  readonly length: number;
  /** Of a delta: what the visitor made of its base, and the runs that were copied from it, as the kernel writes them. */
  readonly base: { readonly state: State; readonly runs: { at: number; count: number } } | undefined;
}

export interface Visitor<State> {
  readonly visit: (visit: Visit<State>) => State;
  /** No delta needs the state any longer. */
  readonly release: (state: State) => void;
}

/** What the walk needs besides the visitor. No object larger than `maxBytes` is expanded. */
export interface WalkMeans extends Omit<InflateMeans, 'forest'> {
  readonly families: PackFamilies;
  /** Bases that wait for their deltas take no more than this together. Bytes. */
  readonly maxWaitingBytes: number;
  /** Copied runs shorter than this are of no use to the visitor. */
  readonly shortestRun: number;
}

interface Pending<State> {
  readonly number: number;
  readonly base: Base<State> | undefined;
}

interface Base<State> {
  readonly at: number;
  readonly length: number;
  readonly state: State;
  /** Deltas that still wait for it. */
  left: number;
}

/** An object in memory. */
interface Expanded {
  readonly at: number;
  readonly length: number;
  readonly runs: { readonly at: number; readonly count: number } | undefined;
}

const RUN_BYTES = 12;

/**
 * Walks families of one pack. What cannot be expanded (damaged, too large, no room) is left out together with its deltas: the
 * caller sees which objects were not visited. Nothing that a pack holds makes this throw.
 */
export class FamilyWalk<State> {
  readonly #means: WalkMeans;
  readonly #inflateMeans: InflateMeans;
  readonly #visitor: Visitor<State>;
  readonly #pending: Pending<State>[] = [];
  #waitingBytes = 0;

  constructor(means: WalkMeans, visitor: Visitor<State>) {
    this.#means = means;
    this.#inflateMeans = { ...means, forest: means.families.forest };
    this.#visitor = visitor;
  }

  run(root: number): void {
    this.#pending.push({ number: root, base: undefined });
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) this.#step(next);
  }

  #step({ number, base }: Pending<State>): void {
    const { arena } = this.#means;
    const expanded = base ? this.#expandDelta(number, base) : this.#expandWhole(number);
    if (expanded) {
      const { at, length, runs } = expanded;
      const from = base && runs && { state: base.state, runs };
      const state = this.#visitor.visit({ number, at, length, base: from });
      if (runs) arena.give(runs.at);
      if (base) this.#release(base);
      this.#keep(number, { at, length, state, left: 0 });
    } else if (base) this.#release(base);
  }

  #release(base: Base<State>): void {
    base.left--;
    if (base.left > 0) return;
    this.#waitingBytes -= base.length;
    this.#drop(base);
  }

  #drop({ at, state }: Base<State>): void {
    this.#means.arena.give(at);
    this.#visitor.release(state);
  }

  /** The heaviest delta is pushed first and so comes last, when its base is no longer needed by any other. */
  #keep(number: number, base: Base<State>): void {
    const { families, maxWaitingBytes } = this.#means;
    const { starts, values } = families.children;
    const end = starts[number + 1] ?? 0;
    base.left = end - (starts[number] ?? 0);
    if (base.left === 0 || this.#waitingBytes + base.length > maxWaitingBytes) {
      this.#drop(base);
      return;
    }
    this.#waitingBytes += base.length;
    for (let at = end - base.left; at < end; at++) this.#pending.push({ number: values[at] ?? 0, base });
  }

  #expandWhole(number: number): Expanded | undefined {
    const at = this.#inflate(number);
    return at < 0
      ? undefined
      : { at, length: this.#means.families.forest.sizes[number] ?? 0, runs: undefined };
  }

  #expandDelta(number: number, base: Base<State>): Expanded | undefined {
    const at = this.#inflate(number);
    if (at < 0) return undefined;
    const { kernel, arena, maxBytes, families } = this.#means;
    const delta = { at, length: families.forest.sizes[number] ?? 0 };
    const length = expandedLength(kernel, base, delta);
    const isFine = length >= 0 && length <= maxBytes;
    const expanded = isFine ? this.#apply(delta, base, length) : undefined;
    arena.give(at);
    return expanded;
  }

  #apply(delta: { at: number; length: number }, base: Base<State>, length: number): Expanded | undefined {
    const { kernel, arena, shortestRun } = this.#means;
    const mostRuns = Math.min(delta.length, Math.floor(length / shortestRun)) + 1;
    const runs = arena.take(mostRuns * RUN_BYTES);
    const at = runs < 0 ? -1 : arena.take(length);
    if (at >= 0) {
      const count = kernel.applyDelta(
        base.at,
        base.length,
        delta.at,
        delta.length,
        at,
        length,
        runs,
        shortestRun,
      );
      if (count >= 0) return { at, length, runs: { at: runs, count } };
      arena.give(at);
    }
    if (runs >= 0) arena.give(runs);
    return undefined;
  }

  #inflate(number: number): number {
    return inflateObject(number, this.#inflateMeans);
  }
}
