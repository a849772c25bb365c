// AssemblyScript. Applies git deltas: copies runs of the base, inserts new bytes, and notes which runs were copied.
// https://git-scm.com/docs/gitformat-pack. The plain twin, and the contract, is src/engine/plain/delta.ts.
import { DELTA } from './layout';

const MALFORMED: i32 = -1;
const LARGEST: u64 = 0x7fffffff;
/** Seven bits a byte: more bytes than this hold a size above 31 bits, or nothing but zeros. */
const SIZE_BYTES: usize = 8;
const RUN_BYTES: usize = 12;
/** Up to here a loop is faster than a call. */
const SHORT_COPY: u32 = 64;

/** Where the size that was read last ends, 0 when there was none. */
let sizeEnd: usize = 0;

/** See Kernel.deltaSize in src/engine/kernel.ts. */
export function deltaSize(delta: usize, deltaLength: u32, baseLength: u32): i32 {
  const end = delta + deltaLength;
  const base = readSize(delta, end);
  if (sizeEnd == 0 || base != <u64>baseLength) return MALFORMED;
  const size = readSize(sizeEnd, end);
  return sizeEnd == 0 || size > LARGEST ? MALFORMED : <i32>size;
}

/** Seven bits a byte, least significant first. */
function readSize(from: usize, end: usize): u64 {
  const stop = from + min(SIZE_BYTES, end - from);
  let value: u64 = 0;
  let shift: u64 = 0;
  for (let at = from; at < stop; at++, shift += 7) {
    const byte = <u64>load<u8>(at);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      sizeEnd = at + 1;
      return value;
    }
  }
  sizeEnd = 0;
  return 0;
}

/** See Kernel.applyDelta in src/engine/kernel.ts. */
export function applyDelta(
  base: usize,
  baseLength: u32,
  delta: usize,
  deltaLength: u32,
  target: usize,
  targetLength: u32,
  runs: usize,
  shortestRun: u32,
): i32 {
  if (deltaSize(delta, deltaLength, baseLength) != <i32>targetLength || <i32>targetLength < 0) return MALFORMED;
  if (!isReady) fillSpreads();
  const end = delta + deltaLength;
  const last = target + targetLength;
  const memoryEnd = <usize>memory.size() << 16;
  const shortest = max(shortestRun, 1);
  let at = sizeEnd;
  let to = target;
  let run = runs;
  let runTo = target;
  let runFrom: usize = base;
  let runLength: u32 = 0;
  while (at < end) {
    const command = <u32>load<u8>(at++);
    if (command < 0x80) {
      // So many bytes follow; 0 is reserved.
      if (command == 0 || command > <u32>(end - at) || command > <u32>(last - to)) return MALFORMED;
      put(to, at, command, last, memoryEnd);
      at += command;
      to += command;
      continue;
    }
    const place = at + 8 <= memoryEnd ? spread(load<u64>(at), command) : spread(loadBytes(at, memoryEnd), command);
    at += popcnt(command) - 1;
    const offset = <u32>place;
    const given = <u32>(place >> 32);
    const length: u32 = given == 0 ? 0x10000 : given;
    if (at > end || <u64>offset + length > <u64>baseLength || length > <u32>(last - to)) return MALFORMED;
    const from = base + offset;
    put(to, from, length, last, memoryEnd);
    if (from == runFrom + runLength && to == runTo + runLength) runLength += length;
    else {
      if (runLength >= shortest) run = addRun(run, runTo - target, runFrom - base, runLength);
      runTo = to;
      runFrom = from;
      runLength = length;
    }
    to += length;
  }
  if (to != last) return MALFORMED;
  if (runLength >= shortest) run = addRun(run, runTo - target, runFrom - base, runLength);
  return <i32>((run - runs) / RUN_BYTES);
}

/** Copies; over the end of short stretches, where there is room for that. */
// @ts-ignore: decorator
@inline
function put(to: usize, from: usize, length: u32, last: usize, memoryEnd: usize): void {
  if (length <= SHORT_COPY && to + (SHORT_COPY + 16) <= last && from + (SHORT_COPY + 16) <= memoryEnd) {
    const end = to + length;
    let source = from;
    let place = to;
    do {
      v128.store(place, v128.load(source));
      place += 16;
      source += 16;
    } while (place < end);
  } else memory.copy(to, from, length);
}

function addRun(run: usize, to: usize, from: usize, length: u32): usize {
  store<u32>(run, <u32>to);
  store<u32>(run, <u32>from, 4);
  store<u32>(run, length, 8);
  return run + RUN_BYTES;
}

/** For each copy command, which of the bytes behind it are the four of the place and the four of the length; 0x80: none. */
function fillSpreads(): void {
  for (let command: usize = 0; command < 0x80; command++) {
    let next: u8 = 0;
    for (let bit: usize = 0; bit < 8; bit++) {
      const isGiven = bit < 7 && ((command >> bit) & 1) != 0;
      store<u8>(DELTA + (command << 3) + bit, isGiven ? next++ : 0x80);
    }
  }
  isReady = true;
}

let isReady: bool = false;

/** The place in the low half, the length in the high half. */
// @ts-ignore: decorator
@inline
function spread(bytes: u64, command: u32): u64 {
  const order = v128.load64_zero(DELTA + ((<usize>command & 0x7f) << 3));
  return i64x2.extract_lane(v128.swizzle(i64x2.splat(<i64>bytes), order), 0);
}

/** Eight bytes of which the memory may not have all. */
function loadBytes(from: usize, memoryEnd: usize): u64 {
  let bytes: u64 = 0;
  for (let index: usize = 0; index < 8 && from + index < memoryEnd; index++) {
    bytes |= <u64>load<u8>(from + index) << (<u64>index << 3);
  }
  return bytes;
}
