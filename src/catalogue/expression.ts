/** Builds the one regular expression of a detector from its token, boundary and context. */
import type { PatternDetector } from './pattern-file.ts';

/**
 * A word starts here: nothing of a word stands before, or what stands there is the tail of an escape
 * (`"\nghp_..."` in source text, `%3Dghp_...` in a URL), which is a separator although it ends in a letter.
 */
const WORD_START = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))`;
const WORD_END = '(?![A-Za-z0-9_])';
const QUOTE = '["\'`]';
/**
 * The keyword begins a word of the name: `MY_AUTH_SECRET` and `myAuthSecret` hold `auth_secret`, `oauth_secret` does not. The n
 * of an escaped line break is no part of the name.
 */
const NAME_START = String.raw`(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=\\[nrt]))`;
/** Rest of the name, closing quotes or brackets, operator, opening quote. Bounded, so it cannot run away. */
const NAME_REST = '[\\w.\\-]{0,48}["\'`\\])]{0,3}';
const OPERATOR = '[ \\t]{0,8}(?:=>|:{1,3}=|[?+]=|\\|\\|=?|={1,3}|:|,|>|\\(|[ \\t])[ \\t]{0,8}';
const OPENING = '(?:[\\w.]{0,24}\\()?(?:[\\[{(]{0,2}["\'`]{0,3})?(?:Bearer |bearer |Basic |token )?';
/** Between a label and what it names: a separator, a word or two, all on one line. */
const LABEL_GAP = String.raw`[^\r\n]{0,32}?(?<![A-Za-z0-9_]|[0-9][.-])`;
const LABELLED_END = '(?![A-Za-z0-9_]|[.-][0-9])';

/** Does every match begin where a word starts? `mayStartWord` tells it by the bytes. */
export function startsAtWord({ boundary, before }: Pick<PatternDetector, 'boundary' | 'before'>): boolean {
  return boundary === 'word' && before === '';
}

/** Source of the expression: group 1 is what stands before the secret, group 2 the secret. */
export function expressionOf(detector: PatternDetector): string {
  const before = detector.before === '' ? '' : `(?:${detector.before})`;
  const after = detector.after === '' ? '' : `(?:${detector.after})`;
  const end = after === '' ? WORD_END : after;
  const token = `(${detector.token})`;
  const forms: Record<PatternDetector['boundary'], string> = {
    none: `(${before})${token}${after}`,
    quoted: `(${QUOTE}${before})${token}(?=${QUOTE})${after}`,
    assignment: `(${nameOf(detector.keywords)}${NAME_REST}${OPERATOR}${OPENING}${before})${token}${end}`,
    label: `(${nameOf(detector.keywords)}${LABEL_GAP}${before})${token}${after === '' ? LABELLED_END : after}`,
    word: `(${startsAtWord(detector) ? WORD_START : before})${token}${end}`,
  };
  return forms[detector.boundary];
}

/** The keywords, in any case, without making the token itself case-insensitive. */
function nameOf(keywords: readonly string[]): string {
  return `(?:${keywords.map((keyword) => startOf(keyword) + Array.from(keyword, anyCase).join('')).join('|')})`;
}

/** A keyword such as `_wif` or `-apikey` says itself what stands before it. */
function startOf(keyword: string): string {
  return /^[a-z]/i.test(keyword) ? NAME_START : '';
}

function anyCase(char: string): string {
  return /[a-z]/i.test(char) ? `[${char.toLowerCase()}${char.toUpperCase()}]` : escape(char);
}

function escape(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
