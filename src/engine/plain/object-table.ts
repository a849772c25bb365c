/** Object names -> ranks: the plain twin of engine/object-table.ts. The contract is src/engine/kernel.ts. */
import { intAt, isSame } from './memory.ts';

/** The head of a table: address of the names, bytes of a name, shift of the hash, its multiplier. */
const NAMES = 0;
const WIDTH = 4;
const SHIFT = 8;
const MULTIPLIER = 12;
/** 8 bytes a slot: bytes 4 to 8 of the name, rank + 1 (0 is empty). At least half of them are empty. */
const SLOTS = 16;

export function objectTableBytes(count: number): number {
  return SLOTS + 2 ** (32 - shiftFor(count)) * 8;
}

export function makeObjectTable(
  memory: Buffer,
  table: number,
  names: number,
  count: number,
  oidBytes: number,
  seed: number,
): void {
  memory.fill(0, table, table + objectTableBytes(count));
  memory.writeUInt32LE(names, table + NAMES);
  memory.writeUInt32LE(oidBytes, table + WIDTH);
  memory.writeUInt32LE(shiftFor(count), table + SHIFT);
  memory.writeUInt32LE((seed | 1) >>> 0, table + MULTIPLIER);
  for (let rank = 0; rank < count; rank++) {
    const name = names + rank * oidBytes;
    const slot = slotOf(memory, table, name);
    if (memory.readUInt32LE(slot + 4) !== 0) continue;
    memory.copy(memory, slot, name + 4, name + 8);
    memory.writeUInt32LE(rank + 1, slot + 4);
  }
}

export function widthOf(memory: Buffer, table: number): number {
  return intAt(memory, table + WIDTH);
}

/** -1 for a name that is not in the table. */
export function rankOf(memory: Buffer, table: number, name: number): number {
  return intAt(memory, slotOf(memory, table, name) + 4) - 1;
}

/** The slot of the name, or the empty one where it belongs. */
function slotOf(memory: Buffer, table: number, name: number): number {
  const width = widthOf(memory, table);
  const names = intAt(memory, table + NAMES) >>> 0;
  const shift = intAt(memory, table + SHIFT);
  const key = intAt(memory, name + 4);
  let slot = Math.imul(intAt(memory, name), intAt(memory, table + MULTIPLIER)) >>> shift;
  for (;;) {
    const at = table + SLOTS + slot * 8;
    const rank = intAt(memory, at + 4);
    if (rank === 0) return at;
    if (intAt(memory, at) === key && isSame(memory, names + (rank - 1) * width, name, width)) return at;
    slot = (slot + 1) & (0xffffffff >>> shift);
  }
}

function shiftFor(count: number): number {
  let shift = 28;
  while (shift > 4 && 2 ** (32 - shift) < count * 2) shift--;
  return shift;
}
