// AssemblyScript. Reads a value that stands in a member, an object or an element of its own beside the name.
// The plain TypeScript twin is src/engine/plain/member-value.ts.
import { MAX_BLANKS, readValue } from './assigned-value';
import { BLANK, BREAK, byteAt, is, lengthAt, NAME, over, QUOTE } from './byte-class';

/** Letters of the name of another member, or of its value; and blanks between them. */
const MAX_SIBLING: u32 = 16;
const MAX_SIBLING_BLANKS: u32 = 4;
const MAX_TAG: u32 = 32;

const DOUBLE_QUOTE: u32 = 0x22;
const COLON: u32 = 0x3a;
const COMMA: u32 = 0x2c;
const BRACE: u32 = 0x7b;
const TAG_END: u32 = 0x3e;
const SLASH: u32 = 0x2f;

/** The next thing on this line or the one below is a member called value, or the one behind it is: `"name": "PASSWORD", "value": "x"`. */
export function readMember(from: usize): bool {
  const at = over(from, MAX_BLANKS, BLANK | BREAK);
  if (readMemberAt(at)) return true;
  const behind = behindSibling(at);
  return behind > at && readMemberAt(over(behind, MAX_BLANKS, BLANK | BREAK));
}

function readMemberAt(from: usize): bool {
  const at = from + (is(from, QUOTE) ? 1 : 0);
  const first = byteAt(at) | 0x20;
  const length = first == 0x70 ? lengthAt(at, 'parametervalue') : first == 0x76 ? lengthAt(at, 'value') : 0;
  return length > 0 && memberValue(at + length);
}

/** Behind a short member and its comma: `"enabled": true,`. Where there is none, `from`. */
function behindSibling(from: usize): usize {
  const colon = over(behindWord(from), MAX_SIBLING_BLANKS, BLANK);
  if (byteAt(from) != DOUBLE_QUOTE || byteAt(colon) != COLON) return from;
  const comma = behindWord(over(colon + 1, MAX_SIBLING_BLANKS, BLANK));
  return byteAt(comma) == COMMA ? comma + 1 : from;
}

function behindWord(from: usize): usize {
  const first = from + (byteAt(from) == DOUBLE_QUOTE ? 1 : 0);
  const end = over(first, MAX_SIBLING, NAME);
  return end + (byteAt(end) == DOUBLE_QUOTE ? 1 : 0);
}

/** `"password": { "value": "x" }` */
export function readObject(from: usize): bool {
  const at = over(from, MAX_BLANKS, BLANK | BREAK);
  return byteAt(at) == BRACE && readMember(at + 1);
}

/** `<name>password</name> <value>x</value>`, `<key>password</key> <string>x</string>`. */
export function readNextElement(from: usize): bool {
  if (byteAt(from + 1) != SLASH) return false;
  const end = over(from + 2, MAX_TAG, NAME);
  return byteAt(end) == TAG_END && readElement(end + 1);
}

/** `<property name="password"> <value>x</value>` */
export function readElement(from: usize): bool {
  const at = over(from, MAX_BLANKS, BLANK | BREAK);
  const value = lengthAt(at, '<value>');
  const length = value > 0 ? value : lengthAt(at, '<string>');
  return length > 0 && readValue(at + length, false);
}

export function memberValue(end: usize): bool {
  const at = over(end + (is(end, QUOTE) ? 1 : 0), MAX_BLANKS, BLANK);
  const byte = byteAt(at);
  return (byte == 0x3d || byte == COLON) && readValue(at + 1, false);
}
