/** Reads the literal that stands where a value is expected: quoted, escaped-quoted, wrapped in a call, or bare. */
import { BARE_END, BLANK, BREAK, bytesOf, CALLEE, is, lengthOfOneAt, over, QUOTE } from './byte-class.ts';

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
const NO_BYTE = -1;
const SCHEMES = bytesOf('bearer ', 'basic ', 'token ', 'apikey ', 'bot ');
const ENTITY = bytesOf('&quot;', '&#34;', '&apos;');
const STATIC_TEXT = bytesOf("&'static str", '&str');
/** Words before a literal or a call that takes one. */
const LEADS = bytesOf(
  'new ',
  'await ',
  '[]byte',
  'convertto-securestring -string ',
  'convertto-securestring ',
);

/** @param inQuery the name stands in the query of a URL or in a form body, so that `&` ends the value */
export function readValue(bytes: Uint8Array, from: number, inQuery = false): Value | undefined {
  const at = overGap(bytes, from);
  const opening = overCalls(bytes, at);
  const quoted = readQuoted(bytes, opening);
  if (quoted) return quoted;
  // A break or a call before something bare means no value: `password =\n  next`, `password = read(x)`.
  return opening !== at || is(bytes, at, QUOTE) || hasBreak(bytes, from, at)
    ? undefined
    : readBare(bytes, at, inQuery);
}

/** Blanks, and one line break: formatters put a long string on a line of its own. */
function overGap(bytes: Uint8Array, from: number): number {
  const at = over(bytes, from, MAX_BLANKS, BLANK);
  return is(bytes, at, BREAK) ? over(bytes, at, MAX_BLANKS, BLANK | BREAK) : at;
}

function hasBreak(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (is(bytes, at, BREAK)) return true;
  return false;
}

/** Over `Buffer.from(`, `new Secret(`, `[`, `&[]byte(`: only a quote right behind makes it count. */
function overCalls(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let calls = 0; calls < MAX_CALLS; calls++) {
    const name = at + lengthOfOneAt(bytes, at, LEADS);
    const end = over(bytes, name, MAX_CALLEE, CALLEE);
    const isOpen = bytes[end] === 0x28 || (bytes[end] === 0x5b && end === at);
    if (!isOpen) return name === end ? end : at;
    at = over(bytes, end + 1, MAX_INNER_BLANKS, BLANK);
  }
  return at;
}

function readQuoted(bytes: Uint8Array, from: number): Value | undefined {
  let at = from + prefixLength(bytes, from);
  let escapes = 0;
  while (bytes[at] === BACKSLASH && escapes < MAX_ESCAPES) {
    at++;
    escapes++;
  }
  if (!is(bytes, at, QUOTE)) return undefined;
  const quote = bytes[at] ?? 0;
  const tripled = escapes === 0 && bytes[at + 1] === quote && bytes[at + 2] === quote;
  const opened = at + (tripled ? 3 : 1);
  const start = opened + lengthOfOneAt(bytes, opened, SCHEMES);
  const end = escapes > 0 ? escapedClose(bytes, start, quote) : closingQuote(bytes, start, quote);
  return end > start ? { start, end, quoted: true } : undefined;
}

/** String prefixes of several languages: f"", b'', r"", @"", N''. */
function prefixLength(bytes: Uint8Array, at: number): number {
  const isPrefix = /[bfrunNBFRU@$]/.test(String.fromCharCode(bytes[at] ?? 0));
  return isPrefix && is(bytes, at + 1, QUOTE) ? 1 : 0;
}

/** The quote that ends the text, on the same line and not escaped; 0 when there is none in reach. */
function closingQuote(bytes: Uint8Array, start: number, quote: number): number {
  const limit = Math.min(bytes.length, start + MAX_VALUE);
  for (let at = start; at < limit; at++) {
    const byte = bytes[at];
    if (is(bytes, at, BREAK) || byte === 0) return 0;
    if (byte === quote) return at;
    if (byte === BACKSLASH) at++;
  }
  return 0;
}

/** Where backslashes lead to the same quote: the text is a string in a string. */
function escapedClose(bytes: Uint8Array, start: number, quote: number): number {
  const limit = Math.min(bytes.length, start + MAX_VALUE);
  for (let at = start; at < limit; at++) {
    if (is(bytes, at, BREAK) || bytes[at] === 0 || bytes[at] === quote) return 0;
    if (bytes[at] !== BACKSLASH) continue;
    let after = at;
    while (bytes[after] === BACKSLASH && after < at + MAX_ESCAPES) after++;
    if (bytes[after] === quote) return at;
    at = after - 1;
  }
  return 0;
}

function readBare(bytes: Uint8Array, from: number, inQuery: boolean): Value | undefined {
  const entity = lengthOfOneAt(bytes, from, ENTITY);
  const scheme = entity === 0 ? lengthOfOneAt(bytes, from, SCHEMES) : 0;
  const start = from + entity + scheme;
  const end = bareEnd(bytes, start, inQuery || entity > 0);
  if (end <= start) return undefined;
  return annotated(bytes, end, from) ?? { start, end, quoted: false };
}

function bareEnd(bytes: Uint8Array, start: number, endsAtAmpersand: boolean): number {
  const limit = Math.min(bytes.length, start + MAX_VALUE);
  const ampersand = endsAtAmpersand ? AMPERSAND : NO_BYTE;
  let at = start;
  for (; at < limit && !is(bytes, at, BARE_END); at++) {
    const byte = bytes[at];
    if (byte === ampersand || (byte === BACKSLASH && isEscape(bytes[at + 1]))) break;
  }
  // Longer than any value: a minified or encoded file.
  return at - start === MAX_VALUE ? 0 : backOverEnd(bytes, start, at);
}

/** A full stop ends the sentence, a backslash the line. */
function backOverEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === 0x2e || bytes[at - 1] === BACKSLASH)) at--;
  return at;
}

/** \n, \0, \\, \" and the like: the bare value lies in a string that goes on. */
function isEscape(byte: number | undefined): boolean {
  return byte !== undefined && /[nrt0"'\\`]/.test(String.fromCharCode(byte));
}

/** `password: string = "x"`, `var password string = "x"`: what looked like the value was its type. */
function annotated(bytes: Uint8Array, typeEnd: number, from: number): Value | undefined {
  if (typeEnd - from > MAX_TYPE) return undefined;
  const rust = lengthOfOneAt(bytes, from, STATIC_TEXT);
  let at = rust > 0 ? from + rust : typeEnd;
  if (bytes[at] === 0x5d || bytes[at] === 0x3e) at++;
  at = over(bytes, at, MAX_BLANKS, BLANK);
  const isAssigned = bytes[at] === 0x3d && bytes[at + 1] !== 0x3d && bytes[at + 1] !== 0x3e;
  return isAssigned ? readQuoted(bytes, over(bytes, at + 1, MAX_BLANKS, BLANK)) : undefined;
}
