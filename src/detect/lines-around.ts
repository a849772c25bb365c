/** The line, or lines, that a stretch of bytes stands on. */

/** What lies further away on the same line is cut off; it bounds the window that a verdict depends on. */
const LINE_REACH = 1024;

/** @returns one char code per byte, without the newlines at either end */
export function linesAround(bytes: Buffer, start: number, end: number): string {
  const before = start === 0 ? -1 : bytes.lastIndexOf(0x0a, start - 1);
  const from = Math.max(0, start - LINE_REACH, before + 1);
  const newline = bytes.subarray(end, end + LINE_REACH).indexOf(0x0a);
  const to = newline < 0 ? Math.min(bytes.length, end + LINE_REACH) : end + newline;
  return bytes.toString('latin1', from, to);
}
