// AssemblyScript. Copies that may overlap what they write: the matches of deflate. Part of inflate, whose plain twin is
// src/engine/plain/inflate.ts.
import { INFLATE } from './layout';

/** For each distance below 16: its multiples below 16, as 0 1 2 0 1 2 …; then the step, a multiple of the distance. */
const PATTERNS: usize = INFLATE + 0xd000;
const STEPS: usize = INFLATE + 0xd100;

/** copyWide may write so many bytes too many. */
export const COPY_SLACK: usize = 16;

/** Once. */
export function fillPatterns(): void {
  for (let distance: usize = 1; distance < 16; distance++) {
    for (let index: usize = 0; index < 16; index++) store<u8>(PATTERNS + (distance << 4) + index, <u8>(index % distance));
    store<u8>(STEPS + distance, <u8>(16 - (16 % distance)));
  }
}

/** Sixteen bytes at a time, over the end. */
// @ts-ignore: decorator
@inline
export function copyWide(to: usize, distance: usize, length: usize): void {
  const end = to + length;
  let place = to;
  if (distance >= 16) {
    do {
      v128.store(place, v128.load(place - distance));
      place += 16;
    } while (place < end);
    return;
  }
  const bytes = v128.swizzle(v128.load(to - distance), v128.load(PATTERNS + (distance << 4)));
  const step = <usize>load<u8>(STEPS + distance);
  do {
    v128.store(place, bytes);
    place += step;
  } while (place < end);
}

/** Not a byte too many. */
export function copyExactly(to: usize, distance: usize, length: usize): void {
  const end = to + length;
  let place = to;
  if (distance >= 16 && length >= 16) {
    for (; place + 16 <= end; place += 16) v128.store(place, v128.load(place - distance));
    place = end - 16;
    v128.store(place, v128.load(place - distance));
    return;
  }
  for (; place < end; place++) store<u8>(place, load<u8>(place - distance));
}
