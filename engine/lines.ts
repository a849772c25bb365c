// AssemblyScript. Counts the lines of a text, sixteen bytes at a time. The plain twin is src/engine/plain/lines.ts, the
// contract src/engine/kernel.ts.

const NEWLINE: u8 = 0x0a;

export function countNewlines(text: usize, length: u32): u32 {
  const end = text + length;
  let at = text;
  let count: u32 = 0;
  const newlines = i8x16.splat(NEWLINE);
  for (; at + 16 <= end; at += 16) {
    count += popcnt<u32>(<u32>i8x16.bitmask(i8x16.eq(v128.load(at), newlines)));
  }
  for (; at < end; at++) if (load<u8>(at) == NEWLINE) count++;
  return count;
}
