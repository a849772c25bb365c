/** Byte offsets -> lines and columns, for the few places of a blob where something was found. */
import type { Span } from '../core/finding.ts';

/**
 * Answers in one pass for stretches in ascending order of start. Lines end at \n; columns count UTF-16 code units of the
 * line decoded as UTF-8, from 1, so that an editor jumps to the right place.
 */
export function spansOf(bytes: Buffer, stretches: ReadonlyArray<{ start: number; end: number }>): Span[] {
  let line = 1;
  let lineStart = 0;
  return stretches.map(({ start, end }) => {
    for (
      let at = bytes.indexOf(0x0a, lineStart);
      at >= 0 && at < start;
      at = bytes.indexOf(0x0a, lineStart)
    ) {
      line++;
      lineStart = at + 1;
    }
    const last = lastLine(bytes, { line, lineStart }, end);
    return {
      line,
      column: columnAt(bytes, lineStart, start),
      endLine: last.line,
      endColumn: columnAt(bytes, last.lineStart, end),
    };
  });
}

function lastLine(bytes: Buffer, from: { line: number; lineStart: number }, end: number): typeof from {
  let { line, lineStart } = from;
  for (
    let at = bytes.indexOf(0x0a, lineStart);
    at >= 0 && at < end - 1;
    at = bytes.indexOf(0x0a, lineStart)
  ) {
    line++;
    lineStart = at + 1;
  }
  return { line, lineStart };
}

/** Counting back over a very long line would be quadratic in a dense file, so columns beyond this are counted in bytes. */
const MAX_DECODED_LINE = 65_536;

function columnAt(bytes: Buffer, lineStart: number, offset: number): number {
  if (offset - lineStart > MAX_DECODED_LINE) return offset - lineStart + 1;
  return bytes.toString('utf8', lineStart, offset).length + 1;
}
