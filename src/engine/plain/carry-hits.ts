/** Hits of a text of which runs were copied from a base: the twin of engine/carry-hits.ts. */
import { HIT_AFTER, HIT_BEFORE, HIT_BYTES, HIT_FLAGS, HIT_KEYWORD, JUDGE } from '../hit.ts';
import type { HitList, PlainPrefilter, TextPlace } from './prefilter.ts';

/** The hits of the base, and the length of its text. */
export interface KnownHits {
  readonly at: number;
  readonly count: number;
  readonly textLength: number;
}

/** One copied run. */
interface Run {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

const RUN_BYTES = 12;

/** @returns false when there is no room */
export function plainCarryHits(
  prefilter: PlainPrefilter,
  list: HitList,
  text: TextPlace,
  base: KnownHits,
  runs: { at: number; count: number },
): boolean {
  let from = 0;
  let inside = { insideFrom: 0, insideTo: 0 };
  for (let index = 0; index < runs.count; index++) {
    const run = readRun(list.memory, runs.at + index * RUN_BYTES);
    if (from < run.to && !prefilter.append(list, text, { from, to: run.to, ...inside })) return false;
    if (!moveHits(prefilter, list, text, base, run)) return false;
    inside = { insideFrom: run.to, insideTo: run.to + run.length };
    const tail = list.count;
    from = Math.max(run.to, inside.insideTo - prefilter.longest + 1);
    // What is found from there on may come before the last of the hits that were moved.
    if (!prefilter.append(list, text, { from, to: inside.insideTo, ...inside })) return false;
    sortTail(list, tail);
    from = inside.insideTo;
  }
  return prefilter.append(list, text, { from, to: text.length, ...inside });
}

function readRun(memory: Buffer, at: number): Run {
  return {
    to: memory.readUInt32LE(at),
    from: memory.readUInt32LE(at + 4),
    length: memory.readUInt32LE(at + 8),
  };
}

function moveHits(
  prefilter: PlainPrefilter,
  list: HitList,
  text: TextPlace,
  base: KnownHits,
  run: Run,
): boolean {
  const { memory } = list;
  for (let index = 0; index < base.count; index++) {
    const hit = base.at + index * HIT_BYTES;
    const offset = memory.readUInt32LE(hit);
    const end = offset + prefilter.lengthOf(memory.readUInt16LE(hit + HIT_KEYWORD));
    if (offset < run.from || end > run.from + run.length) continue;
    if (list.count === list.capacity) return false;
    const moved = list.at + list.count++ * HIT_BYTES;
    memory.copy(memory, moved, hit, hit + HIT_BYTES);
    memory.writeUInt32LE(offset - run.from + run.to, moved);
    if (!isCopied(memory, hit, { run, textLength: text.length, baseLength: base.textLength }))
      memory.writeUInt16LE(JUDGE, moved + HIT_FLAGS);
  }
  return true;
}

/** Does the run hold the whole window of the base's hit? */
function isCopied(
  memory: Buffer,
  hit: number,
  { run, textLength, baseLength }: { run: Run; textLength: number; baseLength: number },
): boolean {
  const offset = memory.readUInt32LE(hit);
  const end = run.from + run.length;
  const isAtStart = run.to === 0 && run.from === 0;
  const isAtEnd = end === baseLength && run.to + run.length === textLength;
  return (
    (isAtStart || offset - memory.readUInt16LE(hit + HIT_BEFORE) >= run.from) &&
    (isAtEnd || offset + memory.readUInt16LE(hit + HIT_AFTER) <= end)
  );
}

/** Puts the hits from `tail` on in their places. */
function sortTail({ memory, at, count }: HitList, tail: number): void {
  for (let index = tail; index < count; index++) {
    for (let place = index; place > 0; place--) {
      const hit = at + place * HIT_BYTES;
      if (!isLater(memory, hit - HIT_BYTES, hit)) break;
      const moved = Buffer.from(memory.subarray(hit, hit + HIT_BYTES));
      memory.copy(memory, hit, hit - HIT_BYTES, hit);
      moved.copy(memory, hit - HIT_BYTES);
    }
  }
}

function isLater(memory: Buffer, one: number, other: number): boolean {
  const difference = memory.readUInt32LE(one) - memory.readUInt32LE(other);
  const keyword = (hit: number): number => memory.readUInt16LE(hit + HIT_KEYWORD);
  return difference > 0 || (difference === 0 && keyword(one) > keyword(other));
}
