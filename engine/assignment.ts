// AssemblyScript. Finds the value given to a name that holds a keyword: `db_password = "..."`, `apiKey: ...`, `--token ...`,
// `<secret>...</secret>`, `setPassword("...")`. The plain TypeScript twin is src/engine/plain/assignment.ts.
import { isQuoted, MAX_BLANKS, readQuotedValue, readValue, valueEnd, valueStart } from './assigned-value';
import {
  backOver,
  BLANK,
  BREAK,
  byteAt,
  byteBefore,
  is,
  isOf,
  lengthAt,
  lookedUpTo,
  NAME,
  NO_BYTE,
  over,
  peek,
  QUOTE,
  standsAt,
  watch,
} from './byte-class';
import { memberValue, readElement, readMember, readNextElement, readObject } from './member-value';

/** How far each part may reach; together they bound the window that the verdict depends on. */
const MAX_NAME: u32 = 64;
const MAX_CLOSERS: u32 = 8;
const MAX_ATTRIBUTES: usize = 96;

/** Digits of the size of an array, with its bracket. */
const MAX_SIZE: usize = 6;
/** `{ get; private set; }` */
const MAX_ACCESSORS: usize = 40;

const COMMA: u32 = 0x2c;
const BRACKET: u32 = 0x5b;
const TAG_END: u32 = 0x3e;
const TAG_START: u32 = 0x3c;
const CALL: u32 = 0x28;
const BRACE: u32 = 0x7b;
const BRACE_END: u32 = 0x7d;
const EQUALS: u32 = 0x3d;
const COLON: u32 = 0x3a;
const BAR: u32 = 0x7c;
const QUESTION: u32 = 0x3f;

/** The name, and where the quotes and brackets that close it end, by addresses. */
let nameStart: usize = 0;
let nameEnd: usize = 0;
let closed: usize = 0;

/** Kernel.readAssignment. */
export function readAssignment(text: usize, textLength: u32, offset: u32, keywordLength: u32, out: usize): i32 {
  watch(text, textLength, offset + keywordLength);
  const isRead = readNameAround(text + offset, keywordLength) && readValueAfter();
  store<u32>(out, lookedUpTo(), 20);
  if (!isRead) return 0;
  store<u32>(out, <u32>(nameStart - text));
  store<u32>(out, <u32>(nameEnd - text), 4);
  store<u32>(out, <u32>(valueStart() - text), 8);
  store<u32>(out, <u32>(valueEnd() - text), 12);
  store<u32>(out, isQuoted() ? 1 : 0, 16);
  return 1;
}

/** A keyword may hold bytes beside the name (`pwd=`): the name is what surrounds its name bytes. */
function readNameAround(keyword: usize, length: u32): bool {
  const end = keyword + length;
  let first = keyword;
  while (first < end && !isOf(peek(first), NAME)) first++;
  let last = end;
  while (last > first && !isOf(peek(last - 1), NAME)) last--;
  nameStart = backOver(first, MAX_NAME, NAME);
  // A run of name bytes longer than any name: encoded data.
  if (first - nameStart == MAX_NAME) return false;
  nameEnd = over(last, MAX_NAME, NAME);
  return nameEnd - last < MAX_NAME && nameEnd > nameStart;
}

function readValueAfter(): bool {
  closed = overClosers(nameEnd);
  const at = over(closed, MAX_BLANKS, BLANK);
  const operator = operatorAt(at);
  if (operator > 0) return readObject(at + operator) || readValue(at + operator, isInQuery());
  const isQuotedName = closed > nameEnd;
  const byte = byteAt(at);
  if (byte == TAG_END) {
    if (!isQuotedName && byteBefore(nameStart) != TAG_START) return false;
    return readValue(at + 1, false) || readElement(at + 1);
  }
  if (byte == TAG_START) return readNextElement(at);
  if (byte == CALL) return closed == nameEnd && readQuotedValue(at + 1);
  return isQuotedName ? valueAfterQuoted(at, byte) : valueAfterBlank(at, byte);
}

/** Closing quotes, brackets, escaped quotes and marks between a name and its operator: `"name"]`, `\"name\"`, `name?`. */
function overClosers(from: usize): usize {
  let at = overSize(from);
  for (let count: u32 = 0; count < MAX_CLOSERS; count++) {
    const byte = byteAt(at);
    const isMark = (byte == QUESTION || byte == 0x21) && byteAt(at + 1) == COLON;
    const isBracket = byte == 0x5d || byte == 0x5c || (byte == 0x29 && at > from);
    if (!isMark && !isBracket && !isOf(byte, QUOTE)) break;
    at++;
  }
  return at;
}

