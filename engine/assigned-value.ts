// AssemblyScript. Reads the literal that stands where a value is expected: quoted, escaped-quoted, wrapped in a call, or bare.
// The plain TypeScript twin is src/engine/plain/assigned-value.ts.
import {
  BARE_END,
  BLANK,
  BREAK,
  byteAt,
  CALLEE,
  is,
  isOf,
  lengthAt,
  NO_BYTE,
  over,
  peek,
  PREFIX,
  QUOTE,
  see,
  standsAt,
} from './byte-class';

const MAX_VALUE: usize = 512;
export const MAX_BLANKS: u32 = 32;
const MAX_CALLEE: u32 = 32;
/** A type annotation is no longer. */
const MAX_TYPE: usize = 48;
const MAX_INNER_BLANKS: u32 = 4;
/** `createSecretKey(Buffer.from("...` */
const MAX_CALLS: u32 = 2;
const MAX_ESCAPES: usize = 7;

const AMPERSAND: u32 = 0x26;
const BACKSLASH: u32 = 0x5c;
const NOWHERE: usize = 0;

/** The value that was read last, by addresses: set only by those that return true. */
let start: usize = 0;
let end: usize = 0;
let quoted: bool = false;

export function valueStart(): usize {
  return start;
}

export function valueEnd(): usize {
  return end;
}

export function isQuoted(): bool {
  return quoted;
}

/** @param inQuery the name stands in the query of a URL or in a form body, so that `&` ends the value */
export function readValue(from: usize, inQuery: bool): bool {
  const at = overGap(from);
  const opening = overCalls(at);
  if (readQuoted(opening)) return true;
  // A break or a call before something bare means no value: `password =\n  next`, `password = read(x)`.
  if (opening != at || is(at, QUOTE) || hasBreak(from, at)) return false;
  return readBare(at, inQuery);
}

export function readQuotedValue(from: usize): bool {
  return readValue(from, false) && quoted;
}

/** Blanks, and one line break: formatters put a long string on a line of its own. */
function overGap(from: usize): usize {
  const at = over(from, MAX_BLANKS, BLANK);
  return is(at, BREAK) ? over(at, MAX_BLANKS, BLANK | BREAK) : at;
}

function hasBreak(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (isOf(peek(at), BREAK)) return true;
  return false;
}

/** Over `Buffer.from(`, `new Secret(`, `[`, `&[]byte(`: only a quote right behind makes it count. */
function overCalls(from: usize): usize {
  let at = from;
  for (let calls: u32 = 0; calls < MAX_CALLS; calls++) {
    const name = at + leadAt(at);
    const behind = over(name, MAX_CALLEE, CALLEE);
    const opener = byteAt(behind);
    const isOpen = opener == 0x28 || (opener == 0x5b && behind == at);
    if (!isOpen) return name == behind ? behind : at;
    at = over(behind + 1, MAX_INNER_BLANKS, BLANK);
  }
  return at;
}

/** Words before a literal or a call that takes one. */
function leadAt(at: usize): u32 {
  const first = byteAt(at);
  if (first == 0x5b) return lengthAt(at, '[]byte');
  const folded = first | 0x20;
  if (folded == 0x6e) return lengthAt(at, 'new ');
  if (folded == 0x61) return lengthAt(at, 'await ');
  if (folded != 0x63) return 0;
  const longer = lengthAt(at, 'convertto-securestring -string ');
  return longer > 0 ? longer : lengthAt(at, 'convertto-securestring ');
}

function schemeAt(at: usize): u32 {
  const folded = byteAt(at) | 0x20;
  if (folded == 0x74) return lengthAt(at, 'token ');
  if (folded == 0x61) return lengthAt(at, 'apikey ');
  if (folded != 0x62) return 0;
  const longer = lengthAt(at, 'bearer ');
  if (longer > 0) return longer;
  const basic = lengthAt(at, 'basic ');
  return basic > 0 ? basic : lengthAt(at, 'bot ');
}

function entityAt(at: usize): u32 {
  if (byteAt(at) != AMPERSAND) return 0;
  const double = lengthAt(at, '&quot;');
  if (double > 0) return double;
  const numbered = lengthAt(at, '&#34;');
  return numbered > 0 ? numbered : lengthAt(at, '&apos;');
}

function readQuoted(from: usize): bool {
  let at = from + prefixAt(from);
  const first = at;
  while (at < first + MAX_ESCAPES && byteAt(at) == BACKSLASH) at++;
  const isEscaped = at > first;
  const quote = byteAt(at);
  if (!isOf(quote, QUOTE)) return false;
  const isTripled = !isEscaped && byteAt(at + 1) == quote && byteAt(at + 2) == quote;
  const opened = at + (isTripled ? 3 : 1);
  const value = opened + schemeAt(opened);
  const close = isEscaped ? escapedClose(value, quote) : closingQuote(value, quote);
  if (close <= value) return false;
  return setValue(value, close, true);
}

