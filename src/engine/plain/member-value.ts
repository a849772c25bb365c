/** Reads a value that stands in a member, an object or an element of its own beside the name. The plain twin of engine/member-value.ts. */
import { MAX_BLANKS, readValue, type Value } from './assigned-value.ts';
import {
  BLANK,
  BREAK,
  bytesOf,
  is,
  lengthOfOneAt,
  NAME,
  over,
  QUOTE,
  type WatchedText,
} from './byte-class.ts';

/** Letters of the name of another member, or of its value; and blanks between them. */
const MAX_SIBLING = 16;
const MAX_SIBLING_BLANKS = 4;
const MAX_TAG = 32;

const DOUBLE_QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const BRACE = 0x7b;
const TAG_END = 0x3e;
const SLASH = 0x2f;

const NAMES = bytesOf('value', 'parametervalue');
const ELEMENTS = bytesOf('<value>', '<string>');

/** The next thing on this line or the one below is a member called value, or the one behind it is: `"name": "PASSWORD", "value": "x"`. */
export function valueMember(text: WatchedText, from: number): Value | undefined {
  const at = over(text, from, MAX_BLANKS, BLANK | BREAK);
  const value = memberAt(text, at);
  if (value) return value;
  const behind = behindSibling(text, at);
  return behind > at ? memberAt(text, over(text, behind, MAX_BLANKS, BLANK | BREAK)) : undefined;
}

function memberAt(text: WatchedText, from: number): Value | undefined {
  const at = from + (is(text, from, QUOTE) ? 1 : 0);
  const length = lengthOfOneAt(text, at, NAMES);
  return length > 0 ? memberValue(text, at + length) : undefined;
}

/** Behind a short member and its comma: `"enabled": true,`. Where there is none, `from`. */
function behindSibling(text: WatchedText, from: number): number {
  const colon = over(text, behindWord(text, from), MAX_SIBLING_BLANKS, BLANK);
  if (text.byteAt(from) !== DOUBLE_QUOTE || text.byteAt(colon) !== COLON) return from;
  const comma = behindWord(text, over(text, colon + 1, MAX_SIBLING_BLANKS, BLANK));
  return text.byteAt(comma) === COMMA ? comma + 1 : from;
}

function behindWord(text: WatchedText, from: number): number {
  const first = from + (text.byteAt(from) === DOUBLE_QUOTE ? 1 : 0);
  const end = over(text, first, MAX_SIBLING, NAME);
  return end + (text.byteAt(end) === DOUBLE_QUOTE ? 1 : 0);
}

/** `"password": { "value": "x" }` */
export function valueInObject(text: WatchedText, from: number): Value | undefined {
  const at = over(text, from, MAX_BLANKS, BLANK | BREAK);
  return text.byteAt(at) === BRACE ? valueMember(text, at + 1) : undefined;
}

/** `<name>password</name> <value>x</value>`, `<key>password</key> <string>x</string>`. */
export function valueInNextElement(text: WatchedText, from: number): Value | undefined {
  if (text.byteAt(from + 1) !== SLASH) return undefined;
  const end = over(text, from + 2, MAX_TAG, NAME);
  return text.byteAt(end) === TAG_END ? valueInElement(text, end + 1) : undefined;
}

/** `<property name="password"> <value>x</value>` */
export function valueInElement(text: WatchedText, from: number): Value | undefined {
  const at = over(text, from, MAX_BLANKS, BLANK | BREAK);
  const length = lengthOfOneAt(text, at, ELEMENTS);
  return length > 0 ? readValue(text, at + length) : undefined;
}

export function memberValue(text: WatchedText, nameEnd: number): Value | undefined {
  const closed = nameEnd + (is(text, nameEnd, QUOTE) ? 1 : 0);
  const at = over(text, closed, MAX_BLANKS, BLANK);
  const byte = text.byteAt(at);
  return byte === 0x3d || byte === COLON ? readValue(text, at + 1) : undefined;
}
