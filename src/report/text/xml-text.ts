/** Text as it may stand in XML 1.0, in an attribute or between tags, whatever it was before. */

/** XML 1.0 has no way at all to write these: https://www.w3.org/TR/xml/#charsets */
// eslint-disable-next-line no-control-regex -- control characters are what is removed here
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
/** Markup, white space that an attribute would fold, and characters that would act on a terminal. */
const WRITTEN_AS_NUMBER = /[&<>"'\t\r\n\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Characters that XML cannot hold become U+FFFD: dropping them could join two halves of a hidden secret. */
export function xmlText(text: string): string {
  return text
    .replace(NOT_XML, '\ufffd')
    .replace(WRITTEN_AS_NUMBER, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}
