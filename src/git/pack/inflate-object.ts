/** Inflates what a pack stores for one object, the object itself or a delta, into the kernel's memory. */
import type { Arena } from '../../engine/arena.ts';
import type { Kernel } from '../../engine/kernel.ts';
import type { PackBytes } from './pack-bytes.ts';
import type { PackForest } from './pack-forest.ts';

/** A code of two bits at the least stands for 258 bytes at the most. */
const MOST_EXPANSION = 1032;

export interface InflateMeans {
  readonly kernel: Kernel;
  readonly arena: Arena;
  readonly pack: PackBytes;
  readonly forest: PackForest;
  /** Nothing larger is inflated. Bytes. */
  readonly maxBytes: number;
}

/** @returns where it stands, with the size that the pack says; -1 when it is damaged, too large, or there is no room */
export function inflateObject(
  number: number,
  { kernel, arena, pack, forest, maxBytes }: InflateMeans,
): number {
  const { sizes, dataAt, offsets } = forest;
  const size = sizes[number] ?? 0;
  const start = dataAt[number] ?? 0;
  const packedLength = (offsets[number + 1] ?? 0) - start;
  if (size > maxBytes || !isPlausible(size, packedLength)) return -1;
  const at = arena.take(size);
  if (at < 0) return -1;
  const source = pack.hold(start, packedLength);
  if (source >= 0 && kernel.inflate(source, packedLength, at, size) === size) return at;
  arena.give(at);
  return -1;
}

/**
 * Deflate makes data no more than about a thousandth larger: a longer stretch is not this object's alone. Nor can so few bytes
 * hold so many: then no room is taken for what a header claims.
 */
function isPlausible(size: number, packedLength: number): boolean {
  return packedLength > 0 && packedLength <= size * 2 + 1024 && size <= packedLength * MOST_EXPANSION;
}
