// AssemblyScript. Sixteen bytes at once: do they all belong to a run of base64, base64url or hexadecimal characters? Part of the
// searches whose plain twins are src/engine/plain/entropy-runs.ts and src/engine/plain/encoded-blocks.ts.
import { classOf, RUN } from './byte-class';

/** Looked at in one step. */
export const BLOCK: usize = 16;
export const NOWHERE: usize = 0;
/** So that a run of 23 bytes holds a block as a whole, wherever it begins. */
const HALF: usize = 8;

/**
 * Zero for each byte that is no run's: a bit for each row of sixteen characters. By the low half of the byte, the rows that have
 * a run's character there; by the high half, the row. Bits: 1 `+-/`, 2 digits, 4 A to O and a to o, 8 P to Z and `_`, 16 p to z.
 */
// @ts-ignore: decorator
@inline
function rowsAt(at: usize): v128 {
  const bytes = v128.load(at);
  const nibble = i8x16.splat(15);
  const ofLow = i8x16(26, 30, 30, 30, 30, 30, 30, 30, 30, 30, 28, 5, 4, 5, 4, 13);
  const ofHigh = i8x16(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  const low = i8x16.swizzle(ofLow, v128.and(bytes, nibble));
  return v128.and(low, i8x16.swizzle(ofHigh, v128.and(i16x8.shr_u(bytes, 4), nibble)));
}

// @ts-ignore: decorator
@inline
export function isFullBlock(at: usize): bool {
  return i8x16.all_true(rowsAt(at));
}

/** The first block, a few bytes apart, that lies in a run as a whole. */
export function nextBlockOfRun(from: usize, limit: usize): usize {
  let isBefore = false;
  for (let at = from; at + HALF <= limit; at += BLOCK) {
    const others = othersAt(at);
    const isBehind = others < 0x100;
    if ((others & 0xff) == 0) {
      if (isBefore) return at - HALF;
      if (isBehind && at + BLOCK <= limit) return at;
    }
    isBefore = isBehind;
  }
  return NOWHERE;
}

/** Where the run ends that `from` lies in, or begins at; not behind `limit`. */
export function endOfRun(from: usize, limit: usize): usize {
  for (let at = from; at < limit; at += BLOCK) {
    const others = othersAt(at);
    if (others != 0) return min(limit, at + <usize>ctz(others));
  }
  return limit;
}

/** Where the run begins that ends at `from`, or `from`; not before `limit`. */
export function startOfRun(from: usize, limit: usize): usize {
  let at = from;
  for (; at - limit >= BLOCK; at -= BLOCK) {
    const others = othersAt(at - BLOCK);
    if (others != 0) return at - BLOCK + (32 - <usize>clz(others));
  }
  while (at > limit && isInRun(at - 1)) at--;
  return at;
}

// @ts-ignore: decorator
@inline
export function isInRun(at: usize): bool {
  return (classOf(load<u8>(at)) & RUN) != 0;
}

/** A bit for each byte of the block that is no run's. */
// @ts-ignore: decorator
@inline
function othersAt(at: usize): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(rowsAt(at), i8x16.splat(0)));
}
