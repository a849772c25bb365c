/** Rejects what stands where a password would: the word for it, a type, a variable, an empty value. For passwords people chose, where entropy says little. */
import type { Check } from '../check.ts';

const WORD_FOR_IT =
  /^(?:my|your|the|some|a|an|new|old|user|admin|root|db|test|super|top|login|default|enter|this|is|no|not|set|use|with)*[-_ .]*(?:p|pw|pwd|pass|passw(?:or)?d|passphrase|pa(?:ss|55)w0rd|p@ssw0rd|s[e3]cr[e3]t|token|key|credentials?|value|string|user|username|name)s?[-_ ]?\d{0,4}[!*]?$/i;
const NOTHING =
  /^(?:true|false|null|nil|none|undefined|empty|blank|unset|required|optional|string|str|text|int|bytes|env|input|prompt|stdin|yes|no|foo|bar|baz|qux|abc|asdf|qwerty|foobar|hunter2|changeit|changeme|changeme!|android|letmein|hello|world|default|admin|root|guest|demo|x{2,}|\*+|\.+|-+|_+|\?+)\d{0,4}$/i;
const REFERENCE =
  /^(?:[$@%&]|env[.:]|vars?\.|process\.|os\.|self\.|this\.|config\.|settings\.|secrets?\.|vault:|ref:|file:|arn:)|[${}<>[\]()]|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|\.\.\./;

export const standInCheck: Check = {
  asks: 'It must not be a word that stands where a password would: "password", a type, a variable, nothing.',
  accepts: ({ token }) => !WORD_FOR_IT.test(token) && !NOTHING.test(token) && !REFERENCE.test(token),
};
