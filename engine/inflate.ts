// AssemblyScript. Expands zlib streams (RFC 1950 around RFC 1951) and rejects what zlib rejects. The plain twin, which asks
// zlib itself, is src/engine/plain/inflate.ts.
import { adler32 } from './adler32';
import {
  buildTable,
  DISTANCE_MEANINGS,
  ENTRY_IS_END,
  ENTRY_IS_LITERAL,
  ENTRY_IS_SPECIAL,
  ENTRY_IS_SUBTABLE,
  fillMeanings,
  LENGTH_CODE_MEANINGS,
  LITERAL_MEANINGS,
  subEntryAt,
  valueOf,
} from './huffman';
import { INFLATE } from './layout';
import { COPY_SLACK, copyExactly, copyWide, fillPatterns } from './match-copy';

const MALFORMED: i32 = -1;
const TOO_LARGE: i32 = -2;

/** Decoding tables: 4 bytes an entry. Room for the largest ones that 286, 30 and 19 code lengths can ask for. */
const LITERALS: usize = INFLATE;
const DISTANCES: usize = INFLATE + 0x8000;
const LENGTH_CODES: usize = INFLATE + 0x9000;
const FIXED_LITERALS: usize = INFLATE + 0x9200;
const FIXED_DISTANCES: usize = INFLATE + 0xa200;
/** Code lengths, a byte each: of literals and then of distances; room for a repeat that goes too far. */
const LENGTHS: usize = INFLATE + 0xb000;
const DISTANCE_LENGTHS: usize = INFLATE + 0xb200;
const LENGTH_CODE_LENGTHS: usize = INFLATE + 0xb240;
/** A copy of the last bytes of a stream that ends at the end of the memory. */
const TAIL: usize = INFLATE + 0xb400;
const TAIL_BYTES: usize = 0x400;

/** Refills load eight bytes and may begin this far behind the end, before somebody looks. */
const READ_AHEAD: usize = 64;
const FIXED_LITERAL_BITS: u32 = 9;
const FIXED_DISTANCE_BITS: u32 = 5;
const LENGTH_CODE_BITS: u32 = 7;

/** The decoder's state between blocks. `hold` has `count` bits of input in front of `at`, least significant first. */
let at: usize = 0;
let end: usize = 0;
/** No refill begins behind this. */
let limit: usize = 0;
let hold: u64 = 0;
let count: u32 = 0;
let out: usize = 0;
let outStart: usize = 0;
let outEnd: usize = 0;
/** The last bytes must still be moved away from the end of the memory. */
let mustMove: bool = false;
let isReady: bool = false;

/** See Kernel.inflate in src/engine/kernel.ts. */
export function inflate(source: usize, sourceLength: u32, target: usize, capacity: u32): i32 {
  if (!isReady) prepare();
  if (sourceLength < 2 || !isHeader(load<u8>(source), load<u8>(source, 1))) return MALFORMED;
  start(source + 2, source + sourceLength, target, capacity);
  let isLast = false;
  while (!isLast) {
    moveTail(TAIL_BYTES);
    refill();
    isLast = (hold & 1) != 0;
    const kind = <u32>(hold >> 1) & 3;
    drop(3);
    const status = kind == 0 ? copyStored() : kind == 1 ? expandFixed() : kind == 2 ? expandDynamic() : MALFORMED;
    if (status != 0) return status;
  }
  return finish();
}

/** Deflate, a window of no more than 32 KiB, no preset dictionary, and the check of these two bytes. */
// @ts-ignore: decorator
@inline
function isHeader(method: u32, flags: u32): bool {
  return (method & 15) == 8 && method >> 4 <= 7 && (flags & 32) == 0 && ((method << 8) | flags) % 31 == 0;
}

/** All tables that never change. */
function prepare(): void {
  fillPatterns();
  fillMeanings();
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  buildTable(LENGTHS, 288, LITERAL_MEANINGS, FIXED_LITERALS, FIXED_LITERAL_BITS);
  memory.fill(DISTANCE_LENGTHS, 5, 32);
  buildTable(DISTANCE_LENGTHS, 32, DISTANCE_MEANINGS, FIXED_DISTANCES, FIXED_DISTANCE_BITS);
  isReady = true;
}

function start(from: usize, to: usize, target: usize, capacity: u32): void {
  at = from;
  end = to;
  hold = 0;
  count = 0;
  out = target;
  outStart = target;
  outEnd = target + capacity;
  mustMove = to + READ_AHEAD > (<usize>memory.size() << 16);
  limit = mustMove ? (to > READ_AHEAD ? to - READ_AHEAD : 0) : to + 8;
}

/** Reading ahead must not leave the memory: where it could, the last bytes are read from a copy. */
function moveTail(reach: usize): bool {
  if (!mustMove || end - at > reach) return false;
  const length = end - at;
  memory.copy(TAIL, at, length);
  at = TAIL;
  end = TAIL + length;
  limit = end + 8;
  mustMove = false;
  return true;
}

