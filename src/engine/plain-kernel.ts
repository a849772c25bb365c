/** The inner loops in plain TypeScript, over one growing buffer: what runs where WebAssembly is not to be had. */
import { GrowingMemory } from './growing-memory.ts';
import type { Kernel } from './kernel.ts';
import { plainReadAssignment } from './plain/assignment.ts';
import { plainCarryHits } from './plain/carry-hits.ts';
import { plainApplyDelta, plainDeltaSize } from './plain/delta.ts';
import { plainFindEncodedBlocks } from './plain/encoded-blocks.ts';
import { plainFindEscapes } from './plain/escapes.ts';
import { plainFindEntropyRuns } from './plain/entropy-runs.ts';
import { plainInflate } from './plain/inflate.ts';
import { countNewlines, findNul } from './plain/lines.ts';
import { growNameTable, makeNameTable } from './plain/name-table.ts';
import { makeObjectTable, objectTableBytes } from './plain/object-table.ts';
import { PlainPrefilter } from './plain/prefilter.ts';
import { readTree } from './plain/tree.ts';

/** As in the engine, so that addresses are the same. */
const ARENA = 0x100000;

export function startPlainKernel(): Kernel {
  const room = new GrowingMemory(Buffer.alloc(ARENA), copiedTo);
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
    findEncodedBlocks: over(plainFindEncodedBlocks),
    findEscapes: over(plainFindEscapes),
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
  room: GrowingMemory,
): Pick<Kernel, 'addKeywords' | 'findHits' | 'carryHits'> {
  return {
    addKeywords: (first, count, shapes, texts) => {
      let at = texts;
      for (let index = 0; index < count; index++) {
        const end = at + room.bytes.readUInt8(shapes + index * 2);
        prefilter.add(first + index, Buffer.from(room.bytes.subarray(at, end)));
        at = end;
      }
      return count;
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

function copiedTo(old: Buffer, bytes: number): Buffer {
  const grown = Buffer.alloc(bytes);
  old.copy(grown);
  return grown;
}
