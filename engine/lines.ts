// AssemblyScript. Looks at a text as a whole, sixteen bytes at a time: how many lines it has, whether it is text at all.
// The plain twin is src/engine/plain/lines.ts, the contract src/engine/kernel.ts.

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

export function findNul(text: usize, length: u32): i32 {
  const end = text + length;
  let at = text;
  for (; at + 16 <= end && i8x16.all_true(v128.load(at)); at += 16) {}
  for (; at < end; at++) if (load<u8>(at) == 0) return <i32>(at - text);
  return -1;
}
