// AssemblyScript. Who owns which part of the memory. Behind ARENA everything belongs to the caller, who passes addresses.

/** inflate: its decoding tables. */
export const INFLATE: usize = 0xf0000;
/** applyDelta: where the bytes of its copy commands belong. */
export const DELTA: usize = 0xfe000;
/** The first byte that no table of the engine uses. */
export const ARENA: usize = 0x100000;

export function arenaAt(): usize {
  return ARENA;
}
