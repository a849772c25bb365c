/** The inner loops in plain TypeScript, over one growing buffer: what runs where WebAssembly is not to be had. */
import type { Kernel } from './kernel.ts';
import { plainReadAssignment } from './plain/assignment.ts';
import { plainCarryHits } from './plain/carry-hits.ts';
import { plainApplyDelta, plainDeltaSize } from './plain/delta.ts';
import { plainFindEntropyRuns } from './plain/entropy-runs.ts';
import { plainInflate } from './plain/inflate.ts';
import { countNewlines, findNul } from './plain/lines.ts';
import { growNameTable, makeNameTable } from './plain/name-table.ts';
import { makeObjectTable, objectTableBytes } from './plain/object-table.ts';
import { PlainPrefilter } from './plain/prefilter.ts';
import { readTree } from './plain/tree.ts';

/** As in the engine, so that addresses are the same. */
const ARENA = 0x100000;
const MOST_GROWTH = 2 ** 26;
const MOST_BYTES = 2 ** 31 - 0x10000;

export function startPlainKernel(): Kernel {
  const room = new GrowingBuffer(ARENA);
  const prefilter = new PlainPrefilter();
  const over =
    <Arguments extends number[], Result>(loop: (memory: Buffer, ...rest: Arguments) => Result) =>
    (...rest: Arguments): Result =>
      loop(room.bytes, ...rest);
  return {
    get memory() {
      return room.bytes;
    },
    arena: ARENA,
    reserve: (bytes) => room.reserve(bytes),
    ...keywordLoops(prefilter, room),
    inflate: over(plainInflate),
    deltaSize: over(plainDeltaSize),
    applyDelta: over(plainApplyDelta),
    readAssignment: over(plainReadAssignment),
    findEntropyRuns: over(plainFindEntropyRuns),
    countNewlines: over(countNewlines),
    findNul: over(findNul),
    objectTableBytes,
    makeObjectTable: over(makeObjectTable),
    makeNameTable: over(makeNameTable),
    growNameTable: over(growNameTable),
    readTree: over(readTree),
  };
}

function keywordLoops(
  prefilter: PlainPrefilter,
  room: GrowingBuffer,
): Pick<Kernel, 'addKeyword' | 'findHits' | 'carryHits'> {
  return {
    addKeyword: (number, keyword, length) => {
      prefilter.add(number, Buffer.from(room.bytes.subarray(keyword, keyword + length)));
      return 1;
    },
    findHits: (at, length, from, to, out, capacity) => {
      const list = { memory: room.bytes, at: out, capacity, count: 0 };
      const range = { from, to, insideFrom: 0, insideTo: 0 };
      return prefilter.append(list, { at, length }, range) ? list.count : -1;
    },
    carryHits: (at, length, base, baseCount, baseLength, runs, runCount, out, capacity) => {
      const list = { memory: room.bytes, at: out, capacity, count: 0 };
      const known = { at: base, count: baseCount, textLength: baseLength };
      const copied = { at: runs, count: runCount };
      return plainCarryHits(prefilter, list, { at, length }, known, copied) ? list.count : -1;
    },
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