/** Afterwards `hold` has 56 bits or more; those from behind the end mean nothing, and `isCutShort` finds them used. */
// @ts-ignore: decorator
@inline
function refill(): void {
  hold |= load<u64>(at) << count;
  at += (63 - count) >> 3;
  count |= 56;
}

// @ts-ignore: decorator
@inline
function drop(bits: u32): void {
  hold >>= bits;
  count -= bits;
}

/** More was used than there is. */
// @ts-ignore: decorator
@inline
function isCutShort(position: usize, ahead: u32): bool {
  return position - (ahead >> 3) > end;
}

/** Goes back to the first byte of which no bit was used. */
// @ts-ignore: decorator
@inline
function alignToByte(): void {
  at -= count >> 3;
  hold = 0;
  count = 0;
}

function copyStored(): i32 {
  alignToByte();
  if (at > end || end - at < 4) return MALFORMED;
  const length = <u32>load<u16>(at);
  if ((length ^ load<u16>(at, 2)) != 0xffff) return MALFORMED;
  at += 4;
  const available = min(length, <u32>(end - at));
  if (available > <u32>(outEnd - out)) return TOO_LARGE;
  if (available < length) return MALFORMED;
  memory.copy(out, at, length);
  at += length;
  out += length;
  return 0;
}

function expandFixed(): i32 {
  return expandBlock(FIXED_LITERALS, FIXED_LITERAL_BITS, FIXED_DISTANCES, FIXED_DISTANCE_BITS);
}

function expandDynamic(): i32 {
  const literals = (<u32>hold & 31) + 257;
  const distances = (<u32>(hold >> 5) & 31) + 1;
  const lengthCodes = (<u32>(hold >> 10) & 15) + 4;
  drop(14);
  if (literals > 286 || distances > 30) return MALFORMED;
  const bits = readLengthCodes(lengthCodes);
  if (bits < 0 || !readLengths(literals + distances, bits)) return MALFORMED;
  // The builder reads eight lengths at a time: what stands behind them must be 0.
  memory.copy(DISTANCE_LENGTHS, LENGTHS + literals, distances);
  store<u64>(DISTANCE_LENGTHS + distances, 0);
  store<u64>(LENGTHS + literals, 0);
  if (load<u8>(LENGTHS, 256) == 0) return MALFORMED;
  // A table of fewer bits is built sooner; a longer block makes up for a larger one.
  const left = end - at;
  const literalBits = buildTable(LENGTHS, literals, LITERAL_MEANINGS, LITERALS, left < SMALL_BLOCK ? 9 : 11);
  if (literalBits < 0) return MALFORMED;
  const distanceBits = buildTable(DISTANCE_LENGTHS, distances, DISTANCE_MEANINGS, DISTANCES, 8);
  if (distanceBits < 0) return MALFORMED;
  return expandBlock(LITERALS, literalBits, DISTANCES, distanceBits);
}

const SMALL_BLOCK: usize = 1024;

/** The code that the code lengths are written in: three bits each, in an order of their own. */
function readLengthCodes(codes: u32): i32 {
  store<u64>(LENGTH_CODE_LENGTHS, 0);
  store<u64>(LENGTH_CODE_LENGTHS, 0, 8);
  store<u64>(LENGTH_CODE_LENGTHS, 0, 16);
  for (let index: u32 = 0; index < codes; index++) {
    if (count < 3) refill();
    store<u8>(LENGTH_CODE_LENGTHS + load<u8>(LENGTH_CODE_ORDER + index), <u8>hold & 7);
    drop(3);
  }
  return buildTable(LENGTH_CODE_LENGTHS, 19, LENGTH_CODE_MEANINGS, LENGTH_CODES, LENGTH_CODE_BITS);
}

const LENGTH_CODE_ORDER: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

/** Code lengths as they stand, or 16: the one before 3 to 6 times, 17: 3 to 10 zeros, 18: 11 to 138 zeros. */
function readLengths(wanted: usize, bits: u32): bool {
  const mask: usize = (<usize>1 << bits) - 1;
  const stop = LENGTHS + wanted;
  let place = LENGTHS;
  let from = at;
  let held = hold;
  let ahead = count;
  while (place < stop) {
    if (ahead < LENGTH_CODE_BITS + 7) {
      if (from > limit) return false;
      held |= load<u64>(from) << ahead;
      from += (63 - ahead) >> 3;
      ahead |= 56;
    }
    const entry = load<u32>(LENGTH_CODES + ((<usize>held & mask) << 2));
    const symbol = entry >> 16;
    held >>= entry & 63;
    ahead -= entry & 63;
    if (symbol < 16) {
      store<u8>(place++, symbol);
      continue;
    }
    if (symbol == 16 && place == LENGTHS) return false;
    const length: u64 = symbol == 16 ? load<u8>(place - 1) : 0;
    const more: u32 = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    const times = <usize>(symbol == 18 ? 11 : 3) + (<usize>held & ((<usize>1 << more) - 1));
    held >>= more;
    ahead -= more;
    // Eight at a time: what goes too far is written over, or ignored.
    for (let offset: usize = 0; offset < times; offset += 8) store<u64>(place + offset, length * 0x0101010101010101);
    place += times;
  }
  at = from;
  hold = held;
  count = ahead;
  return place == stop;
}

