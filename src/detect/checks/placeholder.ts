/** Rejects what an author wrote in place of a secret: words, rows of one character, counting, templates. */
import type { Check } from '../check.ts';

const WORDS =
  /example|sample|placeholder|change[_-]?me|replace|redacted|your[_-]|(?:^|[^a-z])my[_-]|insert|dummy|foobar|xxxx|todo|fixme|removed|secret[_-]?here|(?:key|token)[_-]?here|not[_-]?a[_-]?real|fake|test[_-]?(?:key|token|secret)/i;
const TEMPLATE = /^[<${%[]|[>}%\]]$|\$\{|\{\{|%[sd(]|\*{3}|\.{3}|#\{/;
const ONE_CHARACTER = /^(.)\1*$|(.)\2{7}/;
const COUNTING = /0123456|1234567|abcdefg|ABCDEFG|deadbeef/i;

/** Named, for whoever asks why. */
const KINDS: ReadonlyArray<readonly [kind: string, expression: RegExp]> = [
  ['holds a word of placeholders', WORDS],
  ['looks like a template', TEMPLATE],
  ['repeats one character', ONE_CHARACTER],
  ['counts', COUNTING],
];

export const placeholderCheck: Check = {
  asks: 'It must not look like what stands in place of a secret: a word such as "example", a template, one character repeated, counting.',
  found: ({ token }) => KINDS.find(([, kind]) => kind.test(token))?.[0] ?? 'looks like no placeholder',
  accepts: ({ token }) =>
    !WORDS.test(token) && !TEMPLATE.test(token) && !ONE_CHARACTER.test(token) && !COUNTING.test(token),
};
