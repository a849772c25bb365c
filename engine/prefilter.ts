// AssemblyScript. Finds keywords in bytes without regard to ASCII case: four folded bytes are hashed to a byte of a table,
// three bits of the fifth say which bit of it, then comes a table of windows, then an exact comparison. The plain TypeScript twin, and the contract, is src/detect/prefilter.ts.

/** A byte for each value of the hash: small enough to stay in the processor's first cache. */
const BITS: usize = 0x1000;
const HASH_SHIFT: u32 = 18;
/** Open addressing, 8 bytes a slot: folded window, then the address of its first keyword (0 is empty). */
const SLOTS: usize = 0x8000;
const SLOT_COUNT: u32 = 0x4000;
/** Keywords, one after the other: address of the next with the same window, number, length, place of the window, bytes. */
const KEYWORDS: usize = 0x28000;
const KEYWORD_HEADER: usize = 16;
/** Room for the input, and 8 bytes behind it that are read and never matter. */
const INPUT: usize = 0x60000;
const INPUT_BYTES: u32 = 0x40000;
const OUTPUT: usize = 0xb0000;
/** 8 bytes a record: offset in the input, number of the keyword. */
const OUTPUT_RECORDS: u32 = 0x8000;

/** Sets bit 5 of each byte: folds ASCII letters, and some punctuation with it, which the exact comparison sorts out. */
const FOLD: u32 = 0x20202020;
const FOLD_8: u64 = 0x2020202020202020;
const MULTIPLIER: u32 = 0x9e3779b1;

let nextKeyword: usize = KEYWORDS;

export function inputAt(): usize {
  return INPUT;
}

export function inputBytes(): u32 {
  return INPUT_BYTES;
}

export function outputAt(): usize {
  return OUTPUT;
}

export function outputRecords(): u32 {
  return OUTPUT_RECORDS;
}

/**
 * Makes a keyword known: its bytes, lower case and at least four, stand at the beginning of the input. `anchor` is where in
 * it the window begins that is looked for. False when there is no room.
 */
export function addKeyword(number: u32, length: u32, anchor: u32): bool {
  const address = nextKeyword;
  const end = (address + KEYWORD_HEADER + length + 3) & ~3;
  if (end > INPUT) return false;
  nextKeyword = end;
  const window = load<u32>(INPUT + anchor) | FOLD;
  const byte = BITS + ((window * MULTIPLIER) >> HASH_SHIFT);
  // Behind the last byte of a keyword anything may stand.
  const bits: u8 = anchor + 4 < length ? <u8>1 << (load<u8>(INPUT + anchor, 4) & 7) : 0xff;
  store<u8>(byte, load<u8>(byte) | bits);
  const slot = slotOf(window);
  store<u32>(address, load<u32>(slot, 4));
  store<u32>(address, number, 4);
  store<u32>(address, length, 8);
  store<u32>(address, anchor, 12);
  memory.copy(address + KEYWORD_HEADER, INPUT, length);
  store<u32>(slot, window);
  store<u32>(slot, <u32>address, 4);
  return true;
}

/**
 * Reports the keywords that lie in input[0, length) and whose window begins in input[from, to). Returns how many records it
 * wrote. When the output is full it stops in front of a window; `resumeAt` says which.
 */
export function findKeywords(from: u32, to: u32, length: u32): u32 {
  const end = INPUT + to;
  let count: u32 = 0;
  let at = INPUT + from;
  resume = to;
  // Four windows from one load, one branch for all of them.
  for (; at < end; at += 4) {
    const bytes = load<u64>(at) | FOLD_8;
    const any =
      bitOf(<u32>bytes, <u32>(bytes >> 32)) |
      bitOf(<u32>(bytes >> 8), <u32>(bytes >> 40)) |
      bitOf(<u32>(bytes >> 16), <u32>(bytes >> 48)) |
      bitOf(<u32>(bytes >> 24), <u32>(bytes >> 56));
    if ((any & 1) == 0) continue;
    if (count + ROOM > OUTPUT_RECORDS) {
      resume = <u32>(at - INPUT);
      break;
    }
    for (let step: usize = 0; step < 4 && at + step < end; step++) count = report(at + step, INPUT + length, count);
  }
  return count;
}

/** Where to go on after a full output; `to` when all was seen. */
export function resumeAt(): u32 {
  return resume;
}

let resume: u32 = 0;
/** No four neighbouring windows begin more keywords than this: the build's keyword lists are far shorter. */
const ROOM: u32 = 0x400;

// @ts-ignore: decorator
@inline
function bitOf(window: u32, behind: u32): u32 {
  return <u32>load<u8>(BITS + ((window * MULTIPLIER) >> HASH_SHIFT)) >> (behind & 7);
}

/** The slot of the window, or the empty one where it belongs. */
function slotOf(window: u32): usize {
  let slot = (window * MULTIPLIER) >> HASH_SHIFT;
  while (true) {
    const at = SLOTS + (<usize>slot << 3);
    if (load<u32>(at, 4) == 0 || load<u32>(at) == window) return at;
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
}

function report(at: usize, end: usize, count: u32): u32 {
  const window = load<u32>(at) | FOLD;
  if ((bitOf(window, load<u8>(at, 4)) & 1) == 0) return count;
  let keyword = <usize>load<u32>(slotOf(window), 4);
  while (keyword != 0) {
    const start = at - <usize>load<u32>(keyword, 12);
    if (standsAt(start, end, keyword)) {
      const record = OUTPUT + (<usize>count << 3);
      store<u32>(record, <u32>(start - INPUT));
      store<u32>(record, load<u32>(keyword, 4), 4);
      count++;
    }
    keyword = <usize>load<u32>(keyword);
  }
  return count;
}

function standsAt(at: usize, end: usize, keyword: usize): bool {
  const length = <usize>load<u32>(keyword, 8);
  if (at < INPUT || at + length > end) return false;
  for (let index: usize = 0; index < length; index++) {
    let byte = load<u8>(at + index);
    if (byte >= 65 && byte <= 90) byte |= 0x20;
    if (byte != load<u8>(keyword + KEYWORD_HEADER + index)) return false;
  }
  return true;
}
