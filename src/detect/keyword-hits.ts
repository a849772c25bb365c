/** Where the keywords of a text are: a list in the kernel's memory, of what the prefilter finds and what a base lets carry over. */
import { HIT_AFTER, HIT_BEFORE, HIT_BYTES, HIT_FLAGS, HIT_KEYWORD, JUDGE, WIDEST } from '../engine/hit.ts';
import type { PlacedText, Workspace } from './placed-text.ts';

/** Hits in the kernel's memory, ascending. Its room is given back by whoever took it. */
export interface HitList {
  readonly at: number;
  readonly count: number;
}

/** A text that this one is a version of: its hits, and the runs (as the kernel writes them) that were copied from it. */
export interface HitBase {
  readonly hits: HitList;
  readonly textLength: number;
  readonly runs: { readonly at: number; readonly count: number };
}

/** A text with more hits than this is not remembered: it is scanned piece by piece. */
const MOST_HITS = 1 << 20;
const FIRST_ROOM = 256;

/** @returns undefined when there are more than are remembered */
export function hitsOf(space: Workspace, text: PlacedText, base?: HitBase): HitList | undefined {
  let room = FIRST_ROOM + (base ? base.hits.count : text.length >>> 6);
  for (; room <= MOST_HITS; room *= 4) {
    const at = space.arena.take(room * HIT_BYTES);
    if (at < 0) return undefined;
    const count = base ? carry(space, text, base, { at, room }) : find(space, text, { at, room });
    if (count >= 0) {
      space.arena.shrink(at, count * HIT_BYTES);
      return { at, count };
    }
    space.arena.give(at);
  }
  return undefined;
}

function find({ kernel }: Workspace, text: PlacedText, out: { at: number; room: number }): number {
  return kernel.findHits(text.at, text.length, 0, text.length, out.at, out.room);
}

function carry(
  { kernel }: Workspace,
  text: PlacedText,
  { hits, textLength, runs }: HitBase,
  out: { at: number; room: number },
): number {
  return kernel.carryHits(
    text.at,
    text.length,
    hits.at,
    hits.count,
    textLength,
    runs.at,
    runs.count,
    out.at,
    out.room,
  );
}

/** Offsets that are looked at in one piece; so few begin no more keywords than there is room for. */
const PIECE = 1 << 14;

/** Every hit of a text with very many, in order, until the callback has had enough. */
export function eachHitOfMany(space: Workspace, text: PlacedText, onHits: (hits: HitList) => boolean): void {
  const at = space.arena.take(MOST_HITS * HIT_BYTES);
  if (at < 0) throw new RangeError('no memory for the hits of a text');
  try {
    for (let from = 0; from < text.length; from += PIECE) {
      const to = Math.min(text.length, from + PIECE);
      const count = space.kernel.findHits(text.at, text.length, from, to, at, MOST_HITS);
      if (!onHits({ at, count: Math.max(0, count) })) return;
    }
  } finally {
    space.arena.give(at);
  }
}

/** One hit, and room to write down what its verdict depends on. */
export class HitCursor {
  readonly #memory: Buffer;
  readonly #end: number;
  #at: number;

  constructor(memory: Buffer, { at, count }: HitList) {
    this.#memory = memory;
    this.#at = at - HIT_BYTES;
    this.#end = at + count * HIT_BYTES;
  }

  /** Goes to the next hit that there is no verdict on. False when there is none. */
  next(): boolean {
    const memory = this.#memory;
    for (let at = this.#at + HIT_BYTES; at < this.#end; at += HIT_BYTES) {
      if (memory[at + HIT_FLAGS] !== JUDGE) continue;
      this.#at = at;
      return true;
    }
    return false;
  }

  get offset(): number {
    return this.#memory.readUInt32LE(this.#at);
  }

  get keyword(): number {
    return this.#memory.readUInt16LE(this.#at + HIT_KEYWORD);
  }

  /** There is a verdict now; it depends on so many bytes before the hit's offset and from it on. */
  settle(before: number, after: number): void {
    const memory = this.#memory;
    const isTooWide = before > WIDEST || after > WIDEST;
    memory.writeUInt16LE(isTooWide ? WIDEST : before, this.#at + HIT_BEFORE);
    memory.writeUInt16LE(isTooWide ? WIDEST : after, this.#at + HIT_AFTER);
    memory[this.#at + HIT_FLAGS] = isTooWide ? JUDGE : 0;
  }
}
