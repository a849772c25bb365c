// AssemblyScript. Finds keywords in a text without regard to ASCII case: four folded bytes are hashed to a bit of a table,
// then comes a table of windows, then an exact comparison.
// The plain twin is src/engine/plain/prefilter.ts, the contract src/engine/kernel.ts.
import { hitAt, isLater, JUDGE, moveHit, writeHit } from './hit';
import { BITS, KEYWORDS, KEYWORDS_END, LENGTHS, MOST_KEYWORDS, SLOTS } from './layout';

/** 18 bits say which bit, 14 which slot. */
const BIT_SHIFT: u32 = 14;
const SLOT_SHIFT: u32 = 18;
/** Open addressing, 8 bytes a slot: folded window, then the address of its first keyword (0 is empty). */
const SLOT_COUNT: u32 = 0x4000;
/** Keywords, one after the other: address of the next with the same window, number, length, place of the window, bytes. */
const KEYWORD_HEADER: usize = 16;

/** Sets bit 5 of each byte: folds ASCII letters, and some punctuation with it, which the exact comparison sorts out. */
const FOLD: u32 = 0x20202020;
const FOLD_8: u64 = 0x2020202020202020;
const MULTIPLIER: u32 = 0x9e3779b1;

let nextKeyword: usize = KEYWORDS;
let usedSlots: u32 = 0;
let farthestAnchor: u32 = 0;
export let longest: u32 = 4;

/** See kernel.ts. */
export function addKeywords(first: u32, count: u32, shapes: usize, texts: usize): u32 {
  let text = texts;
  for (let index: u32 = 0; index < count; index++) {
    const shape = shapes + ((<usize>index) << 1);
    const length = <u32>load<u8>(shape);
    if (!addKeyword(first + index, text, length, load<u8>(shape, 1))) return index;
    text += length;
  }
  return count;
}

function addKeyword(number: u32, keyword: usize, length: u32, anchor: u32): bool {
  const address = nextKeyword;
  const end = (address + KEYWORD_HEADER + length + 3) & ~3;
  if (end > KEYWORDS_END || number >= MOST_KEYWORDS || usedSlots * 4 > SLOT_COUNT * 3) return false;
  nextKeyword = end;
  if (anchor > farthestAnchor) farthestAnchor = anchor;
  if (length > longest) longest = length;
  store<u8>(LENGTHS + number, <u8>length);
  const window = load<u32>(keyword + anchor) | FOLD;
  const bit = (window * MULTIPLIER) >> BIT_SHIFT;
  const byte = BITS + (bit >> 3);
  store<u8>(byte, load<u8>(byte) | (<u8>1 << <u8>(bit & 7)));
  const slot = slotOf(window);
  if (load<u32>(slot, 4) == 0) usedSlots++;
  store<u32>(address, load<u32>(slot, 4));
  store<u32>(address, number, 4);
  store<u32>(address, length, 8);
  store<u32>(address, anchor, 12);
  memory.copy(address + KEYWORD_HEADER, keyword, length);
  store<u32>(slot, window);
  store<u32>(slot, <u32>address, 4);
  return true;
}

/** See kernel.ts. */
export function findHits(text: usize, length: u32, from: u32, to: u32, out: usize, capacity: u32): i32 {
  return appendHits(text, length, from, to, out, 0, capacity, 0, 0);
}

/**
 * Appends to the `count` hits at `out`, in order, those that begin in [from, to), end at or before `length`, and do not lie
 * wholly inside [insideFrom, insideTo). Returns the new count, or -1 when there is no room.
 */
export function appendHits(
  text: usize,
  length: u32,
  from: u32,
  to: u32,
  out: usize,
  count: u32,
  capacity: u32,
  insideFrom: u32,
  insideTo: u32,
): i32 {
  if (length < 4) return count;
  // A window that begins in the last three bytes can begin no keyword's window.
  const end = text + min(to + farthestAnchor, length - 3);
  let found = count;
  // Eight windows from two loads, one branch for all of them.
  for (let at = text + from; at < end; at += 8) {
    for (let mask = windowsAt(at); mask != 0; mask &= mask - 1) {
      const window = at + <usize>ctz(mask);
      if (window >= end) break;
      let keyword = <usize>load<u32>(slotOf(load<u32>(window) | FOLD), 4);
      for (; keyword != 0; keyword = <usize>load<u32>(keyword)) {
        const start = window - <usize>load<u32>(keyword, 12);
        const size = <usize>load<u32>(keyword, 8);
        const isWanted =
          start >= text + from && start < text + to && start + size <= text + length &&
          (start < text + insideFrom || start + size > text + insideTo);
        if (!isWanted || !standsAt(start, keyword, size)) continue;
        if (found == capacity) return -1;
        found = insert(out, found, <u32>(start - text), load<u32>(keyword, 4));
      }
    }
  }
  return found;
}

/** A bit for each of eight windows that may be a keyword's. */
// @ts-ignore: decorator
@inline
function windowsAt(at: usize): u32 {
  const bytes = load<u64>(at) | FOLD_8;
  const more = load<u64>(at, 4) | FOLD_8;
  const first = bitOf(<u32>bytes);
  const second = bitOf(<u32>(bytes >> 8));
  const third = bitOf(<u32>(bytes >> 16));
  const fourth = bitOf(<u32>(bytes >> 24));
  const fifth = bitOf(<u32>more);
  const sixth = bitOf(<u32>(more >> 8));
  const seventh = bitOf(<u32>(more >> 16));
  const eighth = bitOf(<u32>(more >> 24));
  if (((first | second | third | fourth | fifth | sixth | seventh | eighth) & 1) == 0) return 0;
  const low = (first & 1) | ((second & 1) << 1) | ((third & 1) << 2) | ((fourth & 1) << 3);
  return low | ((fifth & 1) << 4) | ((sixth & 1) << 5) | ((seventh & 1) << 6) | ((eighth & 1) << 7);
}

/** Keywords are found by a window in their middle, so they come nearly, not quite, in order. */
function insert(out: usize, count: u32, offset: u32, keyword: u32): u32 {
  let place = count;
  while (place > 0 && isLater(hitAt(out, place - 1), offset, keyword)) {
    moveHit(hitAt(out, place), hitAt(out, place - 1));
    place--;
  }
  writeHit(hitAt(out, place), offset, keyword, JUDGE);
  return count + 1;
}

// @ts-ignore: decorator
@inline
function bitOf(window: u32): u32 {
  const bit = (window * MULTIPLIER) >> BIT_SHIFT;
  return <u32>load<u8>(BITS + (bit >> 3)) >> (bit & 7);
}

/** The slot of the window, or the empty one where it belongs. */
function slotOf(window: u32): usize {
  let slot = (window * MULTIPLIER) >> SLOT_SHIFT;
  while (true) {
    const at = SLOTS + (<usize>slot << 3);
    if (load<u32>(at, 4) == 0 || load<u32>(at) == window) return at;
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
}

function standsAt(at: usize, keyword: usize, length: usize): bool {
  for (let index: usize = 0; index < length; index++) {
    let byte = load<u8>(at + index);
    if (byte >= 65 && byte <= 90) byte |= 0x20;
    if (byte != load<u8>(keyword + KEYWORD_HEADER + index)) return false;
  }
  return true;
}
