/**
 * Finds the value given to a name that holds a keyword: `db_password = "..."`, `apiKey: ...`, `<secret>...</secret>`,
 * `--token ...`, `setPassword("...")`, `"password", "..."`. Walks bytes, no regular expression: these are nine tenths of all keyword hits.
 */

/** A value in an assignment: byte offsets, and whether quotes or tags delimit it. */
export interface AssignedValue {
  readonly nameStart: number;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** How far each part may reach; together they bound the window that the verdict depends on. */
const MAX_NAME = 64;
const MAX_BLANKS = 32;
export const MAX_VALUE = 512;
/** The matcher never looks further than this before and after the keyword. */
export const ASSIGNMENT_REACH = 1024;

const NAME = 1;
const BLANK = 2;
const QUOTE = 4;
const BARE_END = 8;

const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  let mask = 0;
  if (/[A-Za-z0-9_.-]/.test(char)) mask |= NAME;
  if (char === ' ' || char === '\t') mask |= BLANK;
  if (char === '"' || char === "'" || char === '`') mask |= QUOTE;
  if (/[\s,;)\]}<>"'`|]/.test(char) || byte === 0) mask |= BARE_END;
  return mask;
});

/** @param offset where the keyword begins. Returns undefined where no value is given on the same line. */
export function readAssignment(bytes: Uint8Array, offset: number, length: number): AssignedValue | undefined {
  const nameStart = backOverName(bytes, offset);
  const nameEnd = over(bytes, offset + length, MAX_NAME, NAME);
  // "--password=x" and "name: type": a trailing dash or dot is not part of a name that takes a value.
  const closed = overClosers(bytes, nameEnd);
  const operator = readOperator(bytes, over(bytes, closed, MAX_BLANKS, BLANK));
  const isFlag = bytes[nameStart] === 0x2d && closed === nameEnd;
  if (operator === undefined && !(isFlag && is(bytes, nameEnd, BLANK))) return undefined;
  const valueAt = over(bytes, operator ?? nameEnd, MAX_BLANKS, BLANK);
  return readValue(bytes, { nameStart, valueAt });
}

function is(bytes: Uint8Array, at: number, mask: number): boolean {
  return ((CLASS[bytes[at] ?? 0] ?? 0) & mask) !== 0;
}

function over(bytes: Uint8Array, from: number, most: number, mask: number): number {
  const end = Math.min(bytes.length, from + most);
  let at = from;
  while (at < end && is(bytes, at, mask)) at++;
  return at;
}

function backOverName(bytes: Uint8Array, offset: number): number {
  const end = Math.max(0, offset - MAX_NAME);
  let at = offset;
  while (at > end && is(bytes, at - 1, NAME)) at--;
  return at;
}

/** Closing quotes, brackets and escaped quotes between a name and its operator: `"name"]`, `\"name\"`. */
function overClosers(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let count = 0; count < 4; count++) {
    const byte = bytes[at];
    const isCloser = is(bytes, at, QUOTE) || byte === 0x5d || byte === 0x5c || (byte === 0x29 && at > from);
    if (!isCloser) break;
    at++;
  }
  return at;
}

const OPERATORS = ['=>', ':=', '?=', '+=', '===', '!==', '==', '!=', '=', '::', ':', ',', '>', '(', '<-'].map(
  (text) => Buffer.from(text, 'latin1'),
);

/** Where the value may begin, or undefined when nothing here gives a value. */
function readOperator(bytes: Uint8Array, at: number): number | undefined {
  let best = 0;
  for (const operator of OPERATORS) {
    if (operator.length > best && startsWith(bytes, at, operator)) best = operator.length;
  }
  if (best === 0) return undefined;
  // XML and HTML attributes: name="password" value="..."
  return at + best;
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}

function readValue(
  bytes: Uint8Array,
  { nameStart, valueAt }: { nameStart: number; valueAt: number },
): AssignedValue | undefined {
  const escaped = bytes[valueAt] === 0x5c && is(bytes, valueAt + 1, QUOTE);
  const opening = valueAt + (escaped ? 1 : 0) + prefixLength(bytes, valueAt);
  if (is(bytes, opening, QUOTE)) {
    const quote = bytes[opening] ?? 0;
    const tripled = bytes[opening + 1] === quote && bytes[opening + 2] === quote;
    const start = opening + (tripled ? 3 : 1);
    const end = closingQuote(bytes, start, quote);
    return end > start ? { nameStart, start, end: escaped ? end - 1 : end, quoted: true } : undefined;
  }
  const end = bareEnd(bytes, valueAt);
  return end > valueAt ? { nameStart, start: valueAt, end, quoted: bytes[end] === 0x3c } : undefined;
}

/** String prefixes of several languages: f"", b'', r"", @"", N''. */
function prefixLength(bytes: Uint8Array, at: number): number {
  const isPrefix = /[bfrunNBFRU@]/.test(String.fromCharCode(bytes[at] ?? 0));
  return isPrefix && is(bytes, at + 1, QUOTE) ? 1 : 0;
}

/** The quote that ends the text, on the same line and not escaped; 0 when there is none in reach. */
function closingQuote(bytes: Uint8Array, start: number, quote: number): number {
  const limit = Math.min(bytes.length, start + MAX_VALUE);
  for (let at = start; at < limit; at++) {
    const byte = bytes[at];
    if (byte === 0x0a || byte === 0x0d || byte === 0) return 0;
    if (byte === 0x5c && bytes[at + 1] !== quote) at++;
    else if (byte === quote) return at;
  }
  return 0;
}

function bareEnd(bytes: Uint8Array, start: number): number {
  const limit = Math.min(bytes.length, start + MAX_VALUE);
  let at = start;
  while (at < limit && !is(bytes, at, BARE_END)) at++;
  // Longer than any value: a minified or encoded file.
  if (at === limit && at - start === MAX_VALUE) return 0;
  while (at > start && (bytes[at - 1] === 0x2e || bytes[at - 1] === 0x5c)) at--;
  return at;
}
