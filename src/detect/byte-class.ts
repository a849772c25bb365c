/** Classes of bytes as the assignment reader sees them, and bounded walks over them. No regular expression, no allocation. */

export const NAME = 1;
export const BLANK = 2;
export const QUOTE = 4;
/** Ends a value that no quote delimits. */
export const BARE_END = 8;
/** May stand in a call that wraps a literal: `Buffer.from(`, `std::string(`. */
export const CALLEE = 16;
export const BREAK = 32;

/** Which bytes belong to which class. */
const MEMBERS: ReadonlyArray<readonly [mask: number, members: RegExp]> = [
  [NAME, /[A-Za-z0-9_.-]/],
  [CALLEE, /[A-Za-z0-9_.:$]/],
  [BLANK, /[ \t]/],
  [BREAK, /[\n\r]/],
  [QUOTE, /["'`]/],
  [BARE_END, /[\s,;)\]}<>"'`|\0]/],
];

const CLASS = Uint8Array.from({ length: 256 }, (_, byte) =>
  MEMBERS.reduce((mask, [bit, members]) => mask | (members.test(String.fromCharCode(byte)) ? bit : 0), 0),
);

/** Is the byte at `at` of one of the classes? False outside the buffer. */
export function is(bytes: Uint8Array, at: number, mask: number): boolean {
  const byte = bytes[at];
  return byte !== undefined && ((CLASS[byte] ?? 0) & mask) !== 0;
}

/** Walks forth while the class holds, at most `most` bytes. */
export function over(bytes: Uint8Array, from: number, most: number, mask: number): number {
  const end = Math.min(bytes.length, from + most);
  let at = from;
  while (at < end && is(bytes, at, mask)) at++;
  return at;
}

/** Walks back while the class holds, at most `most` bytes. */
export function backOver(bytes: Uint8Array, from: number, most: number, mask: number): number {
  const end = Math.max(0, from - most);
  let at = from;
  while (at > end && is(bytes, at - 1, mask)) at--;
  return at;
}

/** Does `text` (lower case) stand at `at`, in any ASCII case? */
export function standsAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    const byte = bytes[at + index] ?? 0;
    if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== text[index]) return false;
  }
  return true;
}

/** The first of the texts that stands at `at`, as its length; 0 when none does. */
export function lengthOfOneAt(bytes: Uint8Array, at: number, texts: readonly Uint8Array[]): number {
  for (const text of texts) if (standsAt(bytes, at, text)) return text.length;
  return 0;
}

export function bytesOf(...texts: readonly string[]): Uint8Array[] {
  return texts.map((text) => Buffer.from(text, 'latin1'));
}
