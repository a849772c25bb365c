/** Accepts an assignment only where its operator says one: a comma, a bracket, a tag or a blank alone may mean anything. */
import type { Assigned, Check, CheckInput } from '../check.ts';

/** `hashPassword("password", "salt")`, `renameIndex("tokens", "x1")`: what is called takes no name and its value. */
const CALLEE = /([\w$]+)[ \t]*\(["'`]$/;
/** Except by these: `setProperty("password", "x")`, `define('DB_PASSWORD', 'x')`. */
const TAKES_PAIR =
  /get|fetch|pop|set|put|add|append|define|header|param|prop|env|attr|config|insert|with|store|register|field|entry|pair|tuple|of$|default|argument|option|secret|credential|variable|^(?:data|value|query|kv|map|if|fill|in)$/i;
const CHECKING = /pass|hash|check|verify|compare|log|auth|print/i;
/** Words after which `NAME value` assigns: Dockerfile, csh, psql, git config, netrc, C, Lisp. */
const ASSIGNING =
  /(?:^|[\s\\(#])(?:env|arg|setenv|set|config|export|define|def|defvar|machine\s+\S+\s+(?:login|user)\s+\S+)\s+(?:--\w+\s+)?$/i;
const SQL_NAME = /^(?:password|identified by)$/i;
const SQL_LEAD = /\b(?:user|role|login|grant|alter|create|with|set)\b/i;
/** Two names in a sentence of Markdown: `a` or `b`. */
const IN_SENTENCE = /^or\s+`/;
const LINE_END = /^["'`]?[);,]{0,2}[ \t]*(?:[#\r\n]|\/\/|$)/;

export const assigningCheck: Check = {
  asks: 'The operator between name and value must be one that assigns.',
  accepts: (input) => input.assigned === undefined || isAssigning(input, input.assigned),
};

function isAssigning(input: CheckInput, assigned: Assigned): boolean {
  const { lead, link, quoted } = assigned;
  const operator = operatorOf(link);
  if (operator === '' || /^[A-Za-z]?\\{0,7}["'`]$/.test(operator)) return isAssignedByBlank(input, assigned);
  if (IN_SENTENCE.test(operator)) return false;
  const form = FORMS[operator.charAt(0)];
  if (form && !form(input, assigned)) return false;
  if (isPartOfPath(lead, operator)) return false;
  return quoted || !(isTestLine(input, assigned) || isProse(input, assigned));
}

/** What else must be so where the operator begins with one of these. */
const FORMS: Readonly<Record<string, (input: CheckInput, assigned: Assigned) => boolean>> = {
  '(': ({ after }) => /^["'`]\s*\)/.test(after),
  ',': ({ token }, { lead, link }) =>
    /value/i.test(link) ||
    (/["']$/.test(lead) && takesPair(lead) && /\d/.test(token) && /[A-Za-z]/.test(token)),
  '>': ({ after }, { lead }) =>
    after.startsWith('<') && (lead.endsWith('<') || /(?:key|name)=["']$/i.test(lead)),
};

function takesPair(lead: string): boolean {
  const callee = CALLEE.exec(lead)?.[1];
  return callee === undefined || (TAKES_PAIR.test(callee) && !CHECKING.test(callee));
}

/** registry/token-reader:v1, $USER:$PASSWORD:x */
function isPartOfPath(lead: string, operator: string): boolean {
  return operator === ':' ? /\w\/$|\$$/.test(lead) : operator.startsWith(':') && /\w\/$/.test(lead);
}

/** The link without what closes the name. */
function operatorOf(link: string): string {
  return link.replace(/^["'`\\\])?!]*\s*/, '');
}

/** `--password x`, `ENV PASSWORD x`, `ALTER USER a PASSWORD 'x'`, or `password x` with nothing else on the line. */
function isAssignedByBlank(input: CheckInput, assigned: Assigned): boolean {
  const { token, after } = input;
  const { lead, name, quoted } = assigned;
  // Clojure: {:password "x"}
  if (quoted && /(?:^|[\s({])(?::|:[\w/-]{0,32}\/)$/.test(lead)) return true;
  if (isRunningText(input, assigned)) return false;
  if (name.startsWith('-') || ASSIGNING.test(lead) || isSql(assigned)) return true;
  const isAlone = /^[\s"'(]*$/.test(lead) && LINE_END.test(after);
  return isAlone && /\d/.test(token) && /[A-Za-z]/.test(token);
}

/** `the default set pass through unchanged.`, `identified by calling it` */
function isRunningText({ token, after }: CheckInput, { name, quoted }: Assigned): boolean {
  if (quoted) return false;
  return !name.startsWith('-') && /^[A-Za-z]+$/.test(token) && /^ [a-z]+[ .,]/.test(after);
}

function isSql({ lead, link, name, quoted }: Assigned): boolean {
  return SQL_NAME.test(name) && SQL_LEAD.test(lead) && (quoted ? !link.endsWith('`') : /by$/i.test(name));
}

/** `PASS: round trip`, as a test prints it. */
function isTestLine({ after }: CheckInput, { name, link }: Assigned): boolean {
  return name === 'PASS' && /^:\s/.test(link) && /^ [a-z]/.test(after);
}

/** `the password: hunter`, `--- PASS: TestThing`, `PASSWORD= Name of the user`. */
function isProse({ token, after }: CheckInput, { lead, link }: Assigned): boolean {
  if (/\s$/.test(link) && /^[A-Za-z]+$/.test(token) && /^ [a-z]+ [a-z]+/i.test(after)) return true;
  if (isSentence(token, after)) return true;
  if (!/^:\s/.test(link)) return false;
  return /-{3}\s*$/.test(lead) || (/[a-z]\s$/.test(lead) && /^[A-Za-z]+$/.test(token));
}

/** `password=Nueva contraseña`, `password_too_short: Twoje hasło musi`: text for people, in any language, that goes on in more words. */
function isSentence(token: string, after: string): boolean {
  return /^[A-Z][a-z]+(?:-[a-z]+)?$/.test(token) && /^[ \t]+[a-z\x80-\xff]/i.test(after);
}
