/**
 * Judges a value by what it is made of: `{ name = "secret-value", kind = "password" }`. People choose passwords of words and
 * digits, so a password need only hold something that is not vocabulary; a token must look generated. Every refusal has a name.
 */
import { entropy } from '../../core/entropy.ts';
import { type Check, type CheckInput, textOption } from '../check.ts';
import { isLiteral } from '../values/literal.ts';
import { type Profile, profileOf, strangeLetters } from '../values/profile.ts';
import { isRunTogether } from '../values/setting.ts';
import { MADE_UP } from '../values/words.ts';

/** What a kind of name asks of a value. */
interface Demand {
  readonly shortest: number;
  readonly longest: number;
  /** Bits a character. */
  readonly entropy: number;
  /** A generated value: so many digits, and so many letters outside known words and digits together. */
  readonly generated?: { readonly digits: number; readonly unknown: number };
}

const DEMANDS: Readonly<Record<string, Demand>> = {
  password: { shortest: 5, longest: 128, entropy: 1.5 },
  secret: { shortest: 8, longest: 256, entropy: 2.5, generated: { digits: 1, unknown: 8 } },
  token: { shortest: 8, longest: 512, entropy: 2.8, generated: { digits: 2, unknown: 8 } },
};

/** Bits a pair: three words of code lie at 7.1 to 8.7, twelve random letters at 9.1 to 11.7 (1st to 99th percentile). */
const RANDOM_PAIRS = 9.4;
/** For detectors that know the value's place by its form, e.g. in a URL. */
const ALONE = { lead: '', name: '', link: '', quoted: true };

const REPEATED = /^(.{1,4})\1+.?$|(.)\2{5}|^(.)\3*$|\*{3}|^\*\*.*\*\*$|\.{3}/;
const COUNTING = /01234|12345|23456|98765|abcde|fedcba|qwert|asdfg|zxcvb|deadbeef|cafebabe/i;
/** Character classes, groups and counts of a regular expression. */
const EXPRESSION = /\[\^?[a-z0-9]-[a-z0-9]|\(\?[:=!<P]|[\])]\{\d+(?:,\d*)?\}|\\[dwsb][+*?{\]]/i;
const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HASHED =
  /^(?:\w+:)?\$(?:apr1|2[aby]?|1|5|6|argon2\w*|scrypt|pbkdf2\S*)\$|^\{(?:SSHA|SHA|MD5|CRYPT)\}|^(?:pbkdf2|bcrypt|scrypt|argon2\w*|sha\d+|md5)[:_$-]/i;
/** `A128CBC-HS256`, `HMACSHA2+256:`, `utf-8`, the scope of a signature of AWS. */
const NAMED =
  /^A(?:128|192|256)(?:CBC|CTR|GCM|KW)|^HMACSHA\d|^(?:utf|iso|latin|windows|us)[-_]?[\d-]+$|\/aws4_request/i;
/** Bytes that are no text, as C and dumps of packets write them. */
const OCTAL = /\\[0-3][0-7]{2}[^\\]*\\[0-3][0-7]{2}/;
const NUMBER = /^[-+]?[\d.,:_]+$/;
const HEX_NUMBER = /^0x[\da-f]+$/i;
const CAPITALISED = /^[A-Z][a-z]+(?:-[A-Za-z][a-z]+)*$/;
const COMPOUND =
  /(?:^|[_.:-])(?:pass(?:wor)?d?|passwd|passwort|passord|adgangskode|wachtwoord|pwd|secret|token|key|credentials?)(?:$|[_.:-])/i;
const DOTTED = /^[a-z]+(?:[._-][a-z]+)+$/;
const BASE64 = /^[A-Za-z0-9+/]{12,}={0,2}$/;
/** `secretsecret`: a word written twice is long enough for a log-in form, and the name of nothing. */
const DOUBLED = /^([A-Za-z]{5,})\1$/;
const ESCAPED = /%[0-9a-f]{2}/i;
const ESCAPES = /%([0-9a-f]{2})/gi;
const ALTERNATIVES = /^[A-Za-z]+(?:[:|][A-Za-z-]+)+$/;

export const secretValueCheck: Check = {
  asks: (spec) =>
    `It must look like a ${textOption(spec, 'kind', 'token')}, not like a word, a reference, a hash or a placeholder.`,
  found: (input, spec) =>
    reasonAgainst(input, textOption(spec, 'kind', 'token')) ?? 'nothing speaks against it',
  accepts: (input, spec) => reasonAgainst(input, textOption(spec, 'kind', 'token')) === undefined,
};

/** Why the value is not taken for a secret, or undefined. @throws {RangeError} for a kind that there is not */
export function reasonAgainst(input: CheckInput, kind: string): string | undefined {
  const demand = DEMANDS[kind];
  if (!demand) throw new RangeError(`check "secret-value": there is no kind "${kind}"`);
  const refusal = REFUSALS.find(([, refuses]) => refuses(input.token, demand));
  if (refusal) return refusal[0];
  if (!isLiteral(input.token, input.after, input.assigned ?? ALONE)) return 'refers to a value';
  if (isRunTogether(input)) return undefined;
  return namesItself(input) ? 'names itself' : reasonInParts(input, demand);
}

function reasonInParts({ token, assigned = ALONE }: CheckInput, demand: Demand): string | undefined {
  const refusals = demand.generated ? GENERATED_REFUSALS : PASSWORD_REFUSALS;
  const parts = { ...profileOf(token), strange: strangeLetters(token) };
  const context = { ...demand, quoted: assigned.quoted, isVariable: /^[^a-z]+$/.test(assigned.name) };
  return refusals.find(([, refuses]) => refuses(token, parts, context))?.[0];
}

