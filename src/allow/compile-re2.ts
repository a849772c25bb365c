/** Compiles an expression that somebody wrote for gitleaks, or says why it cannot be used. */
import { quote } from '../core/quote.ts';
import type { Warn } from './gitleaks-file.ts';
import { MAX_EXPRESSION_LENGTH, re2ToJs } from './re2-to-js.ts';

export function compileRe2(source: string, owner: string, warn: Warn): RegExp | undefined {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    warn(`${owner}: an expression is longer than ${MAX_EXPRESSION_LENGTH} characters and is not used`);
    return undefined;
  }
  try {
    return re2ToJs(source);
  } catch (error) {
    warn(`${owner}: ${quote(source)} is not used: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
