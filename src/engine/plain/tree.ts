/** Reads a tree object: the plain twin of engine/tree.ts. The contract is src/engine/kernel.ts. */
import { NAMES_FULL } from '../kernel.ts';
import { FULL, lengthOf, numberOf } from './name-table.ts';
import { rankOf, widthOf } from './object-table.ts';

const SUBMODULE = -1;
/** The second digit of the mode 160000. */
const SUBMODULE_DIGIT = 0x36;
const BLANK = 0x20;

export function readTree(
  memory: Buffer,
  tree: number,
  length: number,
  objects: number,
  names: number,
  children: number,
  numbers: number,
): number {
  const width = widthOf(memory, objects);
  // No entry's NUL can stand here or behind.
  const limit = tree + length - width;
  const end = tree + length;
  let count = 0;
  for (let at = tree; at < end; count++) {
    const blank = findBlank(memory, at, limit);
    if (blank === at || blank >= limit) return -1 - count;
    const number = numberOf(memory, names, blank + 1, limit);
    if (number < 0) return number === FULL ? NAMES_FULL : -1 - count;
    const object = blank + 1 + lengthOf(memory, names, number) + 1;
    const rank = rankOf(memory, objects, object);
    const child = rank < 0 ? -2 - (object - tree) : rank;
    memory.writeInt32LE(memory[at + 1] === SUBMODULE_DIGIT ? SUBMODULE : child, children + count * 4);
    memory.writeInt32LE(number, numbers + count * 4);
    at = object + width;
  }
  return count;
}

/** Where the first blank stands; at or behind `limit` when there is none in front of it. */
function findBlank(memory: Buffer, from: number, limit: number): number {
  let at = from;
  while (at < limit && memory[at] !== BLANK) at++;
  return at;
}
