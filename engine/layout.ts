// AssemblyScript. Who owns which part of the memory. Below 0x1000 lies static data, texts that are compared with among it;
// prefilter.ts owns 0x1000 to 0x5000 and 0x8000 to 0xf0000. Behind ARENA everything belongs to the caller, who passes addresses.

/** byte-class.ts: a byte for each value of a byte. */
export const CLASSES: usize = 0x5000;
/** inflate: its decoding tables. */
export const INFLATE: usize = 0xf0000;
/** The first byte that no table of the engine uses. */
export const ARENA: usize = 0x100000;

export function arenaAt(): usize {
  return ARENA;
}
