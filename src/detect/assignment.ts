/**
 * Finds the value given to a name that holds a keyword: `db_password = "..."`, `apiKey: ...`, `<secret>...</secret>`,
 * `--token ...`, `setPassword("...")`, `"password", "..."`. Walks bytes, no regular expression: these are nine tenths of all keyword hits.
 */
import { MAX_BLANKS, readValue, type Value } from './assigned-value.ts';
import {
  backOver,
  BLANK,
  BREAK,
  bytesOf,
  is,
  lengthOfOneAt,
  NAME,
  over,
  QUOTE,
  standsAt,
} from './byte-class.ts';

/** A value in an assignment: byte offsets of the name and of the value, and whether quotes delimit the value. */
export interface AssignedValue extends Value {
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** How far each part may reach; together they bound the window that the verdict depends on. */
const MAX_NAME = 64;
const MAX_CLOSERS = 8;
const MAX_ATTRIBUTES = 96;
/** The matcher never looks further than this before and after the keyword. */
export const ASSIGNMENT_REACH = 1024;

/** @param offset where the keyword begins. Returns undefined where no value is given. */
export function readAssignment(bytes: Uint8Array, offset: number, length: number): AssignedValue | undefined {
  const name = nameAround(bytes, offset, length);
  if (!name) return undefined;
  const closed = overClosers(bytes, name.nameEnd);
  const at = over(bytes, closed, MAX_BLANKS, BLANK);
  const value = valueAfter(bytes, { ...name, closed, at });
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
function nameAround(bytes: Uint8Array, offset: number, length: number): Name | undefined {
  let first = offset;
  while (first < offset + length && !is(bytes, first, NAME)) first++;
  let last = offset + length;
  while (last > first && !is(bytes, last - 1, NAME)) last--;
  const nameStart = backOver(bytes, first, MAX_NAME, NAME);
  const nameEnd = over(bytes, last, MAX_NAME, NAME);
  // A run of name bytes longer than any name: encoded data.
  if (first - nameStart === MAX_NAME || nameEnd - last === MAX_NAME) return undefined;
  return nameEnd > nameStart ? { nameStart, nameEnd } : undefined;
}

/** Closing quotes, brackets, escaped quotes and marks between a name and its operator: `"name"]`, `\"name\"`, `name?`. */
function overClosers(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let count = 0; count < MAX_CLOSERS; count++) {
    const byte = bytes[at];
    const isMark = (byte === 0x3f || byte === 0x21) && bytes[at + 1] === 0x3a;
    const isCloser =
      is(bytes, at, QUOTE) || byte === 0x5d || byte === 0x5c || isMark || (byte === 0x29 && at > from);
    if (!isCloser) break;
    at++;
  }
  return at;
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
const TAG_END = 0x3e;
const TAG_START = 0x3c;
const CALL = 0x28;
const BRACE = 0x7b;
const BRACE_END = 0x7d;

function valueAfter(bytes: Uint8Array, name: NamePlace): Value | undefined {
  const { at, closed, nameStart, nameEnd } = name;
  const operator = lengthOfOneAt(bytes, at, OPERATORS);
  if (operator > 0) return readValue(bytes, at + operator, isInQuery(bytes, nameStart));
  const isQuotedName = closed > nameEnd;
  if (bytes[at] === TAG_END) {
    return isQuotedName || bytes[nameStart - 1] === TAG_START ? readValue(bytes, at + 1) : undefined;
  }
  if (bytes[at] === CALL) return onlyQuoted(closed === nameEnd ? readValue(bytes, at + 1) : undefined);
  if (isQuotedName) return valueAfterQuoted(bytes, at);
  return valueAfterBlank(bytes, name);
}

/** `name<break>value: x`, `<name value="x"`, `NAME || "x"`, and `NAME x`, of which the checks say whether it assigns. */
function valueAfterBlank(bytes: Uint8Array, { at, nameStart, nameEnd }: NamePlace): Value | undefined {
  if (is(bytes, at, BREAK)) return valueMember(bytes, at);
  if (bytes[nameStart - 1] === TAG_START) return valueAttribute(bytes, nameEnd);
  const fallback = lengthOfOneAt(bytes, at, FALLBACKS);
  if (fallback > 0) return onlyQuoted(readValue(bytes, at + fallback));
  return at > nameEnd ? readValue(bytes, at) : undefined;
}

function isInQuery(bytes: Uint8Array, nameStart: number): boolean {
  const before = bytes[nameStart - 1];
  return before === 0x26 || before === 0x3f;
}

function onlyQuoted(value: Value | undefined): Value | undefined {
  return value?.quoted ? value : undefined;
}

/** `"password", "x"`, `env("PASSWORD") or "x"`, `name="password" value="x"`, `- name: "PASSWORD"` with `value: x` below. */
function valueAfterQuoted(bytes: Uint8Array, at: number): Value | undefined {
  if (bytes[at] === COMMA) return valueMember(bytes, at + 1) ?? onlyQuoted(readValue(bytes, at + 1));
  if (bytes[at] === BRACE) return valueDefault(bytes, at + 1);
  const fallback = lengthOfOneAt(bytes, at, FALLBACKS);
  if (fallback > 0) return onlyQuoted(readValue(bytes, at + fallback));
  if (is(bytes, at, BREAK)) return valueMember(bytes, at);
  return is(bytes, at, QUOTE) ? readValue(bytes, at) : valueAttribute(bytes, at - 1);
}

const [VALUE = new Uint8Array(), DEFAULT = new Uint8Array()] = bytesOf('value', 'default');

/** The next thing on this line or the one below is a member called value: `"name": "PASSWORD", "value": "x"`. */
function valueMember(bytes: Uint8Array, from: number): Value | undefined {
  const gap = over(bytes, from, MAX_BLANKS, BLANK | BREAK);
  const at = gap + (is(bytes, gap, QUOTE) ? 1 : 0);
  return standsAt(bytes, at, VALUE) ? memberValue(bytes, at + VALUE.length) : undefined;
}

/** An attribute called value in the rest of the tag. */
function valueAttribute(bytes: Uint8Array, from: number): Value | undefined {
  const limit = Math.min(bytes.length, from + MAX_ATTRIBUTES);
  for (let at = from; at < limit; at++) {
    const byte = bytes[at];
    if (byte === TAG_END || byte === TAG_START || is(bytes, at, BREAK)) return undefined;
    if (is(bytes, at, BLANK) && standsAt(bytes, at + 1, VALUE)) {
      return onlyQuoted(memberValue(bytes, at + 1 + VALUE.length));
    }
  }
  return undefined;
}

/** Terraform: `variable "password" { default = "x" }`. */
function valueDefault(bytes: Uint8Array, from: number): Value | undefined {
  const limit = Math.min(bytes.length, from + MAX_ATTRIBUTES);
  for (let at = from; at < limit && bytes[at] !== BRACE_END; at++) {
    if (is(bytes, at, BLANK) && standsAt(bytes, at + 1, DEFAULT)) {
      return onlyQuoted(memberValue(bytes, at + 1 + DEFAULT.length));
    }
  }
  return undefined;
}

function memberValue(bytes: Uint8Array, nameEnd: number): Value | undefined {
  const closed = nameEnd + (is(bytes, nameEnd, QUOTE) ? 1 : 0);
  const at = over(bytes, closed, MAX_BLANKS, BLANK);
  return bytes[at] === 0x3d || bytes[at] === 0x3a ? readValue(bytes, at + 1) : undefined;
}
