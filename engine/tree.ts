// AssemblyScript. Reads a tree object: mode, blank, name, NUL, name of the object, and the next entry.
// The plain TypeScript twin is src/engine/plain/tree.ts, the contract src/engine/kernel.ts.
import { hashWord, nextKey, numberOf, seedOf } from './name-table';
import { rankOf, widthOf } from './object-table';

export { growNameTable, makeNameTable } from './name-table';
export { makeObjectTable, objectTableBytes } from './object-table';

const SUBMODULE: i32 = -1;
const NAMES_FULL: i32 = i32.MIN_VALUE;
const ONES: u64 = 0x0101010101010101;
const HIGH_BITS: u64 = 0x8080808080808080;
const BLANKS: u64 = 0x2020202020202020;

export function readTree(
  tree: usize,
  length: u32,
  objects: usize,
  names: usize,
  children: usize,
  numbers: usize,
): i32 {
  const width = widthOf(objects);
  // No entry's NUL can stand here or behind. What is read by the word from in front of here stays inside of the tree.
  const limit = length > <u32>width ? tree + length - width : tree;
  const end = tree + length;
  const seed = seedOf(names);
  let count: usize = 0;
  let at = tree;
  while (at < end) {
    const blank = findBlank(at, limit);
    if (blank == at || blank >= limit) return -1 - <i32>count;
    const name = blank + 1;
    let nul = name;
    let sum: u64 = 0;
    for (let key = seed; nul < limit; key = nextKey(key), nul += 8) {
      const word = load<u64>(nul);
      const zeros = zeroBytes(word);
      if (zeros == 0) {
        sum += hashWord(word, key);
        continue;
      }
      // The lowest of the bits is the last one of the NUL: what stands in front of that byte is the end of the name.
      sum += hashWord(word & (((zeros & -zeros) >> 7) - 1), key);
      nul += <usize>ctz(zeros) >> 3;
      break;
    }
    if (nul >= limit) return -1 - <i32>count;
    const number = numberOf(names, name, nul - name, sum);
    if (number < 0) return NAMES_FULL;
    store<i32>(numbers + (count << 2), number);
    store<i32>(children + (count << 2), childOf(objects, tree, at, nul + 1));
    count++;
    at = nul + 1 + width;
  }
  return <i32>count;
}

// @ts-ignore: decorator
@inline
function childOf(objects: usize, tree: usize, entry: usize, object: usize): i32 {
  if (load<u8>(entry, 1) == 0x36) return SUBMODULE;
  const rank = rankOf(objects, object);
  return rank < 0 ? -2 - <i32>(object - tree) : rank;
}

/** Where the first blank stands; at or behind `limit` when there is none in front of it. */
// @ts-ignore: decorator
@inline
function findBlank(from: usize, limit: usize): usize {
  for (let at = from; at < limit; at += 8) {
    const blanks = zeroBytes(load<u64>(at) ^ BLANKS);
    if (blanks != 0) return at + (<usize>ctz(blanks) >> 3);
  }
  return limit;
}

/** The high bit of each byte that is zero; of bytes behind the first such one perhaps also where it is not. */
// @ts-ignore: decorator
@inline
function zeroBytes(word: u64): u64 {
  return (word - ONES) & ~word & HIGH_BITS;
}
