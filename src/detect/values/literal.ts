/** Is a value a literal, or does it refer to one: a variable, a call, a template, a file, an address? */
import type { Assigned } from '../check.ts';
import { profileOf, strangeLetters } from './profile.ts';

/** What refers to a value or is none, one line a kind. */
const REFERENCES: readonly RegExp[] = [
  // $VAR, ${VAR}, $(command), $[x], and the first two anywhere when they stand for themselves
  /^\$[\w({[:]|\$\{|\$\(|\$[A-Z][A-Z_]{2,}/,
  // templates: {{ x }}, {x}, #{x}, <% x %>, <x>, %(x)s, %s, %X%, @X@, ##X##, __X__
  /\{\{|#\{|<%|^\{[\w{%]|\{\d?\}|^<[^>]*>?$|%\(|%(?:0\d+)?[sdiuv](?![A-Za-z0-9])|^%\w+%|^@.*@$|^#[\w{]|^##|^__\w+__$/,
  // sigils of variables, symbols and tags: @x, &x, *x, :x, [x], [f(x)], !Ref
  /^@[\w{]|^[&*]\w|^:'?\w+'?$|^\[[\w.]+\]$|^\[\w+\(|^!(?:Ref|Sub|GetAtt)/,
  // paths: ~/x, ./x, /x/y, C:\x, 12/x, \A\B::class
  /^~\/|^\.{1,2}\/|^\/[\w.-]+(?:\/|$)|^[A-Za-z]:[\\/]|^\d+\/[a-z]+$|^\\?\w+(?:\\{1,2}\w+)+(?:::\w+)?$/,
  // addresses and places in vaults: https://x, vault:x/y, projects/x/y
  /^[\w+]{2,16}:[/\w]*\/|^(?:projects|secrets?|kv|data)\//,
  // more options, concatenation and commands: --size=1, +x+, Get-Thing
  /^--[a-z]|^\+[\w.()]*\+$|^(?:Get|New|Read|Import|Export|Invoke|ConvertTo|ConvertFrom)-[A-Z][A-Za-z]+$/,
  // text in another script, as Java's properties write it
  /\\u0[0-9a-f]{3}/i,
  // public keys
  /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-)|^-----BEGIN (?:PUBLIC|CERT)|^MIIB?I?j?ANBgkq/,
  // file names
  /^[\w./\\~-]*\.(?:pem|key|crt|cer|p12|pfx|jks|txt|json|ya?ml|conf|cfg|ini|properties|env|enc|gpg|asc|pub)$/i,
  /^[\w./\\~-]*\.(?:[jt]sx?|py|rb|go|java|cs|php|sh|html?|css|svg|png|md|xml|toml|lock|log)$/i,
];

/** process.env.X, config.password, this.x, a->b, Foo::BAR: names joined by access operators. */
const ACCESS = /^[&*!~-]?[A-Za-z_$][\w$-]*(?:(?:\??\.|->|::|\[)[A-Za-z_$"'][\w$-]*)+\]?[?!]?$/;
/** Calls that take a literal and give it in another form. What any other call takes is not the secret itself. */
const WRAPPER =
  /(?:from|of|bytes?|buffer|encoded?|decode|str|string|ptr|pointer|secret|key|password|credentials?|token|value|wrap|literal|atob|btoa|text|chararray|utf8|nonempty|unsafe|parse)$/i;
const LOOK_UP = /(?:^|[.:\s])(?:get|fetch|read|load|find|lookup|resolve|ask|prompt|is|has)\w*$/i;
const MAX_SYMBOLS = 12;

/** Code goes on behind a name: a call, a member, an operator. */
const CODE_AFTER =
  /^[ \t]*[({[]|^\.|^<\w|^[ \t]*(?:\?|\+|&&|\|\||==|[!=]=|=>|->|or |and |if |else |read \w|write \w)/;
const CODE_START = /[([{]|\)$|^[-+*/!&=?\\]/;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** @param after up to 64 bytes behind the value */
export function isLiteral(value: string, after: string, assigned: Assigned): boolean {
  if (REFERENCES.some((reference) => reference.test(value))) return false;
  if (/[^\x21-\x7e]/.test(value) || isConcatenated(after) || isAccess(value)) return false;
  if ((value.match(/[^A-Za-z0-9]/g)?.length ?? 0) > Math.max(MAX_SYMBOLS, value.length / 3)) return false;
  return assigned.quoted ? isQuotedLiteral(value, after, assigned) : isBareLiteral(value, after, assigned);
}

/** `"prefix" + rest`: the text is a part of something. */
function isConcatenated(after: string): boolean {
  return /^["'`]\s{0,4}(?:\+|\.\s?[$"'])|^["'`] %/.test(after);
}

/** Names joined by access operators; a token with dots in it is mostly not made of words. */
function isAccess(value: string): boolean {
  if (!ACCESS.test(value)) return false;
  const { digits, length } = profileOf(value);
  return digits < 2 || strangeLetters(value) + digits < length / 2;
}

/** Not itself a name (`"a": 1` follows), not the beginning of a call, and in no call but one that wraps it. */
function isQuotedLiteral(value: string, after: string, { link }: Assigned): boolean {
  const isName = /^["'`]\s{0,4}(?::(?!:)|=>|=(?!=))/.test(after) && !/[=!]=/.test(link);
  if (isName || /^\w+\(|^\)/.test(value)) return false;
  const calls = link.split('(').slice(0, -1);
  return calls.every((call) => !/[\w$]$/.test(call) || (WRAPPER.test(call) && !LOOK_UP.test(call)));
}

/** Unquoted text is a literal where nothing is code: in a file of settings, a shell line, a query string, a tag. */
function isBareLiteral(value: string, after: string, { link, lead }: Assigned): boolean {
  if (CODE_START.test(value) || CODE_AFTER.test(after) || isCutOff(value, after)) return false;
  if (!IDENTIFIER.test(value) || isNoName(value)) return true;
  if (/^[;,)\]]/.test(after)) return isInText(lead, after);
  const isSpaced = /\s[:=]/.test(link) && /[=:]$/.test(link.trim());
  return !isSpaced || /\d/.test(value);
}

/** `a->b`, `Type=''`, `f(a:b:)`: the value's last byte belongs to what follows. */
function isCutOff(value: string, after: string): boolean {
  return /^->|^=["']|^:\)/.test(value.slice(-1) + after.charAt(0));
}

/** `Server=x;Password=hunter2;`, `a=1;token=x;`: the list goes on in text, not in code. */
function isInText(lead: string, after: string): boolean {
  return after.startsWith(';') && /[;"'=\w]$/.test(lead);
}

/** Digits between letters as no one names a variable. */
function isNoName(value: string): boolean {
  return value.length >= 8 && /[A-Za-z]\d+[A-Za-z]+\d|\d[a-z]+\d|[a-z]\d[A-Z]/.test(value);
}
