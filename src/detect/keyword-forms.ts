/** A keyword as the prefilter looks for it. One of three bytes, fewer than it can hash, is looked for with the byte before it. */

export interface KeywordForm {
  /** What stands in the text, lower case, at least four bytes. */
  readonly text: string;
  /** How many of its bytes stand before the keyword. */
  readonly lead: number;
}

const HASHED = 4;
/** What stands before a value. Not `.`, `$`, `!` and the like: each separator is one more window in the prefilter's table. */
const PUNCTUATION = '\0\t\n\r "&\'()*,-/:;<=>?@[\\`{|';
/** Last bytes of what separates although it ends in a letter or digit: \n, \r, \t, %20, %22, %2F, %3D. */
const ESCAPE_TAILS = 'nrt02df';

/** @param keyword lower case, at least three bytes */
export function formsOf(keyword: string): readonly KeywordForm[] {
  if (keyword.length >= HASHED) return [{ text: keyword, lead: 0 }];
  return Array.from(PUNCTUATION + ESCAPE_TAILS, (separator) => ({ text: separator + keyword, lead: 1 }));
}

/** Those that no form finds where they begin a text: nothing stands before them. */
export function isShort(keyword: string): boolean {
  return keyword.length < HASHED;
}