/** `char password[] =`, `password[32] =` */
function overSize(from: usize): usize {
  if (byteAt(from) != BRACKET) return from;
  let at = from + 1;
  while (at < from + MAX_SIZE && byteAt(at) >= 0x30 && byteAt(at) <= 0x39) at++;
  return byteAt(at) == 0x5d ? at + 1 : from;
}

/** `=== !== =~ => := :- ?= += ||= == != <- :: = :`. `:-` is the shell's default value. */
function operatorAt(at: usize): u32 {
  const byte = byteAt(at);
  if (byte == EQUALS) {
    const next = byteAt(at + 1);
    if (next == EQUALS) return byteAt(at + 2) == EQUALS ? 3 : 2;
    return next == 0x7e || next == TAG_END ? 2 : 1;
  }
  if (byte == COLON) {
    const next = byteAt(at + 1);
    return next == EQUALS || next == 0x2d || next == COLON ? 2 : 1;
  }
  return rareOperatorAt(at, byte);
}

function rareOperatorAt(at: usize, byte: u32): u32 {
  if (byte == 0x21) {
    if (byteAt(at + 1) != EQUALS) return 0;
    return byteAt(at + 2) == EQUALS ? 3 : 2;
  }
  if (byte == QUESTION || byte == 0x2b) return byteAt(at + 1) == EQUALS ? 2 : 0;
  if (byte == BAR) return byteAt(at + 1) == BAR && byteAt(at + 2) == EQUALS ? 3 : 0;
  return byte == TAG_START && byteAt(at + 1) == 0x2d ? 2 : 0;
}

/** `|| ?? ?: or` */
function fallbackAt(at: usize, byte: u32): u32 {
  if (byte == BAR) return byteAt(at + 1) == BAR ? 2 : 0;
  if (byte == QUESTION) {
    const next = byteAt(at + 1);
    return next == QUESTION || next == COLON ? 2 : 0;
  }
  return (byte | 0x20) == 0x6f ? lengthAt(at, 'or ') : 0;
}

/** `name<break>value: x`, `<name value="x"`, `NAME || "x"`, and `NAME x`, of which the checks say whether it assigns. */
function valueAfterBlank(at: usize, byte: u32): bool {
  if (isOf(byte, BREAK)) return readMember(at);
  if (byte == BRACE) return readInitialiser(at + 1);
  if (byteBefore(nameStart) == TAG_START) return readAttribute(nameEnd);
  const fallback = fallbackAt(at, byte);
  if (fallback > 0) return readQuotedValue(at + fallback);
  return at > nameEnd && readValue(at, false);
}

/** `&password=x`: the byte before the name was seen when the name was read. */
function isInQuery(): bool {
  const before = byteBefore(nameStart);
  return before == 0x26 || before == QUESTION;
}

/** `"password", "x"`, `env("PASSWORD") or "x"`, `name="password" value="x"`, `- name: "PASSWORD"` with `value: x` below. */
function valueAfterQuoted(at: usize, byte: u32): bool {
  if (byte == COMMA) return readMember(at + 1) || readQuotedValue(at + 1);
  if (byte == BRACE) return readDefault(at + 1);
  const fallback = fallbackAt(at, byte);
  if (fallback > 0) return readQuotedValue(at + fallback);
  if (isOf(byte, BREAK)) return readMember(at);
  return isOf(byte, QUOTE) ? readValue(at, false) : readAttribute(at - 1);
}

/** An attribute called value in the rest of the tag. */
function readAttribute(from: usize): bool {
  for (let at = from; at < from + MAX_ATTRIBUTES; at++) {
    const byte = byteAt(at);
    if (byte == NO_BYTE || byte == TAG_END || byte == TAG_START || isOf(byte, BREAK)) return false;
    if (isOf(byte, BLANK) && standsAt(at + 1, 'value')) return memberValue(at + 6) && isQuoted();
  }
  return false;
}

/** Terraform: `variable "password" { default = "x" }`. */
function readDefault(from: usize): bool {
  for (let at = from; at < from + MAX_ATTRIBUTES; at++) {
    const byte = byteAt(at);
    if (byte == NO_BYTE || byte == BRACE_END) return false;
    if (isOf(byte, BLANK) && standsAt(at + 1, 'default')) return memberValue(at + 8) && isQuoted();
  }
  return false;
}

/** C#: `string Password { get; set; } = "x"` */
function readInitialiser(from: usize): bool {
  for (let at = from; at < from + MAX_ACCESSORS; at++) {
    const byte = byteAt(at);
    if (byte == NO_BYTE || isOf(byte, BREAK)) return false;
    if (byte == BRACE_END) return memberValue(at + 1) && isQuoted();
  }
  return false;
}
