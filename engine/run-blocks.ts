// AssemblyScript. Sixteen bytes at once: do they all belong to a run of base64, base64url or hexadecimal characters? Part of the
// searches whose plain twins are src/engine/plain/entropy-runs.ts and src/engine/plain/encoded-blocks.ts.

/** Looked at in one step. */
export const BLOCK: usize = 16;
export const NOWHERE: usize = 0;
/** So that a run of 23 bytes holds a block as a whole, wherever it begins. */
const STEP: usize = 8;

/**
 * Whether a byte is a run's: a bit for each row of sixteen characters. By the low half of the byte, the rows that have a run's
 * character there; by the high half, the row. Bits: 1 `+-/`, 2 digits, 4 A to O and a to o, 8 P to Z and `_`, 16 p to z.
 */
// @ts-ignore: decorator
@lazy
const ROWS_OF_LOW = i8x16(26, 30, 30, 30, 30, 30, 30, 30, 30, 30, 28, 5, 4, 5, 4, 13);
// @ts-ignore: decorator
@lazy
const ROW_OF_HIGH = i8x16(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
// @ts-ignore: decorator
@lazy
const NIBBLE = i8x16.splat(15);

// @ts-ignore: decorator
@inline
export function isFullBlock(at: usize): bool {
  const bytes = v128.load(at);
  const low = i8x16.swizzle(ROWS_OF_LOW, v128.and(bytes, NIBBLE));
  const high = i8x16.swizzle(ROW_OF_HIGH, v128.and(i16x8.shr_u(bytes, 4), NIBBLE));
  return i8x16.all_true(v128.and(low, high));
}

/** The first block, a few bytes apart, that lies in a run as a whole. */
export function nextBlockOfRun(from: usize, limit: usize): usize {
  for (let at = from; at + BLOCK <= limit; at += STEP) if (isFullBlock(at)) return at;
  return NOWHERE;
}
