/** An expression of Go (RE2) -> a JavaScript one that finds the same in Unicode text. For paths and allowlists. */
import { emitRe2 } from './re2-emit.ts';
import { parseRe2 } from './re2-parse.ts';

/** Longer expressions are refused: no person wrote them, and some cost more than they are worth. */
export const MAX_EXPRESSION_LENGTH = 4096;

/** @throws {Re2SyntaxError} naming the construct that RE2 does not know. @throws {SyntaxError} from the engine */
export function re2ToJs(source: string): RegExp {
  const expression = new RegExp(emitRe2(parseRe2(source).root, 'text', new Set()), 'u');
  // The engine compiles when first used, and only then says that an expression is too large.
  expression.test('');
  return expression;
}
