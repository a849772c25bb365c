/** How long a delta's result is, before room is taken for it: a few bytes may claim anything. */
import type { Kernel } from '../../engine/kernel.ts';

interface Stretch {
  readonly at: number;
  readonly length: number;
}

/** @returns -1 when the head is malformed, for another base, or says more than its commands can make */
export function expandedLength(kernel: Kernel, base: Stretch, delta: Stretch): number {
  const length = kernel.deltaSize(delta.at, delta.length, base.length);
  // A command has one byte at least, and copies no more than the whole base.
  return length <= delta.length * Math.max(1, base.length) ? length : -1;
}
