/** A hit of a keyword as the kernel writes it: 12 bytes, offset in the text (32 bits), then 16 bits each: see the constants. */

export const HIT_BYTES = 12;
/** Offset in the text: 32 bits, at the beginning. Then, 16 bits each: */
export const HIT_KEYWORD = 4;
/** How many bytes before the offset the verdict depends on. */
export const HIT_BEFORE = 6;
/** How many bytes from the offset on the verdict depends on; more than the text has when its end plays a part. */
export const HIT_AFTER = 8;
export const HIT_FLAGS = 10;
/** Flag: there is no verdict yet. */
export const JUDGE = 1;
/** Nothing wider fits into 16 bits: a verdict with such a window is never carried over. */
export const WIDEST = 0xffff;
