/** Reads the literal that stands where a value is expected: quoted, escaped-quoted, wrapped in a call, or bare. */
import {
  BARE_END,
  BLANK,
  BREAK,
  bytesOf,
  CALLEE,
  is,
  isOf,
  lengthOfOneAt,
  NO_BYTE,
  over,
  PREFIX,
  QUOTE,
  standsAt,
  type WatchedText,
} from './byte-class.ts';

/** Byte offsets of a value, and whether quotes delimit it. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

const MAX_VALUE = 512;
export const MAX_BLANKS = 32;
const MAX_CALLEE = 32;
/** A type annotation is no longer. */
const MAX_TYPE = 48;
const MAX_INNER_BLANKS = 4;
/** `createSecretKey(Buffer.from("...` */
const MAX_CALLS = 2;
const MAX_ESCAPES = 7;

const BACKSLASH = 0x5c;
const AMPERSAND = 0x26;
const SCHEMES = bytesOf('bearer ', 'basic ', 'token ', 'apikey ', 'bot ');
const ENTITY = bytesOf('&quot;', '&#34;', '&apos;');
const STATIC_TEXT = bytesOf("&'static str", '&str');
const [AS = new Uint8Array()] = bytesOf('as ');
/** Words before a literal or a call that takes one. */
const LEADS = bytesOf(
  'new ',
  'await ',
  '[]byte',
  'convertto-securestring -string ',
  'convertto-securestring ',
);

/** @param inQuery the name stands in the query of a URL or in a form body, so that `&` ends the value */
export function readValue(text: WatchedText, from: number, inQuery = false): Value | undefined {
  const at = overGap(text, from);
  const opening = overCalls(text, at);
  const quoted = readQuoted(text, opening);
  if (quoted) return quoted;
  // A break or a call before something bare means no value: `password =\n  next`, `password = read(x)`.
  return opening !== at || is(text, at, QUOTE) || hasBreak(text, from, at)
    ? undefined
    : readBare(text, at, inQuery);
}

/** Blanks, and one line break: formatters put a long string on a line of its own. */
function overGap(text: WatchedText, from: number): number {
  const at = over(text, from, MAX_BLANKS, BLANK);
  return is(text, at, BREAK) ? over(text, at, MAX_BLANKS, BLANK | BREAK) : at;
}

function hasBreak(text: WatchedText, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (is(text, at, BREAK)) return true;
  return false;
}

/** Over `Buffer.from(`, `new Secret(`, `[`, `&[]byte(`: only a quote right behind makes it count. */
function overCalls(text: WatchedText, from: number): number {
  let at = from;
  for (let calls = 0; calls < MAX_CALLS; calls++) {
    const name = at + lengthOfOneAt(text, at, LEADS);
    const end = over(text, name, MAX_CALLEE, CALLEE);
    const opener = text.byteAt(end);
    const isOpen = opener === 0x28 || (opener === 0x5b && end === at);
    if (!isOpen) return name === end ? end : at;
    at = over(text, end + 1, MAX_INNER_BLANKS, BLANK);
  }
  return at;
}

function readQuoted(text: WatchedText, from: number): Value | undefined {
  let at = from + prefixLength(text, from);
  let escapes = 0;
  while (escapes < MAX_ESCAPES && text.byteAt(at) === BACKSLASH) {
    at++;
    escapes++;
  }
  const quote = text.byteAt(at);
  if (!isOf(quote, QUOTE)) return undefined;
  const tripled = escapes === 0 && text.byteAt(at + 1) === quote && text.byteAt(at + 2) === quote;
  const opened = at + (tripled ? 3 : 1);
  const start = opened + lengthOfOneAt(text, opened, SCHEMES);
  const end = escapes > 0 ? escapedClose(text, start, quote) : closingQuote(text, start, quote);
  return end > start ? { start, end, quoted: true } : undefined;
}

/** String prefixes of several languages. */
function prefixLength(text: WatchedText, at: number): number {
  return is(text, at, PREFIX) && is(text, at + 1, QUOTE) ? 1 : 0;
}

