/** Makes text from a repository harmless to look at: nothing that moves a cursor, reorders or hides characters stays. */

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Controls (C0, DEL, C1), format characters (bidi, zero width), line and paragraph separators, half surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Nearly all text of a report; the classes above cost ten times as much to ask for. */
const PLAIN = /^[ -~]*$/;

/**
 * Writes every unseen character as an escape (`\n`, `\x1b`, `\u202e`).
 *
 * @param kept characters that stay as they are, such as `\n` where the format has a way to hold it
 */
export function visibleText(text: string, kept = ''): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSEEN, (character) => {
    if (kept.includes(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code > 0xffff) return `\\u{${hex}}`;
    return NAMED[character] ?? (code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`);
  });
}
