/** Compiles a regular expression from a configuration file, or says what is wrong with it. */

import { runsAway } from '../allow/runs-away.ts';

/** Values that they are tried on are rarely longer. */
const MAX_VALUE = 4096;
/** Longer expressions are refused: no person wrote them. */
const MAX_LENGTH = 4096;

/**
 * A user's expression over values: JavaScript, with flag u, so that what it does not know is an error and not a letter.
 * `(?i)` in front, as in gitleaks, makes it ignore case.
 *
 * @returns the expression, or what is wrong with it
 */
export function compileExpression(source: string): RegExp | string {
  if (source.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (source === '') return 'is empty and would match everything';
  const isCaseless = source.startsWith('(?i)');
  try {
    const expression = new RegExp(isCaseless ? source.slice(4) : source, isCaseless ? 'iu' : 'u');
    // The engine compiles when first used, and only then says that an expression is too large.
    expression.test('');
    return runsAway(isCaseless ? source.slice(4) : source, MAX_VALUE) ?? expression;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `is no regular expression: ${message.replace(/^.*\/[a-z]*: /s, '')}`;
  }
}
