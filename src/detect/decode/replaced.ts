/** Text of which some parts were replaced by what they stand for, and where each byte of it came from. */
import type { Decoded } from './decoder.ts';

/** A replaced part, in the result and in the source. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly sourceStart: number;
  readonly sourceEnd: number;
}

/**
 * @param form global
 * @param valueOf one char code per byte; undefined where the part stays as it is
 */
export function replaceParts(
  source: Buffer,
  form: RegExp,
  valueOf: (match: RegExpMatchArray) => string | undefined,
): Decoded {
  const text = source.toString('latin1');
  const pieces: string[] = [];
  const parts: Part[] = [];
  let copied = 0;
  let length = 0;
  for (const match of text.matchAll(form)) {
    const value = valueOf(match);
    if (value === undefined) continue;
    const sourceEnd = match.index + match[0].length;
    pieces.push(text.slice(copied, match.index), value);
    const start = length + match.index - copied;
    length = start + value.length;
    copied = sourceEnd;
    parts.push({ start, end: length, sourceStart: match.index, sourceEnd });
  }
  pieces.push(text.slice(copied));
  return {
    bytes: Buffer.from(pieces.join(''), 'latin1'),
    startOf: (offset) => startIn(parts, offset),
    endOf: (offset) => (offset === 0 ? 0 : endIn(parts, offset - 1)),
  };
}

/** A character of Unicode as UTF-8; undefined for what is none, and for what no text holds. */
export function utf8Of(code: number): string | undefined {
  if (code > 0x10_ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return undefined;
  return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
}

/** The same for one byte. */
export function byteOf(code: number): string | undefined {
  return code < 0x80 ? utf8Of(code) : String.fromCharCode(code);
}

function startIn(parts: readonly Part[], offset: number): number {
  const part = partAt(parts, offset);
  if (!part) return offset;
  return offset < part.end ? part.sourceStart : part.sourceEnd + offset - part.end;
}

/** Where the byte at the offset ends. */
function endIn(parts: readonly Part[], offset: number): number {
  const part = partAt(parts, offset);
  if (!part) return offset + 1;
  return offset < part.end ? part.sourceEnd : part.sourceEnd + offset - part.end + 1;
}

/** The last part that begins at or before the offset. */
function partAt(parts: readonly Part[], offset: number): Part | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}
