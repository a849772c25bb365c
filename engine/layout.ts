// AssemblyScript. Who owns which part of the memory. Below 0x1000 lies static data, texts that are compared with among it.
// Behind ARENA everything belongs to the caller, who passes addresses: src/engine/arena.ts hands them out.

/** prefilter: a bit for each value of the hash, 32 KB: small enough to stay in the processor's first cache. */
export const BITS: usize = 0x90000;
/** prefilter: windows by hash. */
export const SLOTS: usize = 0x8000;
/** prefilter: the keywords. */
export const KEYWORDS: usize = 0x28000;
export const KEYWORDS_END: usize = 0x80000;
/** prefilter: the length of each keyword, by number. */
export const LENGTHS: usize = 0x80000;
export const MOST_KEYWORDS: u32 = 0x10000;
/** Static data of the module, texts that are compared with among it, lies below this: prefilter.ts begins here. */
export const STATIC_END: usize = 0x1000;
/** byte-class.ts: a byte for each value of a byte. */
export const CLASSES: usize = 0x5000;
/** inflate: its decoding tables. */
export const INFLATE: usize = 0xf0000;
/** applyDelta: where the bytes of its copy commands belong. */
export const DELTA: usize = 0xfe000;
/** The first byte that no table of the engine uses. */
export const ARENA: usize = 0x100000;

export function arenaAt(): usize {
  return ARENA;
}
