/** JSON that is safe to print on a terminal: the same value, with control and bidi characters as `\u` escapes. */

/** What JSON.stringify leaves standing; all of these are in the basic plane, so one escape each. */
// eslint-disable-next-line no-control-regex -- control characters are what is escaped here
const RAW_UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** @param indent spaces a level, as JSON.stringify's; the text is shifted by `shift` spaces from its second line on */
export function jsonText(value: unknown, indent = 0, shift = 0): string {
  const text = JSON.stringify(value, null, indent).replace(
    RAW_UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return shift === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(shift)}`);
}
