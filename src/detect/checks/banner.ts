/**
 * Rejects a marking that a sentence merely mentions: one that stands on a line of its own only because the text wraps there.
 * The line before ends in the middle of a sentence, or the line after goes on in lower case.
 */
import type { Check } from '../check.ts';

/** The line before, if it ends in a word or a comma, and the comment sign of the line itself. */
const GOES_ON = /(\n|^)[ \t]*([^\n]*)[a-z,(][ \t]*\r?\n[ \t]*([#/*>%;!<-]*)[ \t]*$/;
/** So many bytes of context a check gets; the line before may begin further back. */
const WINDOW = 64;
const CONTINUES = /^[ \t]*\r?\n[ \t#/*>%;!-]*[a-z]{2,}[ ,.]/;

export const bannerCheck: Check = {
  asks: 'It must stand as a marking of the document, not in the middle of a sentence.',
  accepts: ({ before, after }) => !isGoingOn(before) && !CONTINUES.test(after),
};

/** A comment that begins here does not go on from what stands before it. */
function isGoingOn(before: string): boolean {
  const [, start, line = '', sign = ''] = GOES_ON.exec(before) ?? [];
  if (start === undefined || sign.startsWith('/*') || sign.startsWith('<')) return false;
  const isCut = start === '' && before.length >= WINDOW;
  return isCut || line.startsWith(sign);
}
