/** Classes of bytes as the assignment reader sees them, and walks over a text that remember how far they looked. */

export const NAME = 1;
export const BLANK = 2;
export const QUOTE = 4;
/** Ends a value that no quote delimits. */
export const BARE_END = 8;
/** May stand in a call that wraps a literal: `Buffer.from(`, `std::string(`. */
export const CALLEE = 16;
export const BREAK = 32;
/** base64, base64url and hexadecimal digits. */
export const RUN = 64;
/** Before a string: f"", b'', r"", @"", N''. */
export const PREFIX = 128;

const WORD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';

/** Which bytes belong to which class. Lists, not expressions: every start fills the table, and 2,000 of those would be felt. */
const MEMBERS: ReadonlyArray<readonly [mask: number, members: string]> = [
  [NAME, `${WORD}.-`],
  [CALLEE, `${WORD}.:$`],
  [BLANK, ' \t'],
  [BREAK, '\n\r'],
  [QUOTE, '"\'`'],
  [BARE_END, '\t\n\v\f\r \xa0,;)]}<>"\'`|\0'],
  [RUN, `${WORD}+/-`],
  [PREFIX, 'bfrunNBFRU@$'],
];

const CLASS = classes();

function classes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const [mask, members] of MEMBERS) {
    for (let at = 0; at < members.length; at++) {
      const byte = members.charCodeAt(at);
      table[byte] = (table[byte] ?? 0) | mask;
    }
  }
  return table;
}

/** What stands before the text and behind it. */
export const NO_BYTE = -1;

/** Is the byte of one of the classes? No byte is of none. */
export function isOf(byte: number, mask: number): boolean {
  return ((CLASS[byte] ?? 0) & mask) !== 0;
}

/**
 * Bytes that are read one by one, each read noted. The end of the text counts as the byte behind the last: who asks for a byte
 * further on learns no more than that the text ends there.
 */
export class WatchedText {
  /** The end of what was looked at: one more than the bytes there are when the text was seen to end. */
  looked: number;
  readonly #bytes: Uint8Array;

  /** @param known that many bytes count as looked at from the beginning */
  constructor(bytes: Uint8Array, known: number) {
    this.#bytes = bytes;
    this.looked = Math.min(known, bytes.length + 1);
  }

  byteAt(at: number): number {
    if (at >= this.looked) this.looked = Math.min(at, this.#bytes.length) + 1;
    return this.#bytes[at] ?? NO_BYTE;
  }
}

export function is(text: WatchedText, at: number, mask: number): boolean {
  return isOf(text.byteAt(at), mask);
}

/** Walks forth while the class holds, at most `most` bytes. */
export function over(text: WatchedText, from: number, most: number, mask: number): number {
  let at = from;
  while (at < from + most && is(text, at, mask)) at++;
  return at;
}

/** Walks back while the class holds, at most `most` bytes. */
export function backOver(text: WatchedText, from: number, most: number, mask: number): number {
  let at = from;
  while (at > from - most && is(text, at - 1, mask)) at--;
  return at;
}

/** Does `word` (lower case) stand at `at`, in any ASCII case? */
export function standsAt(text: WatchedText, at: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) {
    const byte = text.byteAt(at + index);
    if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== word[index]) return false;
  }
  return true;
}

/** The first of the words that stands at `at`, as its length; 0 when none does. */
export function lengthOfOneAt(text: WatchedText, at: number, words: readonly Uint8Array[]): number {
  for (const word of words) if (standsAt(text, at, word)) return word.length;
  return 0;
}

export function bytesOf(...words: readonly string[]): Uint8Array[] {
  return words.map((word) => Buffer.from(word, 'latin1'));
}