/** String prefixes of several languages. */
function prefixAt(at: usize): usize {
  return is(at, PREFIX) && is(at + 1, QUOTE) ? 1 : 0;
}

/** The quote that ends the value, on the same line and not escaped. */
function closingQuote(from: usize, quote: u32): usize {
  const limit = from + MAX_VALUE;
  let last = from;
  let found = NOWHERE;
  for (let at = from; at < limit; at++) {
    last = at;
    const byte = peek(at);
    if (byte == quote) found = at;
    if (byte == quote || endsQuoted(byte)) break;
    if (byte == BACKSLASH) at++;
  }
  see(last);
  return found;
}

/** Where backslashes lead to the same quote: the value is a string in a string. */
function escapedClose(from: usize, quote: u32): usize {
  const limit = from + MAX_VALUE;
  for (let at = from; at < limit; at++) {
    const byte = byteAt(at);
    if (byte == quote || endsQuoted(byte)) return NOWHERE;
    if (byte != BACKSLASH) continue;
    let after = at;
    while (after < at + MAX_ESCAPES && byteAt(after) == BACKSLASH) after++;
    if (byteAt(after) == quote) return at;
    at = after - 1;
  }
  return NOWHERE;
}

/** A line break, a NUL, the end of the text: no quoted value goes on behind these. */
// @ts-ignore: decorator
@inline
function endsQuoted(byte: u32): bool {
  return byte == 0x0a || byte == 0x0d || byte == 0 || byte == NO_BYTE;
}

function readBare(from: usize, inQuery: bool): bool {
  const entity = entityAt(from);
  const first = from + (entity > 0 ? entity : schemeAt(from));
  const behind = bareEnd(first, inQuery || entity > 0 ? AMPERSAND : NO_BYTE);
  if (behind <= first) return false;
  return annotated(behind, from) || setValue(first, behind, false);
}

/** @param ampersand ends the value as well, when it is a byte at all */
function bareEnd(from: usize, ampersand: u32): usize {
  const limit = from + MAX_VALUE;
  let at = from;
  for (; at < limit; at++) {
    const byte = peek(at);
    if (byte == NO_BYTE || isOf(byte, BARE_END) || byte == ampersand) break;
    if (byte == BACKSLASH && isEscape(byteAt(at + 1))) break;
  }
  see(at < limit ? at : at - 1);
  // Longer than any value: a minified or encoded file.
  return at == limit ? NOWHERE : backOverEnd(from, at);
}

/** A full stop ends the sentence, a backslash the line. */
function backOverEnd(from: usize, to: usize): usize {
  let at = to;
  while (at > from && (peek(at - 1) == 0x2e || peek(at - 1) == BACKSLASH)) at--;
  return at;
}

/** \n, \0, \\, \" and the like: the bare value lies in a string that goes on. */
function isEscape(byte: u32): bool {
  return byte == 0x6e || byte == 0x72 || byte == 0x74 || byte == 0x30 || byte == BACKSLASH || isOf(byte, QUOTE);
}

/** `password: string = "x"`, `var password string = "x"`: what looked like the value was its type. */
function annotated(typeEnd: usize, from: usize): bool {
  if (typeEnd - from > MAX_TYPE) return false;
  const rust = rustTextAt(from);
  let at = rust > 0 ? from + rust : overBasicType(from, typeEnd);
  const bracket = byteAt(at);
  if (bracket == 0x5d || bracket == 0x3e) at++;
  at = over(at, MAX_BLANKS, BLANK);
  return isAssigned(at) && readQuoted(over(at + 1, MAX_BLANKS, BLANK));
}

/** Visual Basic: `Dim password As String = "x"` */
function overBasicType(from: usize, typeEnd: usize): usize {
  return typeEnd == from + 2 && standsAt(from, 'as ') ? over(typeEnd + 1, MAX_CALLEE, CALLEE) : typeEnd;
}

function rustTextAt(at: usize): u32 {
  if (byteAt(at) != AMPERSAND) return 0;
  const longer = lengthAt(at, "&'static str");
  return longer > 0 ? longer : lengthAt(at, '&str');
}

/** `=`, but neither `==` nor `=>`. */
function isAssigned(at: usize): bool {
  if (byteAt(at) != 0x3d) return false;
  const next = byteAt(at + 1);
  return next != 0x3d && next != 0x3e;
}

function setValue(from: usize, to: usize, isInQuotes: bool): bool {
  start = from;
  end = to;
  quoted = isInQuotes;
  return true;
}