/** The quote that ends the value, on the same line and not escaped; 0 when there is none in reach. */
function closingQuote(text: WatchedText, start: number, quote: number): number {
  for (let at = start; at < start + MAX_VALUE; at++) {
    const byte = text.byteAt(at);
    if (endsQuoted(byte)) return 0;
    if (byte === quote) return at;
    if (byte === BACKSLASH) at++;
  }
  return 0;
}

/** Where backslashes lead to the same quote: the value is a string in a string. */
function escapedClose(text: WatchedText, start: number, quote: number): number {
  for (let at = start; at < start + MAX_VALUE; at++) {
    const byte = text.byteAt(at);
    if (endsQuoted(byte) || byte === quote) return 0;
    if (byte !== BACKSLASH) continue;
    let after = at;
    while (after < at + MAX_ESCAPES && text.byteAt(after) === BACKSLASH) after++;
    if (text.byteAt(after) === quote) return at;
    at = after - 1;
  }
  return 0;
}

/** A line break, a NUL, the end of the text: no quoted value goes on behind these. */
function endsQuoted(byte: number): boolean {
  return byte === NO_BYTE || byte === 0 || isOf(byte, BREAK);
}

function readBare(text: WatchedText, from: number, inQuery: boolean): Value | undefined {
  const entity = lengthOfOneAt(text, from, ENTITY);
  const scheme = entity === 0 ? lengthOfOneAt(text, from, SCHEMES) : 0;
  const start = from + entity + scheme;
  const end = bareEnd(text, start, inQuery || entity > 0);
  if (end <= start) return undefined;
  return annotated(text, end, from) ?? { start, end, quoted: false };
}

function bareEnd(text: WatchedText, start: number, endsAtAmpersand: boolean): number {
  let at = start;
  for (; at < start + MAX_VALUE; at++) {
    const byte = text.byteAt(at);
    if (byte === NO_BYTE || isOf(byte, BARE_END) || (endsAtAmpersand && byte === AMPERSAND)) break;
    if (byte === BACKSLASH && isEscape(text.byteAt(at + 1))) break;
  }
  // Longer than any value: a minified or encoded file.
  return at - start === MAX_VALUE ? 0 : backOverEnd(text, start, at);
}

/** A full stop ends the sentence, a backslash the line. */
function backOverEnd(text: WatchedText, start: number, end: number): number {
  let at = end;
  while (at > start && (text.byteAt(at - 1) === 0x2e || text.byteAt(at - 1) === BACKSLASH)) at--;
  return at;
}

/** \n, \0, \\, \" and the like: the bare value lies in a string that goes on. */
function isEscape(byte: number): boolean {
  return byte !== NO_BYTE && /[nrt0"'\\`]/.test(String.fromCharCode(byte));
}

/** `password: string = "x"`, `var password string = "x"`: what looked like the value was its type. */
function annotated(text: WatchedText, typeEnd: number, from: number): Value | undefined {
  if (typeEnd - from > MAX_TYPE) return undefined;
  const rust = lengthOfOneAt(text, from, STATIC_TEXT);
  let at = rust > 0 ? from + rust : overBasicType(text, from, typeEnd);
  const bracket = text.byteAt(at);
  if (bracket === 0x5d || bracket === 0x3e) at++;
  at = over(text, at, MAX_BLANKS, BLANK);
  return isAssigned(text, at) ? readQuoted(text, over(text, at + 1, MAX_BLANKS, BLANK)) : undefined;
}

/** Visual Basic: `Dim password As String = "x"` */
function overBasicType(text: WatchedText, from: number, typeEnd: number): number {
  return typeEnd === from + 2 && standsAt(text, from, AS)
    ? over(text, typeEnd + 1, MAX_CALLEE, CALLEE)
    : typeEnd;
}

/** `=`, but neither `==` nor `=>`. */
function isAssigned(text: WatchedText, at: number): boolean {
  if (text.byteAt(at) !== 0x3d) return false;
  const next = text.byteAt(at + 1);
  return next !== 0x3d && next !== 0x3e;
}
