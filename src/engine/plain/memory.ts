/** Reads memory as the loops of the twins need it: several times as fast as what a Buffer offers for single numbers. */

/** A signed 32-bit number, little-endian. */
export function intAt(memory: Buffer, at: number): number {
  return (
    (memory[at] ?? 0) |
    ((memory[at + 1] ?? 0) << 8) |
    ((memory[at + 2] ?? 0) << 16) |
    ((memory[at + 3] ?? 0) << 24)
  );
}

export function isSame(memory: Buffer, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (memory[one + at] !== memory[other + at]) return false;
  return true;
}
