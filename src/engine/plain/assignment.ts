/**
 * Finds the value given to a name that holds a keyword: `db_password = "..."`, `apiKey: ...`, `<secret>...</secret>`,
 * `--token ...`, `setPassword("...")`, `"password", "..."`. Walks bytes, no regular expression: these are nine tenths of all
 * keyword hits. The plain twin of engine/assignment.ts.
 */
import { MAX_BLANKS, readValue, type Value } from './assigned-value.ts';
import {
  backOver,
  BLANK,
  BREAK,
  bytesOf,
  is,
  isOf,
  lengthOfOneAt,
  NAME,
  NO_BYTE,
  over,
  QUOTE,
  standsAt,
  WatchedText,
} from './byte-class.ts';
import {
  memberValue,
  valueInElement,
  valueInNextElement,
  valueInObject,
  valueMember,
} from './member-value.ts';

/** A value in an assignment: byte offsets of the name and of the value, and whether quotes delimit the value. */
export interface AssignedValue extends Value {
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** How far each part may reach; together they bound the window that the verdict depends on. */
const MAX_NAME = 64;
const MAX_CLOSERS = 8;
const MAX_ATTRIBUTES = 96;
/** Digits of the size of an array, with its bracket. */
const MAX_SIZE = 6;
/** `{ get; private set; }` */
const MAX_ACCESSORS = 40;
/** The matcher never looks further than this before and after the keyword. */
export const ASSIGNMENT_REACH = 1024;
/** Of what stands before the keyword it looks at no more than this: the name, and the byte before it. */
export const ASSIGNMENT_REACH_BEFORE = MAX_NAME;

/** What was read, and the end of what was looked at: the answer depends on nothing from there on. */
export interface AssignmentReading {
  readonly assigned: AssignedValue | undefined;
  readonly looked: number;
}

/** Kernel.readAssignment. */
export function plainReadAssignment(
  memory: Buffer,
  text: number,
  textLength: number,
  offset: number,
  keywordLength: number,
  out: number,
): number {
  const bytes = memory.subarray(text, text + textLength);
  const { assigned, looked } = readAssignmentIn(bytes, offset, keywordLength);
  memory.writeUInt32LE(looked, out + 20);
  if (!assigned) return 0;
  memory.writeUInt32LE(assigned.nameStart, out);
  memory.writeUInt32LE(assigned.nameEnd, out + 4);
  memory.writeUInt32LE(assigned.start, out + 8);
  memory.writeUInt32LE(assigned.end, out + 12);
  memory.writeUInt32LE(assigned.quoted ? 1 : 0, out + 16);
  return 1;
}

/** @param offset where the keyword begins */
export function readAssignmentIn(bytes: Uint8Array, offset: number, length: number): AssignmentReading {
  const text = new WatchedText(bytes, offset + length);
  const assigned = readWatched(text, offset, length);
  return { assigned, looked: text.looked };
}

function readWatched(text: WatchedText, offset: number, length: number): AssignedValue | undefined {
  const name = nameAround(text, offset, length);
  if (!name) return undefined;
  const closed = overClosers(text, name.nameEnd);
  const at = over(text, closed, MAX_BLANKS, BLANK);
  const value = valueAfter(text, { ...name, closed, at });
  return value && { ...name, ...value };
}

interface Name {
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** A name, where the quotes and brackets that close it end, and the first byte after blanks. */
interface NamePlace extends Name {
  readonly closed: number;
  readonly at: number;
}

/** A keyword may hold bytes beside the name (`pwd=`): the name is what surrounds its name bytes. */
function nameAround(text: WatchedText, offset: number, length: number): Name | undefined {
  let first = offset;
  while (first < offset + length && !is(text, first, NAME)) first++;
  let last = offset + length;
  while (last > first && !is(text, last - 1, NAME)) last--;
  const nameStart = backOver(text, first, MAX_NAME, NAME);
  // A run of name bytes longer than any name: encoded data.
  if (first - nameStart === MAX_NAME) return undefined;
  const nameEnd = over(text, last, MAX_NAME, NAME);
  if (nameEnd - last === MAX_NAME) return undefined;
  return nameEnd > nameStart ? { nameStart, nameEnd } : undefined;
}

/** Closing quotes, brackets, escaped quotes and marks between a name and its operator: `"name"]`, `\"name\"`, `name?`. */
function overClosers(text: WatchedText, from: number): number {
  let at = overSize(text, from);
  for (let count = 0; count < MAX_CLOSERS; count++) {
    const byte = text.byteAt(at);
    const isMark = (byte === 0x3f || byte === 0x21) && text.byteAt(at + 1) === 0x3a;
    const isCloser =
      is(text, at, QUOTE) || byte === 0x5d || byte === 0x5c || isMark || (byte === 0x29 && at > from);
    if (!isCloser) break;
    at++;
  }
  return at;
}

/** `char password[] =`, `password[32] =` */
function overSize(text: WatchedText, from: number): number {
  if (text.byteAt(from) !== BRACKET) return from;
  let at = from + 1;
  while (at < from + MAX_SIZE && isDigit(text.byteAt(at))) at++;
  return text.byteAt(at) === 0x5d ? at + 1 : from;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Longer ones first. `:-` is the shell's default value. */
const OPERATORS = bytesOf(
  '===',
  '!==',
  '=~',
  '=>',
  ':=',
  ':-',
  '?=',
  '+=',
  '||=',
  '==',
  '!=',
  '<-',
  '::',
  '=',
  ':',
);
const FALLBACKS = bytesOf('||', '??', '?:', 'or ');
const COMMA = 0x2c;
const BRACKET = 0x5b;
const TAG_END = 0x3e;
const TAG_START = 0x3c;
const CALL = 0x28;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

function valueAfter(text: WatchedText, name: NamePlace): Value | undefined {
  const { at, closed, nameStart, nameEnd } = name;
  const operator = lengthOfOneAt(text, at, OPERATORS);
  if (operator > 0) {
    const value = valueInObject(text, at + operator);
    return value ?? readValue(text, at + operator, isInQuery(text, nameStart));
  }
  const isQuotedName = closed > nameEnd;
  if (text.byteAt(at) === TAG_END)
    return valueInTag(text, at + 1, isQuotedName || text.byteAt(nameStart - 1) === TAG_START);
  if (text.byteAt(at) === TAG_START) return valueInNextElement(text, at);
  if (text.byteAt(at) === CALL) return onlyQuoted(closed === nameEnd ? readValue(text, at + 1) : undefined);
  if (isQuotedName) return valueAfterQuoted(text, at);
  return valueAfterBlank(text, name);
}

function valueInTag(text: WatchedText, from: number, isTag: boolean): Value | undefined {
  return isTag ? (readValue(text, from) ?? valueInElement(text, from)) : undefined;
}

/** `name<break>value: x`, `<name value="x"`, `NAME || "x"`, and `NAME x`, of which the checks say whether it assigns. */
function valueAfterBlank(text: WatchedText, { at, nameStart, nameEnd }: NamePlace): Value | undefined {
  if (is(text, at, BREAK)) return valueMember(text, at);
  if (text.byteAt(at) === BRACE) return valueInitialiser(text, at + 1);
  if (text.byteAt(nameStart - 1) === TAG_START) return valueAttribute(text, nameEnd);
  const fallback = lengthOfOneAt(text, at, FALLBACKS);
  if (fallback > 0) return onlyQuoted(readValue(text, at + fallback));
  return at > nameEnd ? readValue(text, at) : undefined;
}

function isInQuery(text: WatchedText, nameStart: number): boolean {
  const before = text.byteAt(nameStart - 1);
  return before === 0x26 || before === 0x3f;
}

function onlyQuoted(value: Value | undefined): Value | undefined {
  return value?.quoted ? value : undefined;
}

/** `"password", "x"`, `env("PASSWORD") or "x"`, `name="password" value="x"`, `- name: "PASSWORD"` with `value: x` below. */
function valueAfterQuoted(text: WatchedText, at: number): Value | undefined {
  if (text.byteAt(at) === COMMA) return valueMember(text, at + 1) ?? onlyQuoted(readValue(text, at + 1));
  if (text.byteAt(at) === BRACE) return valueDefault(text, at + 1);
  const fallback = lengthOfOneAt(text, at, FALLBACKS);
  if (fallback > 0) return onlyQuoted(readValue(text, at + fallback));
  if (is(text, at, BREAK)) return valueMember(text, at);
  return is(text, at, QUOTE) ? readValue(text, at) : valueAttribute(text, at - 1);
}

const [VALUE = new Uint8Array(), DEFAULT = new Uint8Array()] = bytesOf('value', 'default');

/** An attribute called value in the rest of the tag. */
function valueAttribute(text: WatchedText, from: number): Value | undefined {
  for (let at = from; at < from + MAX_ATTRIBUTES; at++) {
    const byte = text.byteAt(at);
    if (endsTag(byte)) return undefined;
    if (isOf(byte, BLANK) && standsAt(text, at + 1, VALUE)) {
      return onlyQuoted(memberValue(text, at + 1 + VALUE.length));
    }
  }
  return undefined;
}

function endsTag(byte: number): boolean {
  return byte === NO_BYTE || byte === TAG_END || byte === TAG_START || isOf(byte, BREAK);
}

/** Terraform: `variable "password" { default = "x" }`. */
function valueDefault(text: WatchedText, from: number): Value | undefined {
  for (let at = from; at < from + MAX_ATTRIBUTES; at++) {
    const byte = text.byteAt(at);
    if (byte === NO_BYTE || byte === BRACE_END) return undefined;
    if (isOf(byte, BLANK) && standsAt(text, at + 1, DEFAULT)) {
      return onlyQuoted(memberValue(text, at + 1 + DEFAULT.length));
    }
  }
  return undefined;
}

/** C#: `string Password { get; set; } = "x"` */
function valueInitialiser(text: WatchedText, from: number): Value | undefined {
  for (let at = from; at < from + MAX_ACCESSORS; at++) {
    const byte = text.byteAt(at);
    if (byte === NO_BYTE || isOf(byte, BREAK)) return undefined;
    if (byte === BRACE_END) return onlyQuoted(memberValue(text, at + 1));
  }
  return undefined;
}
