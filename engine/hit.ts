// AssemblyScript. A hit of a keyword, 12 bytes: offset in the text (32 bits), keyword, bytes before and behind the offset that
// its verdict depends on, flags (16 bits each). For the program, src/engine/hit.ts says the same.

export const HIT_BYTES: usize = 12;
/** Flag: the verdict is not known yet. */
export const JUDGE: u16 = 1;

// @ts-ignore: decorator
@inline
export function hitAt(hits: usize, index: u32): usize {
  return hits + <usize>index * HIT_BYTES;
}

// @ts-ignore: decorator
@inline
export function offsetOf(hit: usize): u32 {
  return load<u32>(hit);
}

// @ts-ignore: decorator
@inline
export function keywordOf(hit: usize): u32 {
  return <u32>load<u16>(hit, 4);
}

// @ts-ignore: decorator
@inline
export function beforeOf(hit: usize): u32 {
  return <u32>load<u16>(hit, 6);
}

// @ts-ignore: decorator
@inline
export function afterOf(hit: usize): u32 {
  return <u32>load<u16>(hit, 8);
}

export function writeHit(hit: usize, offset: u32, keyword: u32, flags: u16): void {
  store<u32>(hit, offset);
  store<u32>(hit, keyword, 4);
  store<u16>(hit, 0, 8);
  store<u16>(hit, flags, 10);
}

// @ts-ignore: decorator
@inline
export function moveHit(to: usize, from: usize): void {
  store<u64>(to, load<u64>(from));
  store<u32>(to, load<u32>(from, 8), 8);
}

/** Does the hit come behind this offset and keyword? */
// @ts-ignore: decorator
@inline
export function isLater(hit: usize, offset: u32, keyword: u32): bool {
  const own = offsetOf(hit);
  return own > offset || (own == offset && keywordOf(hit) > keyword);
}
