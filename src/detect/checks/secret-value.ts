/**
 * Judges a value by what it is made of: `{ name = "secret-value", kind = "password" }`. People choose passwords of words and
 * digits, so a password need only hold something that is not vocabulary; a token must look generated.
 */
import { entropy } from '../../core/entropy.ts';
import { type Check, type CheckInput, textOption } from '../check.ts';
import { isLiteral } from '../values/literal.ts';
import { type Profile, profileOf, strangeLetters } from '../values/profile.ts';
import { MADE_UP } from '../values/words.ts';

/** What kinds of names ask of a value; every number is a count of characters or bits a character. */
interface Demand {
  readonly shortest: number;
  readonly longest: number;
  /** Letters outside known words plus digits. */
  readonly unknown: number;
  readonly digits: number;
  readonly entropy: number;
}

const DEMANDS: Readonly<Record<string, Demand>> = {
  password: { shortest: 5, longest: 128, unknown: 2, digits: 0, entropy: 1.5 },
  secret: { shortest: 8, longest: 256, unknown: 8, digits: 1, entropy: 2.5 },
  token: { shortest: 8, longest: 512, unknown: 8, digits: 2, entropy: 2.8 },
};

/** For detectors that know the value's place by its form, e.g. in a URL. */
const ALONE = { lead: '', name: '', link: '', quoted: true };

/** Bits a pair: three words of code lie at 7.1 to 8.7, twelve random letters at 9.1 to 11.7 (1st to 99th percentile). */
const RANDOM_PAIRS = 9.4;

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
const REPEATED = /^(.{1,4})\1+.?$|(.)\2{5}|^(.)\3*$/;
const COUNTING = /01234|12345|23456|98765|abcde|fedcba|qwert|asdfg|zxcvb|deadbeef|cafebabe/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HASHED =
  /^(?:\w+:)?\$(?:apr1|2[aby]?|1|5|6|argon2\w*|scrypt|pbkdf2\S*)\$|^\{(?:SSHA|SHA|MD5|CRYPT)\}|^(?:pbkdf2|bcrypt|scrypt|argon2\w*|sha\d+|md5)[:_$-]/i;
const TYPE_LIKE = /^[A-Z][a-z]+$|^(?:true|false|null|none|nil|undefined|yes|no|on|off)$/i;
const SENTENCE = /\s/;
const COMPOUND = /(?:^|[_.:-])(?:pass(?:wor)?d?|passwd|pwd|secret|token|key|credentials?)(?:$|[_.:-])/i;
const NUMBER = /^[-+]?(?:0x[\da-f]+|[\d.,_]+)$/i;

export const secretValueCheck: Check = {
  accepts: (input, spec) => {
    const demand = DEMANDS[textOption(spec, 'kind', 'token')];
    if (!demand) throw new RangeError(`check "secret-value": there is no kind "${String(spec['kind'])}"`);
    return hasSecretForm(input, demand) && isUnlikeWords(input, demand, profileOf(input.token));
  },
};

function hasSecretForm({ token, after, assigned }: CheckInput, demand: Demand): boolean {
  if (token.length < demand.shortest || token.length > demand.longest) return false;
  if (SENTENCE.test(token) || REPEATED.test(token) || COUNTING.test(token) || MADE_UP.test(token))
    return false;
  if (HASHED.test(token) || UUID.test(token.replace(/^urn:uuid:/i, '')) || /\*{3}|\.{3}/.test(token))
    return false;
  if (NUMBER.test(token) && (demand.digits > 0 || assigned?.quoted === false || token.startsWith('0x')))
    return false;
  if (TYPE_LIKE.test(token) && demand.digits > 0) return false;
  return isLiteral(token, after, assigned ?? ALONE);
}

function isUnlikeWords({ token, assigned }: CheckInput, demand: Demand, profile: Profile): boolean {
  if (entropy(token) < demand.entropy) return false;
  return demand.digits === 0
    ? isPassword(token, profile, assigned?.quoted ?? true)
    : isGenerated(token, profile, demand);
}

/** `backend-secret`, `required|confirmed`, `user:password`: words that are set apart, no digits, and one of them says what it is. */
function isCompound(token: string): boolean {
  return !/\d/.test(token) && (COMPOUND.test(token) || /^[A-Za-z]+(?:[:|][A-Za-z-]+)+$/.test(token));
}

/** Something beside vocabulary, and not one capitalised word, which is a label: `password: "Passwort"`. */
function isPassword(token: string, profile: Profile, quoted: boolean): boolean {
  if ((/^[A-Z][a-z]+$/.test(token) && quoted) || isCompound(token)) return false;
  const strange = strangeLetters(token);
  if (/^[a-z]+$/.test(token)) return strange >= 3;
  if (/^[A-Z_]+$/.test(token)) return false;
  // password1, test123: words of code and a number are an example in code and a password in a file of settings.
  if (quoted && strange === 0 && profile.turns < 3) return false;
  if (quoted && !/[A-Z]/.test(token) && strangeLetters(unleet(token)) === 0) return false;
  return strange + profile.digits >= 1 && profile.letters + profile.digits >= 3;
}

/** `s3cr3t!` is `secret!` as a person writes it who wants a test to look like something. */
function unleet(token: string): string {
  return token.replace(/[013457@$]/g, (char) => LEET[char] ?? char);
}

/** Generated text mixes digits into letters, or it is long and its letters follow no language. */
function isGenerated(token: string, profile: Profile, demand: Demand): boolean {
  const unknown = strangeLetters(token) + profile.digits;
  if (unknown < demand.unknown || unknown < profile.length / 2) return false;
  if (profile.digits >= demand.digits && (profile.turns >= 2 || profile.digits >= 4)) return true;
  const isLongEnough = profile.length >= 16 || (profile.length >= 10 && profile.turns >= 4);
  return isLongEnough && profile.surprise >= RANDOM_PAIRS;
}
