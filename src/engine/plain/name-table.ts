/** Names of files and folders -> numbers: the plain twin of engine/name-table.ts. The contract is src/engine/kernel.ts. */
import { NAME_TABLE } from '../name-table.ts';
import { intAt, isSame } from './memory.ts';

/** The engine reads names by the word: so many bytes behind the last one belong to nobody. */
const SLACK = 8;
/** What numberOf says of a name for which there is no room. */
export const FULL = -2;
const MALFORMED = -1;

export function makeNameTable(memory: Buffer, table: number, bytes: number, seed: number): void {
  let shift = 29;
  while (shift > 4 && 2 ** (33 - shift) <= bytes >>> 5) shift--;
  const slots = 2 ** (32 - shift);
  const capacity = slots / 2;
  const starts = NAME_TABLE.slots + slots * 8;
  const heap = starts + (capacity + 1) * 4;
  memory.fill(0, table, table + starts + 4);
  memory.writeUInt32LE(capacity, table + NAME_TABLE.capacity);
  memory.writeUInt32LE(starts, table + NAME_TABLE.starts);
  memory.writeUInt32LE(heap, table + NAME_TABLE.heap);
  memory.writeUInt32LE(bytes - heap - SLACK, table + NAME_TABLE.heapBytes);
  memory.writeUInt32LE(shift, table + NAME_TABLE.shift);
  memory.writeUInt32LE(seed >>> 0, table + NAME_TABLE.seed);
}

export function growNameTable(memory: Buffer, table: number, target: number, bytes: number): void {
  const field = (of: number, name: keyof typeof NAME_TABLE): number =>
    memory.readUInt32LE(of + NAME_TABLE[name]);
  makeNameTable(memory, target, bytes, field(table, 'seed'));
  const count = field(table, 'count');
  const starts = table + field(table, 'starts');
  memory.writeUInt32LE(count, target + NAME_TABLE.count);
  memory.copy(memory, target + field(target, 'starts'), starts, starts + (count + 1) * 4);
  const heap = table + field(table, 'heap');
  memory.copy(memory, target + field(target, 'heap'), heap, heap + memory.readUInt32LE(starts + count * 4));
  for (let slot = table + NAME_TABLE.slots; slot < starts; slot += 8) {
    if (memory.readUInt32LE(slot + 4) === 0) continue;
    memory.copy(memory, emptySlot(memory, target, memory.readUInt32LE(slot)), slot, slot + 8);
  }
}

function emptySlot(memory: Buffer, table: number, hash: number): number {
  const shift = memory.readUInt32LE(table + NAME_TABLE.shift);
  let slot = hash >>> shift;
  for (;;) {
    const at = table + NAME_TABLE.slots + slot * 8;
    if (memory.readUInt32LE(at + 4) === 0) return at;
    slot = (slot + 1) & (0xffffffff >>> shift);
  }
}

/**
 * The number of the name that ends with a NUL in front of `limit`, given now if it has none. -1 without such a NUL, -2
 * without room.
 */
export function numberOf(memory: Buffer, table: number, name: number, limit: number): number {
  // Byte by byte, which suits JavaScript better than the engine's words of eight: nobody sees the hash.
  const seed = intAt(memory, table + NAME_TABLE.seed);
  const multiplier = (seed << 1) | 1;
  let hash = seed;
  let nul = name;
  for (; nul < limit; nul++) {
    const byte = memory[nul] ?? 0;
    if (byte === 0) break;
    hash = Math.imul(hash ^ byte, multiplier);
  }
  if (nul >= limit) return MALFORMED;
  return findOrAdd(memory, table, name, nul - name, Math.imul(hash ^ (hash >>> 15), 0x9e3779b1));
}

function findOrAdd(memory: Buffer, table: number, name: number, length: number, hash: number): number {
  const shift = intAt(memory, table + NAME_TABLE.shift);
  let slot = hash >>> shift;
  for (;;) {
    const at = table + NAME_TABLE.slots + slot * 8;
    const number = intAt(memory, at + 4) - 1;
    if (number < 0) return addName(memory, table, name, length, hash >>> 0);
    if (intAt(memory, at) === hash && isNamed(memory, table, number, name, length)) return number;
    slot = (slot + 1) & (0xffffffff >>> shift);
  }
}

export function lengthOf(memory: Buffer, table: number, number: number): number {
  const starts = table + intAt(memory, table + NAME_TABLE.starts) + number * 4;
  return intAt(memory, starts + 4) - intAt(memory, starts);
}

function isNamed(memory: Buffer, table: number, number: number, name: number, length: number): boolean {
  if (lengthOf(memory, table, number) !== length) return false;
  const start = intAt(memory, table + intAt(memory, table + NAME_TABLE.starts) + number * 4);
  const own = table + intAt(memory, table + NAME_TABLE.heap) + start;
  return isSame(memory, own, name, length);
}

function addName(memory: Buffer, table: number, name: number, length: number, hash: number): number {
  const count = memory.readUInt32LE(table + NAME_TABLE.count);
  const starts = table + memory.readUInt32LE(table + NAME_TABLE.starts) + count * 4;
  const start = memory.readUInt32LE(starts);
  const room = memory.readUInt32LE(table + NAME_TABLE.heapBytes) - start;
  if (count === memory.readUInt32LE(table + NAME_TABLE.capacity) || length > room) return FULL;
  memory.copy(memory, table + memory.readUInt32LE(table + NAME_TABLE.heap) + start, name, name + length);
  memory.writeUInt32LE(start + length, starts + 4);
  const slot = emptySlot(memory, table, hash);
  memory.writeUInt32LE(hash, slot);
  memory.writeUInt32LE(count + 1, slot + 4);
  memory.writeUInt32LE(count + 1, table + NAME_TABLE.count);
  return count;
}
