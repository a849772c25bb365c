// AssemblyScript. Reads a tree object: mode, blank, name, NUL, name of the object, and the next entry.
// The plain TypeScript twin is src/engine/plain/tree.ts, the contract src/engine/kernel.ts.
import { FULL, lengthOf, numberOf } from './name-table';
import { rankOf, widthOf } from './object-table';

export { growNameTable, makeNameTable } from './name-table';
export { makeObjectTable, objectTableBytes } from './object-table';

const SUBMODULE: i32 = -1;
/** The second digit of the mode 160000. */
const SUBMODULE_DIGIT: u8 = 0x36;
const NAMES_FULL: i32 = i32.MIN_VALUE;
const BLANK: u8 = 0x20;

export function readTree(
  tree: usize,
  length: u32,
  objects: usize,
  names: usize,
  children: usize,
  numbers: usize,
): i32 {
  const width = widthOf(objects);
  const end = tree + length;
  // No entry's NUL can stand here or behind. A word that is read from in front of here lies inside of the tree.
  const limit = length > <u32>width ? end - width : tree;
  let count: usize = 0;
  for (let at = tree; at < end; count++) {
    const blank = findBlank(at, limit);
    if (blank == at || blank >= limit) return -1 - <i32>count;
    const number = numberOf(names, blank + 1, limit);
    if (number < 0) return number == FULL ? NAMES_FULL : -1 - <i32>count;
    const object = blank + 1 + lengthOf(names, number) + 1;
    store<i32>(numbers + (count << 2), number);
    store<i32>(children + (count << 2), childOf(objects, tree, at, object));
    at = object + width;
  }
  return <i32>count;
}

// @ts-ignore: decorator
@inline
function childOf(objects: usize, tree: usize, entry: usize, object: usize): i32 {
  if (load<u8>(entry, 1) == SUBMODULE_DIGIT) return SUBMODULE;
  const rank = rankOf(objects, object);
  return rank < 0 ? -2 - <i32>(object - tree) : rank;
}

/** Where the first blank stands; `limit` when there is none in front of it. */
// @ts-ignore: decorator
@inline
function findBlank(from: usize, limit: usize): usize {
  let at = from;
  while (at < limit && load<u8>(at) != BLANK) at++;
  return at;
}
