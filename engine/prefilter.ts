// AssemblyScript. Finds keywords in bytes without regard to ASCII case: a hash of four folded bytes into a bit table, then
// a table of windows, then an exact comparison. The plain TypeScript twin, and the contract, is src/detect/prefilter.ts.

/** One bit for each value of the hash: 8 KiB, so that it stays in the processor's first cache. */
const BITS: usize = 0x1000;
/** Open addressing, 8 bytes a slot: folded window, then the address of its first keyword (0 is empty). */
const SLOTS: usize = 0x4000;
const SLOT_COUNT: u32 = 0x4000;
/** Keywords, one after the other: address of the next with the same window, number, length, place of the window, bytes. */
const KEYWORDS: usize = 0x24000;
const KEYWORD_HEADER: usize = 16;
/** Room for the input, and 8 bytes behind it that are read and never matter. */
const INPUT: usize = 0x50000;
const INPUT_BYTES: u32 = 0x40000;
const OUTPUT: usize = 0xa0000;
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
  const hash = (window * MULTIPLIER) >> 16;
  const bit = BITS + (hash >> 3);
  store<u8>(bit, load<u8>(bit) | (<u8>1 << <u8>(hash & 7)));
  const slot = slotOf(window, hash);
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
      bitOf(<u32>bytes) | bitOf(<u32>(bytes >> 8)) | bitOf(<u32>(bytes >> 16)) | bitOf(<u32>(bytes >> 24));
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
function bitOf(window: u32): u32 {
  const hash = (window * MULTIPLIER) >> 16;
  return <u32>load<u8>(BITS + (hash >> 3)) >> (hash & 7);
}

/** The slot of the window, or the empty one where it belongs. */
function slotOf(window: u32, hash: u32): usize {
  let slot = hash & (SLOT_COUNT - 1);
  while (true) {
    const at = SLOTS + (<usize>slot << 3);
    if (load<u32>(at, 4) == 0 || load<u32>(at) == window) return at;
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
}

function report(at: usize, end: usize, count: u32): u32 {
  const window = load<u32>(at) | FOLD;
  if ((bitOf(window) & 1) == 0) return count;
  let keyword = <usize>load<u32>(slotOf(window, (window * MULTIPLIER) >> 16), 4);
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
