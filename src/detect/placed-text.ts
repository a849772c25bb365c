/** A blob as text in the kernel's memory: UTF-16 and UTF-32 become UTF-8, everything else stays as it is. Says whether it looks binary. */
import type { Arena } from '../engine/arena.ts';
import type { Kernel } from '../engine/kernel.ts';
import { asUtf8, markedAs, unmarkedAs, type Wide } from './text-encoding.ts';

export interface PlacedText {
  /** Address in the kernel's memory. */
  readonly at: number;
  readonly length: number;
  /** Was it UTF-16 or UTF-32? Then it is not the blob's own bytes, and nothing is carried over to or from it. */
  readonly isDecoded: boolean;
  /** NUL bytes in the first 8,000, as git judges it. */
  readonly isBinary: boolean;
}

/** Where texts are scanned. */
export interface Workspace {
  readonly kernel: Kernel;
  readonly arena: Arena;
  /** Room for a few numbers that the kernel answers with. */
  readonly scratch: number;
}

/** git looks at so many bytes to tell binary from text (buffer_is_binary in xdiff-interface.c). */
const SNIFFED = 8000;
const FEWEST_PAIRS = 8;

/** The bytes of a text. Stale after the memory grew. */
export function bytesOf({ kernel }: Workspace, { at, length }: { at: number; length: number }): Buffer {
  return kernel.memory.subarray(at, at + length);
}

/** @param use gets the blob as text; what it needs of it, it takes before it returns */
export function withBlob<Result>(
  space: Workspace,
  blob: Uint8Array,
  use: (text: PlacedText) => Result,
): Result {
  const at = takeRoom(space, blob.length);
  try {
    space.kernel.memory.set(blob, at);
    return withText(space, { at, length: blob.length }, use);
  } finally {
    space.arena.give(at);
  }
}

/** The same for a blob that is in the memory already. */
export function withText<Result>(
  space: Workspace,
  blob: { at: number; length: number },
  use: (text: PlacedText) => Result,
): Result {
  const encoding = encodingOf(space, blob);
  if (encoding === 'bytes' || encoding === 'binary')
    return use({ at: blob.at, length: blob.length, isDecoded: false, isBinary: encoding === 'binary' });
  const decoded = asUtf8(bytesOf(space, blob), encoding);
  const at = takeRoom(space, decoded.length);
  try {
    space.kernel.memory.set(decoded, at);
    return use({ at, length: decoded.length, isDecoded: true, isBinary: false });
  } finally {
    space.arena.give(at);
  }
}

/** @throws {RangeError} when the memory cannot grow so far */
function takeRoom({ arena }: Workspace, bytes: number): number {
  const at = arena.take(bytes);
  if (at < 0) throw new RangeError(`no memory for a text of ${bytes} bytes`);
  return at;
}

type Encoding = 'bytes' | 'binary' | Wide;

function encodingOf(space: Workspace, blob: { at: number; length: number }): Encoding {
  const bytes = bytesOf(space, blob);
  const marked = markedAs(bytes);
  if (marked) return marked;
  if (space.kernel.findNul(blob.at, Math.min(blob.length, SNIFFED)) < 0) return 'bytes';
  return utf16WithoutMark(bytes) ?? unmarkedAs(bytes) ?? 'binary';
}

/** Mostly-Latin UTF-16 has a zero in (nearly) every other byte and none in the others. */
function utf16WithoutMark(blob: Buffer): Wide | undefined {
  const length = Math.min(blob.length, SNIFFED) & ~1;
  let zeroEven = 0;
  let zeroOdd = 0;
  for (let at = 0; at < length; at += 2) {
    if (blob[at] === 0) zeroEven++;
    if (blob[at + 1] === 0) zeroOdd++;
  }
  const pairs = length / 2;
  if (pairs < FEWEST_PAIRS) return undefined;
  if (zeroEven === 0 && zeroOdd > pairs * 0.7) return { unitBytes: 2, isBig: false };
  return zeroOdd === 0 && zeroEven > pairs * 0.7 ? { unitBytes: 2, isBig: true } : undefined;
}
