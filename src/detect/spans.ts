/** Byte offsets -> lines and columns, for the few places of a blob where something was found. */
import type { Span } from '../core/finding.ts';
import { bytesOf, type PlacedText, type Workspace } from './placed-text.ts';

const NEWLINE = 0x0a;

/**
 * Answers in one pass for stretches in ascending order of start. Lines end at \n; columns count UTF-16 code units of the
 * line decoded as UTF-8, from 1, so that an editor jumps to the right place.
 */
export function spansOf(
  space: Workspace,
  text: PlacedText,
  stretches: ReadonlyArray<{ start: number; end: number }>,
): Span[] {
  const bytes = bytesOf(space, text);
  const newlines = (from: number, to: number): number =>
    space.kernel.countNewlines(text.at + from, to - from);
  let line = 1;
  let counted = 0;
  return stretches.map(({ start, end }) => {
    line += newlines(counted, start);
    counted = start;
    // Of what ends with a newline, the last line is the one before it.
    const last = Math.max(start, end - 1);
    return {
      line,
      column: columnAt(bytes, lineStartAt(bytes, start), start),
      endLine: line + newlines(start, last),
      endColumn: columnAt(bytes, lineStartAt(bytes, last), end),
    };
  });
}

function lineStartAt(bytes: Buffer, offset: number): number {
  return offset === 0 ? 0 : bytes.lastIndexOf(NEWLINE, offset - 1) + 1;
}

/** Counting back over a very long line would be quadratic in a dense file, so columns beyond this are counted in bytes. */
const MAX_DECODED_LINE = 65_536;

function columnAt(bytes: Buffer, lineStart: number, offset: number): number {
  if (offset - lineStart > MAX_DECODED_LINE) return offset - lineStart + 1;
  return bytes.toString('utf8', lineStart, offset).length + 1;
}
