/** How many bytes from the beginning are text: ASCII without control characters, and well-formed UTF-8. */

const CONTINUATION = 0x80;

export function textLength(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const size = characterSize(bytes, at);
    if (size === 0) return at;
    at += size;
  }
  return at;
}

/** 0 where no character of a text stands. */
function characterSize(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return isPlain(byte) ? 1 : 0;
  const size = sizeBy(byte);
  for (let next = at + 1; next < at + size; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== CONTINUATION) return 0;
  }
  return size;
}

/** What the first byte of several says. */
function sizeBy(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 0;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

/** Blanks and line ends, ESC for the colours of a log. */
function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b;
}
