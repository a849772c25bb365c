/** One encoded stretch to the text in it: through as many decoders as it takes, each step mapped back to the stretch. */
import type { Decoded } from './decoder.ts';
import { type DecoderName, DECODERS, wholeOf } from './table.ts';
import { textLength } from './text-length.ts';

export interface Unfolded extends Decoded {
  /** The decoders, outermost first. */
  readonly encoding: readonly DecoderName[];
}

/** How many bytes may still be made of a stretch, and whether that was too few. */
export interface Allowance {
  bytes: number;
  isSpent: boolean;
}

/** Nothing shorter holds a secret that has a name or a form. */
const SHORTEST_TEXT = 12;
/** So much is decoded first, to see whether the rest is worth it. */
const SAMPLED = 4096;

/**
 * @param most decoders at most
 * @returns undefined when it is no text, or more than allowed
 */
export function unfold(
  source: Buffer,
  by: DecoderName,
  { most, allowance }: { most: number; allowance: Allowance },
): Unfolded | undefined {
  const first = decodeStep(isWorthAll(source, by) ? source : source.subarray(0, SAMPLED), by, allowance);
  if (!first) return undefined;
  let unfolded: Unfolded = { ...first, encoding: [by] };
  while (unfolded.encoding.length < most) {
    const next = wholeOf(unfolded.bytes);
    if (!next) break;
    const step = decodeStep(unfolded.bytes, next, allowance);
    if (!step) return undefined;
    unfolded = behind(unfolded, step, next);
  }
  const length = textLength(unfolded.bytes);
  return length < SHORTEST_TEXT ? undefined : { ...unfolded, bytes: unfolded.bytes.subarray(0, length) };
}

/** A text with its escapes undone; what else is in it stays as it is. */
export function unescape(source: Buffer, by: DecoderName, allowance: Allowance): Unfolded | undefined {
  // Base64 ends lines with = as well: that alone is no sign of quoted-printable.
  if (by === 'quoted-printable' && !source.includes('=3D')) return undefined;
  const decoded = decodeStep(source, by, allowance);
  return decoded && { ...decoded, encoding: [by] };
}

/** What is text, or something else that is known, goes on beyond its first bytes. */
function isWorthAll(source: Buffer, by: DecoderName): boolean {
  if (source.length <= SAMPLED) return true;
  const sample = DECODERS[by].decode(source.subarray(0, SAMPLED), SAMPLED);
  if (!sample || sample === 'too-large') return true;
  const { bytes } = sample;
  // A character may be cut off at its end.
  return textLength(bytes) > bytes.length - 4 || wholeOf(bytes) !== undefined;
}

function decodeStep(source: Buffer, by: DecoderName, allowance: Allowance): Decoded | undefined {
  const decoded = DECODERS[by].decode(source, allowance.bytes);
  if (!decoded) return undefined;
  if (decoded !== 'too-large' && decoded.bytes.length <= allowance.bytes) {
    allowance.bytes -= decoded.bytes.length;
    return decoded;
  }
  allowance.isSpent = true;
  return undefined;
}

function behind(outer: Unfolded, inner: Decoded, name: DecoderName): Unfolded {
  return {
    bytes: inner.bytes,
    startOf: (offset) => outer.startOf(inner.startOf(offset)),
    endOf: (offset) => outer.endOf(inner.endOf(offset)),
    encoding: [...outer.encoding, name],
  };
}
