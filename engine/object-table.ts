// AssemblyScript. Object names -> ranks: an open-addressing hash table over names that lie one after the other in memory.
// The plain TypeScript twin is src/engine/plain/object-table.ts, the contract src/engine/kernel.ts.

/** The head of a table: address of the names, bytes of a name, shift of the hash, its multiplier. */
const NAMES: usize = 0;
const WIDTH: usize = 4;
const SHIFT: usize = 8;
const MULTIPLIER: usize = 12;
/** 8 bytes a slot: bytes 4 to 8 of the name, rank + 1 (0 is empty). At least half of them are empty. */
const SLOTS: usize = 16;

export function objectTableBytes(count: u32): u32 {
  return <u32>SLOTS + (1 << (32 - shiftFor(count))) * 8;
}

export function makeObjectTable(table: usize, names: usize, count: u32, oidBytes: u32, seed: u32): void {
  memory.fill(table, 0, objectTableBytes(count));
  store<u32>(table, <u32>names, NAMES);
  store<u32>(table, oidBytes, WIDTH);
  store<u32>(table, shiftFor(count), SHIFT);
  store<u32>(table, seed | 1, MULTIPLIER);
  for (let rank: u32 = 0; rank < count; rank++) {
    const name = names + <usize>rank * oidBytes;
    const slot = slotOf(table, name);
    if (load<u32>(slot, 4) != 0) continue;
    store<u32>(slot, load<u32>(name, 4));
    store<u32>(slot, rank + 1, 4);
  }
}

// @ts-ignore: decorator
@inline
export function widthOf(table: usize): usize {
  return <usize>load<u32>(table, WIDTH);
}

/** -1 for a name that is not in the table. */
// @ts-ignore: decorator
@inline
export function rankOf(table: usize, name: usize): i32 {
  return <i32>load<u32>(slotOf(table, name), 4) - 1;
}

/** The slot of the name, or the empty one where it belongs. Names are hashes, but of an author's choice: hence the seed. */
function slotOf(table: usize, name: usize): usize {
  const shift = load<u32>(table, SHIFT);
  const key = load<u32>(name, 4);
  let slot = (load<u32>(name) * load<u32>(table, MULTIPLIER)) >> shift;
  while (true) {
    const at = table + (<usize>slot << 3);
    const rank = load<u32>(at, SLOTS + 4);
    if (rank == 0 || (load<u32>(at, SLOTS) == key && isNamed(table, rank - 1, name))) return at + SLOTS;
    slot = (slot + 1) & (<u32>-1 >> shift);
  }
}

// @ts-ignore: decorator
@inline
function isNamed(table: usize, rank: u32, name: usize): bool {
  const width = widthOf(table);
  const own = <usize>load<u32>(table, NAMES) + <usize>rank * width;
  // 20 or 32 bytes.
  if (((load<u64>(own) ^ load<u64>(name)) | (load<u64>(own, 8) ^ load<u64>(name, 8))) != 0) return false;
  if (width == 20) return load<u32>(own, 16) == load<u32>(name, 16);
  return ((load<u64>(own, 16) ^ load<u64>(name, 16)) | (load<u64>(own, 24) ^ load<u64>(name, 24))) == 0;
}

function shiftFor(count: u32): u32 {
  let shift: u32 = 28;
  while (shift > 4 && <u32>1 << (32 - shift) < count * 2) shift--;
  return shift;
}
