// AssemblyScript. Who owns which part of the memory. Behind ARENA everything belongs to the caller, who passes addresses.

/** Static data of the module, texts that are compared with among it, lies below this: prefilter.ts begins here. */
export const STATIC_END: usize = 0x1000;
/** byte-class.ts: a byte for each value of a byte. */
export const CLASSES: usize = 0x5000;
/** inflate: its decoding tables. */
export const INFLATE: usize = 0xf0000;
/** The first byte that no table of the engine uses. */
export const ARENA: usize = 0x100000;

export function arenaAt(): usize {
  return ARENA;
}
