// AssemblyScript. Names of files and folders -> numbers, in the order in which they were first seen.
// The plain TypeScript twin is src/engine/plain/name-table.ts, which also says how a table lies in memory.

const COUNT: usize = 0;
const CAPACITY: usize = 4;
const STARTS: usize = 8;
const HEAP: usize = 12;
const HEAP_BYTES: usize = 16;
const SHIFT: usize = 20;
const SEED: usize = 24;
/** 8 bytes a slot: hash, number + 1 (0 is empty). */
const SLOTS: usize = 32;

/** Words are read whole: so many bytes behind the last name belong to nobody. */
const SLACK: usize = 8;
/** What numberOf says of a name for which there is no room. */
export const FULL: i32 = -2;
const MALFORMED: i32 = -1;
const ONES: u64 = 0x0101010101010101;
const HIGH_BITS: u64 = 0x8080808080808080;

export function makeNameTable(table: usize, bytes: u32, seed: u32): void {
  let shift: u32 = 29;
  while (shift > 4 && <u32>1 << (33 - shift) <= bytes >> 5) shift--;
  const slots: usize = 1 << (32 - shift);
  const capacity = <u32>slots >> 1;
  const starts = SLOTS + (slots << 3);
  const heap = starts + ((<usize>capacity + 1) << 2);
  memory.fill(table, 0, starts + 4);
  store<u32>(table, capacity, CAPACITY);
  store<u32>(table, <u32>starts, STARTS);
  store<u32>(table, <u32>heap, HEAP);
  store<u32>(table, <u32>(<usize>bytes - heap - SLACK), HEAP_BYTES);
  store<u32>(table, shift, SHIFT);
  store<u32>(table, seed, SEED);
}

export function growNameTable(table: usize, target: usize, bytes: u32): void {
  makeNameTable(target, bytes, load<u32>(table, SEED));
  const count = load<u32>(table, COUNT);
  const starts = table + load<u32>(table, STARTS);
  store<u32>(target, count, COUNT);
  memory.copy(target + load<u32>(target, STARTS), starts, (<usize>count + 1) << 2);
  const used = load<u32>(starts + (<usize>count << 2));
  memory.copy(target + load<u32>(target, HEAP), table + load<u32>(table, HEAP), used);
  for (let slot = table + SLOTS; slot < starts; slot += 8) {
    if (load<u32>(slot, 4) != 0) store<u64>(emptySlot(target, load<u32>(slot)), load<u64>(slot));
  }
}

function emptySlot(table: usize, hash: u32): usize {
  const shift = load<u32>(table, SHIFT);
  let slot = hash >> shift;
  while (load<u32>(table + (<usize>slot << 3), SLOTS + 4) != 0) slot = (slot + 1) & (<u32>-1 >> shift);
  return table + SLOTS + (<usize>slot << 3);
}

// @ts-ignore: decorator
@inline
export function lengthOf(table: usize, number: i32): usize {
  const starts = table + load<u32>(table, STARTS) + (<usize>number << 2);
  return load<u32>(starts, 4) - load<u32>(starts);
}

/**
 * The number of the name that ends with a NUL in front of `limit`, given now if it has none. -1 without such a NUL, -2
 * without room. Reads at most seven bytes behind `limit`.
 *
 * Names are of an author's choice: who does not know the seed cannot make many of them collide. Each word has a key of its own.
 */
export function numberOf(table: usize, name: usize, limit: usize): i32 {
  let key = (<u64>load<u32>(table, SEED) + 1) * 0x9e3779b97f4a7c15;
  let sum: u64 = 0;
  for (let at = name; at < limit; at += 8) {
    const word = load<u64>(at);
    // The high bit of each byte that is zero; of bytes behind the first of them perhaps also where they are not.
    const zeros = (word - ONES) & ~word & HIGH_BITS;
    if (zeros != 0) {
      const nul = at + (<usize>ctz(zeros) >> 3);
      if (nul >= limit) return MALFORMED;
      // The lowest of the bits is the last one of the NUL: what stands in front of that byte is the end of the name.
      return findOrAdd(table, name, nul - name, sum + hashWord(word & (((zeros & -zeros) >> 7) - 1), key));
    }
    sum += hashWord(word, key);
    key = key * 0xd1342543de82ef95 + 1;
  }
  return MALFORMED;
}

// @ts-ignore: decorator
@inline
function hashWord(word: u64, key: u64): u64 {
  return <u64>(<u32>word + <u32>key) * <u64>(<u32>(word >> 32) + <u32>(key >> 32));
}

function findOrAdd(table: usize, name: usize, length: usize, sum: u64): i32 {
  const hash = <u32>(((sum ^ (sum >> 32)) * 0x9e3779b97f4a7c15) >> 32);
  const shift = load<u32>(table, SHIFT);
  let slot = hash >> shift;
  while (true) {
    const at = table + (<usize>slot << 3);
    const number = load<i32>(at, SLOTS + 4) - 1;
    if (number < 0) return addName(table, name, length, hash);
    if (load<u32>(at, SLOTS) == hash && lengthOf(table, number) == length && isNamed(table, number, name, length))
      return number;
    slot = (slot + 1) & (<u32>-1 >> shift);
  }
}

/** Reads up to seven bytes behind either name, and ignores them. */
// @ts-ignore: decorator
@inline
function isNamed(table: usize, number: i32, name: usize, length: usize): bool {
  const start = load<u32>(table + load<u32>(table, STARTS) + (<usize>number << 2));
  const own = table + load<u32>(table, HEAP) + start;
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(own + at) != load<u64>(name + at)) return false;
  const rest = <u64>(length - at) << 3;
  return ((load<u64>(own + at) ^ load<u64>(name + at)) & (((<u64>1) << rest) - 1)) == 0;
}

function addName(table: usize, name: usize, length: usize, hash: u32): i32 {
  const count = load<u32>(table, COUNT);
  const starts = table + load<u32>(table, STARTS) + (<usize>count << 2);
  const start = load<u32>(starts);
  if (count == load<u32>(table, CAPACITY) || <u32>length > load<u32>(table, HEAP_BYTES) - start) return FULL;
  memory.copy(table + load<u32>(table, HEAP) + start, name, length);
  store<u32>(starts, start + <u32>length, 4);
  const slot = emptySlot(table, hash);
  store<u32>(slot, hash);
  store<u32>(slot, count + 1, 4);
  store<u32>(table, count + 1, COUNT);
  return <i32>count;
}
