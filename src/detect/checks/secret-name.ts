/** Rejects names that talk about a secret without naming one: `password_file`, `hasToken`, `csrf_token`, `tokenizer`. */
import type { Assigned, Check } from '../check.ts';

/** The words that name a secret. `stems` may be inflected or joined: `userpassword`, `apikeys`. */
const SECRET =
  /^(?:pass|pw|pwd|(?:user|db|root|admin|require|ssh|sudo|become|my|new|old|default|master|key|store|trust|ldap|smtp|mail|ftp|proxy|redis|mysql|sql|wifi|app|auth|login|http|bind|server|client|sys)(?:pass|pw|pwd)|\w*passw(?:or)?d|\w*passwrd|passphrase|passcode|pin|\w*secret|\w*token|\w*key|credential|creds?|authorization|identified|auth|verifier)s?$/;
/** After the secret's word these say that the value is something else about it. */
const ABOUT =
  /^(?:files?|paths?|dirs?|folders?|location|urls?|uris?|endpoints?|hosts?|ports?|names?|ids?|arn|fields?|labels?|placeholders?|hints?|prompts?|messages?|msg|text|errors?|err|length|len|size|min|max|minimum|maximum|policy|policies|rules?|regexp?|patterns?|format|types?|kind|class|style|reset|changed?|forgot(?:ten)?|expir\w*|ttl|age|timeout|lifetime|date|time|at|counts?|limit|encoder|encoding|hash|hashed|hasher|digest|checksum|salt|sha\d*|md5|fingerprint|algorithms?|alg|methods?|mode|strength|score|required|enabled|disabled|visible|visibility|only|box|input|form|page|view|screen|dialog|button|btn|icon|link|title|description|desc|help|comment|note|handler|manager|service|provider|factory|builder|generator|validator|validation|parser|store|storage|cache|index|count|prefix|suffix|header|param|params|parameter|env|var|variable|column|table|selector|xpath|css|attribute|ref|refs|reference|usage|version|column|source|algo|spec|schema|stream|scope|scopes|audience|issuer|request|response|grant|event|info|status|state|option|options|settings?|configuration|protection|filter|middleware|example|docs?|mount|vault|uses|set|exists|missing|valid|invalid|mismatch|incorrect|wrong|ok|usages|pairs?|ring|board|word|words|code(?:s)?|press|down|up|event|map|list|array|stdin|stdout|callback|fd|command|cmd|program|through|thru|fail|filenames?|rate|over|along|back|context|by|in|of|is|for|from|to|pub|public)$/;
/** Before it these say the same. */
const NOT_SECRET =
  /^(?:public|pub|csrf|xsrf|antiforgery|cursor|next|previous|prev|page|paging|pagination|continuation|continue|sync|resume|primary|foreign|unique|sort|partition|row|cache|object|dict|map|hash|lookup|group|i18n|translation|message|label|host|known|idempotency|idempotent|dedup|routing|registry|reg|hot|arrow|shortcut|event|eos|bos|pad|unk|mask|sep|cls|special|start|end|stop|begin|unexpected|lexer|parser|syntax|punctuation|identifier|operator|keyword|design|css|color|theme|storage|query|param|config|settings|property|field|column|candidate|composite|natural|surrogate|super)$/;
const VERBS =
  /^(?:is|has|have|had|needs?|requires?|required|show|hide|toggle|use|uses|using|forgot|forget|reset|change|validate|check|verify|verifies|generate|gen|fetch|read|load|find|lookup|parse|hash|encode|decode|encrypt|decrypt|compare|match|matches|test|get|ask|prompt|enter|invalid|missing|wrong|incorrect|expired|no|without|disable|enable|allow|create|make|delete|remove|clear|rotate|revoke|refreshes|on|handle|when|should|can|must|may|not|print|log|mask|redact|send|confirm|select|save|store|remember|min|max|num|count|len|skip|ignore|old|bypass|compass|trespass)$/;
/** `enter password:` and `new password=` differ by what the first word does; these verbs take the secret. */
const LONGEST_NAME = 12;

export const secretNameCheck: Check = {
  accepts: ({ assigned }) => assigned === undefined || namesSecret(withoutEscape(assigned)),
};

/** In `"USER=a\\nPASS=b"` the n belongs to the line break. */
function withoutEscape({ lead, name }: Assigned): string {
  return lead.endsWith('\\') && /^[nrt]/.test(name) ? name.slice(1) : name;
}

/** Exported for tests. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name.replace(/^identified by$/i, 'password'));
  const at = words.findLastIndex((word) => SECRET.test(word) && !word.startsWith('nopass'));
  if (at < 0 || words.length > LONGEST_NAME) return false;
  const after = words.slice(at + 1);
  if (after.some((word) => ABOUT.test(word))) return false;
  const before = words.slice(0, at);
  const previous = before.at(-1) ?? '';
  if (NOT_SECRET.test(previous)) return false;
  return !VERBS.test(before[0] ?? '') || /^(?:old|confirm|test|use)$/.test(before[0] ?? '');
}

/** `dbPassword`, `DB_PASSWORD`, `db-password`, `db.password1` -> db, password. */
export function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}
