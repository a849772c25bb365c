/** Many small zlib streams, expanded one after the other in a kernel's memory: each costs a fraction of what node's zlib takes to begin. */
import { inflateSync } from 'node:zlib';
import type { Arena } from './arena.ts';
import type { Kernel } from './kernel.ts';

/** Room for one stream and what it expands to; of larger ones node's zlib takes care. */
const ROOM_BYTES = 128 * 1024;

/**
 * @param packed begins with a stream; what stands behind it does not matter
 * @returns what it expands to. @throws when it is damaged, or expands to more than that
 */
export type Inflate = (packed: Uint8Array, mostBytes: number) => Buffer;

export function plainInflate(packed: Uint8Array, mostBytes: number): Buffer {
  return inflateSync(packed, { maxOutputLength: Math.max(1, mostBytes) });
}

/** @param space asked for when the first stream comes */
export function smallStreams(space: () => { readonly kernel: Kernel; readonly arena: Arena }): Inflate {
  return (packed, mostBytes) => {
    const most = Math.min(mostBytes, ROOM_BYTES - packed.length);
    const expanded = most > 0 ? inKernel(space(), packed, most) : undefined;
    return expanded ?? plainInflate(packed, mostBytes);
  };
}

/** What the kernel refuses, zlib judges. */
function inKernel(
  { kernel, arena }: { kernel: Kernel; arena: Arena },
  packed: Uint8Array,
  most: number,
): Buffer | undefined {
  const room = arena.take(packed.length + most);
  if (room < 0) return undefined;
  try {
    kernel.memory.set(packed, room);
    const target = room + packed.length;
    const length = kernel.inflate(room, packed.length, target, most);
    return length < 0 ? undefined : Buffer.from(kernel.memory.subarray(target, target + length));
  } finally {
    arena.give(room);
  }
}