/** The symbols of one block, up to its end. Tables are given with the number of bits they are looked up by. */
function expandBlock(literals: usize, literalBits: u32, distances: usize, distanceBits: u32): i32 {
  const literalMask: usize = (<usize>1 << literalBits) - 1;
  const distanceMask: usize = (<usize>1 << distanceBits) - 1;
  const first = outStart;
  const last = outEnd;
  let from = at;
  let held = hold;
  let ahead = count;
  let to = out;
  // Of `ahead` and of an entry that something is shifted by, the six lowest bits count: so do shifts.
  while (true) {
    if (from > limit) {
      at = from;
      if (!moveTail(TAIL_BYTES)) return MALFORMED;
      from = at;
    }
    held |= load<u64>(from) << ahead;
    from += ((63 - ahead) >> 3) & 7;
    ahead |= 56;
    let entry = load<u32>(literals + ((<usize>held & literalMask) << 2));
    // 56 bits are enough for two literals of the first table, and then for a third of any, or for a length.
    if (entry & ENTRY_IS_LITERAL) {
      held >>= entry;
      ahead -= entry;
      if (to >= last) return refuse(from, ahead);
      store<u8>(to++, entry >> 16);
      entry = load<u32>(literals + ((<usize>held & literalMask) << 2));
      if (entry & ENTRY_IS_LITERAL) {
        held >>= entry;
        ahead -= entry;
        if (to >= last) return refuse(from, ahead);
        store<u8>(to++, entry >> 16);
        entry = load<u32>(literals + ((<usize>held & literalMask) << 2));
        if (entry & ENTRY_IS_LITERAL) {
          held >>= entry;
          ahead -= entry;
          if (to >= last) return refuse(from, ahead);
          store<u8>(to++, entry >> 16);
          continue;
        }
      }
    }
    if (entry & (ENTRY_IS_SUBTABLE | ENTRY_IS_SPECIAL)) {
      if (entry & ENTRY_IS_SUBTABLE) {
        held >>= entry;
        ahead -= entry;
        entry = load<u32>(literals + subEntryAt(entry, held));
      }
      if (entry & ENTRY_IS_LITERAL) {
        held >>= entry;
        ahead -= entry;
        if (to >= last) return refuse(from, ahead);
        store<u8>(to++, entry >> 16);
        continue;
      }
      if (entry & ENTRY_IS_SPECIAL) {
        if ((entry & ENTRY_IS_END) == 0) return MALFORMED;
        at = from;
        hold = held >> entry;
        count = (ahead - entry) & 63;
        out = to;
        return 0;
      }
    }
    const length = valueOf(entry, held);
    held >>= entry;
    ahead -= entry;
    held |= load<u64>(from) << ahead;
    from += ((63 - ahead) >> 3) & 7;
    ahead |= 56;
    entry = load<u32>(distances + ((<usize>held & distanceMask) << 2));
    if (entry & (ENTRY_IS_SUBTABLE | ENTRY_IS_SPECIAL)) {
      if (entry & ENTRY_IS_SPECIAL) return MALFORMED;
      held >>= entry;
      ahead -= entry;
      entry = load<u32>(distances + subEntryAt(entry, held));
      if (entry & ENTRY_IS_SPECIAL) return MALFORMED;
    }
    const distance = valueOf(entry, held);
    if (distance > <usize>(to - first)) return MALFORMED;
    held >>= entry;
    ahead -= entry;
    const room = last - to;
    if (length + COPY_SLACK <= room) copyWide(to, distance, length);
    else if (length <= room) copyExactly(to, distance, length);
    else return refuse(from, ahead);
    to += length;
  }
}

/** What does not fit is too large only if all of it stands in the input. */
function refuse(position: usize, ahead: u32): i32 {
  return isCutShort(position, ahead & 63) ? MALFORMED : TOO_LARGE;
}

/** Four bytes behind the last block: Adler-32, most significant first. */
function finish(): i32 {
  alignToByte();
  if (at > end || end - at < 4) return MALFORMED;
  const length = <u32>(out - outStart);
  return bswap<u32>(load<u32>(at)) == adler32(outStart, length) ? <i32>length : MALFORMED;
}
