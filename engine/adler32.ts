// AssemblyScript. The checksum of zlib streams (RFC 1950). Part of inflate, whose plain twin is src/engine/plain/inflate.ts.

const MODULUS: u32 = 65521;
/** So many bytes can be added before 32 bits overflow. */
const BLOCK: usize = 5552;

export function adler32(from: usize, length: usize): u32 {
  let sum: u32 = 1;
  let sums: u32 = 0;
  let at = from;
  const end = from + length;
  while (at < end) {
    const stop = at + min(BLOCK, end - at);
    const wide = at + ((stop - at) & ~31);
    if (at < wide) {
      sums += sum * <u32>(wide - at);
      let plain = i32x4.splat(0);
      let before = i32x4.splat(0);
      let weighted = i32x4.splat(0);
      for (; at < wide; at += 32) {
        const one = v128.load(at);
        const two = v128.load(at, 16);
        before = i32x4.add(before, plain);
        plain = i32x4.add(plain, pairs(i16x8.add(i16x8.extadd_pairwise_i8x16_u(one), i16x8.extadd_pairwise_i8x16_u(two))));
        weighted = i32x4.add(weighted, weigh(one, i16x8(32, 31, 30, 29, 28, 27, 26, 25), i16x8(24, 23, 22, 21, 20, 19, 18, 17)));
        weighted = i32x4.add(weighted, weigh(two, i16x8(16, 15, 14, 13, 12, 11, 10, 9), i16x8(8, 7, 6, 5, 4, 3, 2, 1)));
      }
      sum += total(plain);
      sums += (total(before) << 5) + total(weighted);
    }
    for (; at < stop; at++) {
      sum += load<u8>(at);
      sums += sum;
    }
    sum %= MODULUS;
    sums %= MODULUS;
  }
  return (sums << 16) | sum;
}

// @ts-ignore: decorator
@inline
function pairs(words: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(words);
}

/** Sixteen bytes times their weights, in four sums. */
// @ts-ignore: decorator
@inline
function weigh(bytes: v128, low: v128, high: v128): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), low),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), high),
  );
}

// @ts-ignore: decorator
@inline
function total(sums: v128): u32 {
  return (
    <u32>i32x4.extract_lane(sums, 0) +
    <u32>i32x4.extract_lane(sums, 1) +
    <u32>i32x4.extract_lane(sums, 2) +
    <u32>i32x4.extract_lane(sums, 3)
  );
}
