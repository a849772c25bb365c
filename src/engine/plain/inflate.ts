/** Expands a zlib stream with node's zlib: the plain twin of engine/inflate.ts. */
import { inflateSync } from 'node:zlib';

const MALFORMED = -1;
const TOO_LARGE = -2;
/** The smallest piece of output that node's zlib can be asked for. */
const SMALLEST_CHUNK = 64;

/**
 * See Kernel.inflate. Where a stream is too large and malformed soon behind the byte that is too many, zlib has seen that it
 * is malformed, and says so; the engine has not looked.
 */
export function plainInflate(
  memory: Buffer,
  source: number,
  sourceLength: number,
  target: number,
  capacity: number,
): number {
  try {
    const expanded = inflateSync(memory.subarray(source, source + sourceLength), {
      // One byte more than fits, in one piece: zlib stops there, and does not look at what comes behind.
      chunkSize: Math.max(SMALLEST_CHUNK, capacity + 1),
      maxOutputLength: Math.max(1, capacity),
    });
    if (expanded.length > capacity) return TOO_LARGE;
    expanded.copy(memory, target);
    return expanded.length;
  } catch (error) {
    return isTooLarge(error) ? TOO_LARGE : MALFORMED;
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
