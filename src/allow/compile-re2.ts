/** Compiles an expression that somebody wrote for gitleaks, or says why it cannot be used. */
import { quote } from '../core/quote.ts';
import type { Warn } from './gitleaks-file.ts';
import { MAX_EXPRESSION_LENGTH, re2ToJs } from './re2-to-js.ts';
import { runsAway } from './runs-away.ts';

/** Paths, values and lines that they are tried on are rarely longer. */
const MAX_TEXT = 4096;

export function compileRe2(source: string, owner: string, warn: Warn): RegExp | undefined {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    warn(`${owner}: an expression is longer than ${MAX_EXPRESSION_LENGTH} characters and is not used`);
    return undefined;
  }
  try {
    const danger = runsAway(source, MAX_TEXT);
    if (danger === undefined) return re2ToJs(source);
    warn(`${owner}: ${quote(source)} is not used: it ${danger}`);
    return undefined;
  } catch (error) {
    warn(`${owner}: ${quote(source)} is not used: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
