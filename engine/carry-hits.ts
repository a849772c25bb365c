// AssemblyScript. Hits of a text of which runs were copied from a base: inside a run they are the base's, moved; only what
// lies between runs, and the seams, is searched. The plain twin is src/engine/plain/carry-hits.ts, the contract src/engine/kernel.ts.
import { afterOf, beforeOf, hitAt, JUDGE, keywordOf, moveHit, offsetOf } from './hit';
import { LENGTHS } from './layout';
import { appendHits, longest } from './prefilter';

/** A copied run. */
const RUN_BYTES: usize = 12;

/** See kernel.ts. */
export function carryHits(
  text: usize,
  length: u32,
  base: usize,
  baseCount: u32,
  baseLength: u32,
  runs: usize,
  runCount: u32,
  out: usize,
  capacity: u32,
): i32 {
  let count: i32 = 0;
  /** Hits that begin before this are in the list. */
  let done: u32 = 0;
  let insideFrom: u32 = 0;
  let insideTo: u32 = 0;
  for (let index: u32 = 0; index < runCount; index++) {
    const run = runs + <usize>index * RUN_BYTES;
    const to = load<u32>(run);
    const size = load<u32>(run, 8);
    if (done < to) {
      count = appendHits(text, length, done, to, out, count, capacity, insideFrom, insideTo);
      if (count < 0) return -1;
    }
    count = moveHits(base, baseCount, baseLength, run, length, out, count, capacity);
    if (count < 0) return -1;
    insideFrom = to;
    insideTo = to + size;
    // Of what begins in the last bytes of the run, some may end behind it.
    done = max(to, insideTo - min(insideTo, longest - 1));
  }
  if (insideTo == length && runCount > 0) return count;
  return appendHits(text, length, done, length, out, count, capacity, insideFrom, insideTo);
}

/** Takes over the base's hits that lie wholly inside the run. Those whose window is not, have to be judged again. */
function moveHits(
  base: usize,
  baseCount: u32,
  baseLength: u32,
  run: usize,
  length: u32,
  out: usize,
  known: u32,
  capacity: u32,
): i32 {
  const to = load<u32>(run);
  const from = load<u32>(run, 4);
  const size = load<u32>(run, 8);
  const end = from + size;
  const isAtStart = to == 0 && from == 0;
  const isAtEnd = end == baseLength && to + size == length;
  let count = known;
  for (let index = firstFrom(base, baseCount, from); index < baseCount; index++) {
    const hit = hitAt(base, index);
    const offset = offsetOf(hit);
    if (offset >= end) break;
    if (offset + <u32>load<u8>(LENGTHS + keywordOf(hit)) > end) continue;
    if (count == capacity) return -1;
    const moved = hitAt(out, count++);
    moveHit(moved, hit);
    store<u32>(moved, offset - from + to);
    const isCopied =
      (isAtStart || offset - from >= beforeOf(hit)) && (isAtEnd || offset + afterOf(hit) <= end);
    if (!isCopied) store<u16>(moved, JUDGE, 10);
  }
  return count;
}

/** The first hit at or behind the offset. */
function firstFrom(hits: usize, count: u32, offset: u32): u32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsetOf(hitAt(hits, middle)) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
