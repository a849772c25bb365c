/** Words run together where a setting is given: `DB_PASSWORD=myrootpassword`. In code they would be a name; here somebody logs in with them. */
import type { CheckInput } from '../check.ts';
import { KNOWN_WORDS } from './words.ts';

/** What may stand on the line before a setting: nothing, a list mark, a comment, or what exports it. */
const OPENING =
  /^[\s#>*-]*(?:(?:export|set|env|arg|run|environment=|heroku config:set|\$env:|-e|--env)\s*)*["'`]?$/i;
const CONTINUED_ENV = /(?:^|\s)(?:-e|--env)\s+$|^[\s#]*(?:[A-Z][A-Z0-9_]*=\S*\s+)+$/;
const LINE_END = /^["'`]?[ \t]*(?:\\?[\r\n]|#|\\$|$)/;
const RUN_TOGETHER = /^[a-z]{10,}$/;

/** @returns true for an unquoted value in a file of settings that is several words without anything between them */
export function isRunTogether({ token, after, assigned }: CheckInput): boolean {
  if (!assigned || assigned.quoted || !RUN_TOGETHER.test(token) || KNOWN_WORDS.has(token)) return false;
  return /^(?:=|:[ \t]+)$/.test(assigned.link) && isAtStart(assigned.lead) && LINE_END.test(after);
}

function isAtStart(lead: string): boolean {
  return OPENING.test(lead) || CONTINUED_ENV.test(lead);
}
