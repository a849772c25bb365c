/** Rejects names that talk about a secret without naming one: `password_file`, `hasToken`, `csrf_token`, `tokenizer`. */
import type { Assigned, Check } from '../check.ts';
import { ABOUT, NOT_SECRET, VERBS } from '../values/name-words.ts';

/** The words that name a secret, joined to others too: `userpassword`, `dbpass`, `apikeys`. */
const SECRET =
  /^(?:pass|pw|pwd|(?:user|db|root|admin|require|ssh|sudo|become|my|new|old|default|master|key|store|trust|ldap|smtp|mail|ftp|proxy|redis|mysql|sql|wifi|app|auth|login|http|bind|server|client|sys)(?:pass|pw|pwd)|\w*passw(?:or)?d|\w*passwrd|\w*passwor[td]|passe|motdepasse|kennwort|wachtwoord|contrasen[ai]a?|senha|parola|passphrase|passcode|pin|\w*secret|\w*token|(?:\w*(?:api|access|secret|private|auth|consumer|encryption|signing|master|account|shared|client|session|integration|license|storage|app|hmac|deploy|subscription|crypto|service|aes|crypt|cipher|server|cookie|maps|partner|merchant|sign|security|transaction|jwt|webhook))?key|credential|creds?|authorization|identified|auth|verifier)s?$/;
/** Expiry in all its forms, and what does something with secrets: `passwordEncoder`, `token_refresher`. */
const INFLECTED_ABOUT =
  /^(?:expir\w*|(?!user|server|master|docker|twitter|partner|cluster|owner|other)\w{3,}[eo]rs?)$/;
/** What a one-way function made, and what is no secret: `hashedPassword`, `encoded_password`, `publicKeyToken`. */
const NEVER_BEFORE: ReadonlySet<string> = new Set(['hashed', 'encoded', 'crypted', 'public']);
const LONGEST_NAME = 12;

export const secretNameCheck: Check = {
  asks: 'The name that it is given to must name a secret.',
  accepts: ({ assigned }) => assigned === undefined || namesSecret(withoutEscape(assigned)),
};

/** In `"USER=a\\nPASS=b"` the n belongs to the line break. */
function withoutEscape({ lead, name }: Assigned): string {
  return lead.endsWith('\\') && /^[nrt]/.test(name) ? name.slice(1) : name;
}

/** Does a name say that its value is a secret? */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name.replace(/^identified by$/i, 'password'));
  const at = words.findLastIndex((word) => SECRET.test(word) && !word.startsWith('nopass'));
  if (at < 0 || words.length > LONGEST_NAME) return false;
  const after = words.slice(at + 1);
  if (after.some((word) => ABOUT.has(word) || INFLECTED_ABOUT.test(word))) return false;
  const before = words.slice(0, at);
  if (/tokens?$|keys?$/.test(words[at] ?? '') && NOT_SECRET.has(before.at(-1) ?? '')) return false;
  return !VERBS.has(before[0] ?? '') && !before.some((word) => NEVER_BEFORE.has(word));
}

/** `dbPassword`, `DB_PASSWORD`, `db-password`, `db.password1` -> db, password. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}
