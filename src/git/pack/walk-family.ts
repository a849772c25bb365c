/** Expands one family of a pack, depth first: each object is inflated once, and a base is kept only while a delta waits for it. */
import { readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { applyDelta } from './apply-delta.ts';
import { deltasOf, type PackFamilies } from './pack-families.ts';

/** An object when it is expanded. `state` is what the visitor made of its base. */
export interface Visit<State> {
  /** The caller's number, or -1 for an object that is only here as a base. */
  readonly id: number;
  readonly bytes: Buffer;
  readonly base: { readonly state: State; readonly runs: readonly number[] } | undefined;
}

export interface WalkLimits {
  /** No object larger than this is expanded. */
  readonly maxBytes: number;
  /** Bases that wait for their deltas take no more than this together. */
  readonly maxWaitingBytes: number;
}

/** What the walk needs besides the pack. */
export interface WalkOptions<State> {
  readonly limits: WalkLimits;
  readonly visit: (visit: Visit<State>) => State;
}

/**
 * What cannot be expanded (damaged, too large, no room) is left out together with its deltas: the caller sees which
 * wanted objects were not visited. Nothing that a pack holds makes this throw.
 *
 * @param file descriptor of the pack
 */
export function walkFamily<State>(
  file: number,
  families: PackFamilies,
  root: number,
  options: WalkOptions<State>,
): void {
  new FamilyWalk(file, families, options).run(root);
}

interface Pending<State> {
  readonly number: number;
  readonly base: Base<State> | undefined;
}

interface Base<State> {
  readonly bytes: Buffer;
  readonly state: State;
  /** Deltas that still wait for it. */
  left: number;
}

class FamilyWalk<State> {
  readonly #file: number;
  readonly #families: PackFamilies;
  readonly #options: WalkOptions<State>;
  readonly #pending: Pending<State>[] = [];
  #waitingBytes = 0;

  constructor(file: number, families: PackFamilies, options: WalkOptions<State>) {
    this.#file = file;
    this.#families = families;
    this.#options = options;
  }

  run(root: number): void {
    this.#pending.push({ number: root, base: undefined });
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) this.#step(next);
  }

  #step({ number, base }: Pending<State>): void {
    const { limits, visit } = this.#options;
    const expanded = expand(this.#file, this.#families, number, {
      base: base?.bytes,
      maxBytes: limits.maxBytes,
    });
    if (base) this.#release(base);
    if (!expanded) return;
    const { bytes, runs } = expanded;
    const id = this.#families.ids[number] ?? -1;
    const state = visit({ id, bytes, base: base && { state: base.state, runs } });
    this.#queueDeltas(number, bytes, state);
  }

  #release(base: Base<State>): void {
    base.left--;
    if (base.left === 0) this.#waitingBytes -= base.bytes.length;
  }

  #queueDeltas(number: number, bytes: Buffer, state: State): void {
    const deltas = deltasOf(this.#families.children, number);
    const hasRoom = this.#waitingBytes + bytes.length <= this.#options.limits.maxWaitingBytes;
    if (deltas.length === 0 || !hasRoom) return;
    this.#waitingBytes += bytes.length;
    const base = { bytes, state, left: deltas.length };
    for (const delta of deltas) this.#pending.push({ number: delta, base });
  }
}

interface Expanded {
  readonly bytes: Buffer;
  readonly runs: readonly number[];
}

function expand(
  file: number,
  families: PackFamilies,
  number: number,
  { base, maxBytes }: { base: Buffer | undefined; maxBytes: number },
): Expanded | undefined {
  const data = inflateAt(file, families, number, maxBytes);
  if (!data) return undefined;
  return base ? applyDelta(base, data, maxBytes) : { bytes: data, runs: [] };
}

/** @returns undefined for data that is damaged, or not as long as its header says */
function inflateAt(
  file: number,
  { forest }: PackFamilies,
  number: number,
  maxBytes: number,
): Buffer | undefined {
  const size = forest.sizes[number] ?? 0;
  const start = forest.dataAt[number] ?? 0;
  const packedLength = (forest.offsets[number + 1] ?? 0) - start;
  // Deflate cannot make data more than about a thousandth larger: a longer stretch is not this object's alone.
  if (size > maxBytes || packedLength <= 0 || packedLength > size * 2 + 1024) return undefined;
  const packed = Buffer.allocUnsafe(packedLength);
  if (readSync(file, packed, 0, packedLength, start) !== packedLength) return undefined;
  try {
    const chunkSize = Math.max(64, size);
    const data = inflateSync(packed, { maxOutputLength: Math.max(1, size), chunkSize });
    return data.length === size ? data : undefined;
  } catch {
    return undefined;
  }
}
