/** How a table of file names lies in memory, and how to read the names out of it. */

/**
 * The head: how many names there are and at most; where, counted from the table, starts and bytes of the names begin; room
 * for their bytes; shift of the hash; seed. The starts count from the first byte, there is one more of them: where the last
 * name ends. Between head and starts lie the slots, two numbers each: hash, number + 1 (0 is empty).
 */
export const NAME_TABLE = {
  count: 0,
  capacity: 4,
  starts: 8,
  heap: 12,
  heapBytes: 16,
  shift: 20,
  seed: 24,
  slots: 32,
} as const;

export interface NameColumn {
  readonly count: number;
  /** Where each name begins in the bytes; one more at the end: where the last one ends. */
  readonly starts: Uint32Array;
  readonly bytes: Buffer;
}

/** A copy: the memory may be used for something else afterwards. */
export function readNameTable(memory: Buffer, table: number): NameColumn {
  const count = memory.readUInt32LE(table + NAME_TABLE.count);
  const startsAt = table + memory.readUInt32LE(table + NAME_TABLE.starts);
  const starts = Uint32Array.from({ length: count + 1 }, (_, number) =>
    memory.readUInt32LE(startsAt + number * 4),
  );
  const heap = table + memory.readUInt32LE(table + NAME_TABLE.heap);
  return { count, starts, bytes: Buffer.from(memory.subarray(heap, heap + (starts[count] ?? 0))) };
}
