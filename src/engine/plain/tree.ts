/** Reads a tree object: the plain twin of engine/tree.ts. The contract is src/engine/kernel.ts. */
import { NAMES_FULL } from '../kernel.ts';
import { numberOf } from './name-table.ts';
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
    const blank = findByte(memory, BLANK, at, limit);
    const nul = findByte(memory, 0, blank + 1, limit);
    if (blank === at || nul >= limit) return -1 - count;
    const number = numberOf(memory, names, blank + 1, nul - blank - 1);
    if (number < 0) return NAMES_FULL;
    const rank = rankOf(memory, objects, nul + 1);
    const child = rank < 0 ? -2 - (nul + 1 - tree) : rank;
    memory.writeInt32LE(memory[at + 1] === SUBMODULE_DIGIT ? SUBMODULE : child, children + count * 4);
    memory.writeInt32LE(number, numbers + count * 4);
    at = nul + 1 + width;
  }
  return count;
}

/** At or behind `limit` when there is none in front of it. */
function findByte(memory: Buffer, byte: number, from: number, limit: number): number {
  let at = from;
  while (at < limit && memory[at] !== byte) at++;
  return at;
}