/** `USER_PASSWORD_HINT = "userPasswordHint"`, `JoinToken: join_token`: one name in two styles. */
function namesItself({ token, assigned }: CheckInput): boolean {
  return assigned !== undefined && /[^a-z]/.test(token) && plain(token) === plain(assigned.name);
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

type Refusal = readonly [reason: string, refuses: (token: string, demand: Demand) => boolean];

const REFUSALS: readonly Refusal[] = [
  [
    'too short or too long',
    (token, { shortest, longest }) => token.length < shortest || token.length > longest,
  ],
  ['has blanks', (token) => /\s/.test(token)],
  ['is too short, or no text, without its escapes', (token, demand) => !isTextUnescaped(token, demand)],
  ['repeats itself', (token) => REPEATED.test(token)],
  ['counts', (token) => COUNTING.test(token)],
  ['says that it is made up', (token) => MADE_UP.test(token)],
  ['is a regular expression', (token) => EXPRESSION.test(token)],
  ['is a password hash', (token) => HASHED.test(token)],
  ['is the name of an algorithm, a charset or a scope', (token) => NAMED.test(token)],
  ['is bytes', (token) => OCTAL.test(token)],
  ['is a UUID', (token) => UUID.test(token)],
  ['is a number', (token) => HEX_NUMBER.test(token)],
  ['is too regular', (token, demand) => entropy(token) < demand.entropy],
];

/** `c%20d` in a URL is three characters, and `c%0D%01` is no password. */
function isTextUnescaped(token: string, { shortest }: Demand): boolean {
  if (!ESCAPED.test(token)) return true;
  const text = token.replace(ESCAPES, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return text.length >= shortest && /^[\x20-\x7e\x80-\xff]*$/.test(text);
}

interface Parts extends Profile {
  /** Letters outside known words. */
  readonly strange: number;
}

type WordRefusal = readonly [
  reason: string,
  refuses: (
    token: string,
    parts: Parts,
    context: Demand & { quoted: boolean; isVariable: boolean },
  ) => boolean,
];

const PASSWORD_REFUSALS: readonly WordRefusal[] = [
  ['is a number', (token, _, { quoted }) => !quoted && NUMBER.test(token)],
  // A form's label in any language, unless it is given to a VARIABLE.
  ['is a label', (token, _, { quoted, isVariable }) => CAPITALISED.test(token) && (quoted || !isVariable)],
  ['is a constant', (token) => /^[A-Z_]+$/.test(token)],
  ['names itself', (token, { digits }) => digits === 0 && (COMPOUND.test(token) || ALTERNATIVES.test(token))],
  [
    'is made of words of code',
    (token, { strange }) => /^[a-z]+$/.test(token) && strange < 3 && !DOUBLED.test(token),
  ],
  [
    'is made of words of code',
    (token, { strange, digits }) => strange + digits === 0 && !DOUBLED.test(token),
  ],
  ['has too few letters and digits', (_, { letters, digits }) => letters + digits < 3],
  // password1, test123, s3cr3t: an example in code, and a password in a file of settings.
  [
    'is a word of code and a number',
    (token, { strange, turns }, { quoted }) =>
      quoted && strange === 0 && turns < 3 && !DOUBLED.test(token) && !meetsPolicy(token),
  ],
  [
    'is a word of code in disguise',
    (token, _, { quoted }) => quoted && !DOUBLED.test(token) && isDisguised(token),
  ],
];

const GENERATED_REFUSALS: readonly WordRefusal[] = [
  ['is a number', (token) => NUMBER.test(token)],
  ['is a type', (token) => CAPITALISED.test(token)],
  ['is a dotted name', (token) => DOTTED.test(token)],
  ['is text in base64 that says it is made up', (token) => MADE_UP.test(textIn(token))],
  [
    'is made of words of code',
    (_, { strange, digits, length }, { generated }) =>
      strange + digits < Math.max(generated?.unknown ?? 0, length / 2),
  ],
  [
    'does not look generated',
    (_, parts, { generated }) => !hasDigits(parts, generated?.digits ?? 0) && !isRandom(parts),
  ],
];

/** Generated text mixes digits into letters … */
function hasDigits({ digits, turns }: Parts, fewest: number): boolean {
  return digits >= fewest && (turns >= 2 || digits >= 4);
}

/** … or it is long and its letters follow no language. */
function isRandom({ length, turns, surprise }: Parts): boolean {
  return (length >= 16 || (length >= 10 && turns >= 4)) && surprise >= RANDOM_PAIRS;
}

/** What a value says that is nothing but text in base64; empty for any other. */
function textIn(token: string): string {
  if (!BASE64.test(token)) return '';
  const text = Buffer.from(token, 'base64').toString('latin1');
  return /^[\x20-\x7e]+$/.test(text) ? text : '';
}

/** `User1_123`: a capital, a small letter, a digit and a sign, as log-in forms ask for them. */
function meetsPolicy(token: string): boolean {
  return [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z\d]/].every((kind) => kind.test(token));
}

const LEET: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};

/** `s3cr3t!` is `secret!` as a person writes it who wants a test to look like something. */
function isDisguised(token: string): boolean {
  return (
    !/[A-Z]/.test(token) && strangeLetters(token.replace(/[013457@$]/g, (char) => LEET[char] ?? char)) === 0
  );
}
