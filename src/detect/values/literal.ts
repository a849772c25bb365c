/** Is a value a literal, or does it refer to one: a variable, a call, a template, a file, an address? */
import type { Assigned } from '../check.ts';
import { profileOf, strangeLetters } from './profile.ts';

/** Templates and references of shells, build tools, template languages and vaults. */
const REFERENCE =
  /^(?:\$[\w({\[:]|%\w+%|@[\w{]|\{[\w{%]|\[[\w.]+\]$|<[^>]*>?$|#[\w{]|##|!(?:Ref|Sub|GetAtt)|&\w|\*\w|:'?\w+'?$|~\/|\.{1,2}\/|\/[\w.-]+(?:\/|$)|[A-Za-z]:[\\/]|(?:file|https?|vault|env|secret|op|ssm|arn|urn|data|aws|gcp|azure|keyring|projects|kms|ref\+\w+|jdbc|\w{2,10}):[/\w]*\/)|\$\{|\$\(|\{\{|#\{|<%|%[sdv](?![A-Za-z0-9])|%\(|\{\d?\}|^\d+\/|^\\?\w+(?:\\{1,2}\w+)+(?:::\w+)?$|^__\w+__$|^@.*@$|\$\{?[A-Z][A-Z_]{2,}/;
/** process.env.X, os.Getenv, config.password, this.x, a->b, Foo::BAR: names joined by access operators. */
const ACCESS = /^[&*!~-]?[A-Za-z_$][\w$]*(?:(?:\??\.|->|::|\[)[A-Za-z_$"'][\w$]*)+\]?[?!]?$/;
const PUBLIC_KEY = /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-)|^-----BEGIN (?:PUBLIC|CERT)|^MIIB?I?j?ANBgkq/;
const FILE =
  /^[\w./\\~-]*\.(?:pem|key|crt|cer|p12|pfx|jks|txt|json|ya?ml|conf|cfg|ini|properties|env|enc|gpg|asc|pub|[jt]sx?|py|rb|go|java|cs|php|sh|html?|css|svg|png|md|xml|toml|lock|log)$/i;
/** Calls that take a literal and give it in another form. What any other call takes is not the secret itself. */
const WRAPPER =
  /^(?:new |await )*(?:[\w.:$]*(?:from|of|bytes|byte|buffer|encode|encoded|decode|b64decode|string|str|ptr|pointer|secret|secretkey|securestring|value|valueof|wrap|literal|atob|btoa|text|key|password|credential|credentials|token|tochararray|utf8|nonempty|unsafe|fromstring|parse)|)$/i;
const LOOK_UP = /(?:^|[.:\s])(?:get|fetch|read|load|find|lookup|resolve|ask|prompt|is|has)\w*$/i;
const MAX_SYMBOLS = 12;

export function isLiteral(value: string, after: string, assigned: Assigned): boolean {
  if (REFERENCE.test(value) || PUBLIC_KEY.test(value) || FILE.test(value)) return false;
  if (/[^\x21-\x7e]/.test(value) || isConcatenated(after)) return false;
  if ((value.match(/[^A-Za-z0-9]/g)?.length ?? 0) > Math.max(MAX_SYMBOLS, value.length / 3)) return false;
  return assigned.quoted ? isQuotedLiteral(value, after, assigned) : isBareLiteral(value, after, assigned);
}

/** `"prefix" + rest`: the text is a part of something. */
function isConcatenated(after: string): boolean {
  return /^["'`]\s{0,4}(?:\+|\.\s?[$"'])|^["'`] %/.test(after);
}

function isQuotedLiteral(value: string, after: string, { link }: Assigned): boolean {
  if (/^["'`]\s{0,4}(?::|=>|=(?!=))/.test(after) || /^\w+\(/.test(value)) return false;
  const calls = link.match(/(?:(?:new|await) )?[\w.:$]*(?=\()/g) ?? [];
  return calls.every((call) => WRAPPER.test(call) && !LOOK_UP.test(call)) && !isAccess(value);
}

/** Unquoted text is a literal where nothing is code: in a file of settings, a shell line, a query string, a tag. */
function isBareLiteral(value: string, after: string, { link, lead, name }: Assigned): boolean {
  if (/[([{]|\)$|^[-+*/!&=?]/.test(value) || /^[([]/.test(after)) return false;
  if (isAccess(value)) return false;
  if (/^[ \t]*[({[]|^\.|^[ \t]*(?:\?|\+|&&|\|\||==|[!=]=|=>|->|or |and |if |else )/.test(after)) return false;
  const isSpaced = /\s[:=]/.test(link);
  const isIdentifier = /^[A-Za-z_$][\w$]*$/.test(value);
  if (isIdentifier && /^[;,)\]]/.test(after) && !isInText(lead, name, after)) return isNoName(value);
  return !(isIdentifier && isSpaced && /[=:]$/.test(link.trim()) && !isNoName(value) && !/\d/.test(value));
}

/** Names joined by access operators; a token with dots in it is mostly not made of words. */
function isAccess(value: string): boolean {
  if (!ACCESS.test(value)) return false;
  const { digits, length } = profileOf(value);
  return digits < 2 || strangeLetters(value) + digits < length / 2;
}

/** `Server=x;Password=hunter2;`, `a=1&token=x`: the list goes on in text, not in code. */
function isInText(lead: string, name: string, after: string): boolean {
  return after.startsWith(';') && /[;"'=\w]$/.test(lead) && !/^\s/.test(name);
}

/** Digits between letters as no one names a variable. */
function isNoName(value: string): boolean {
  return /[A-Za-z]\d+[A-Za-z]+\d|\d[a-z]+\d|[a-z]\d[A-Z]/.test(value) && value.length >= 8;
}
