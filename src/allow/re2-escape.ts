/** Escapes of RE2 that stand for one character. */
import { Re2SyntaxError } from './re2-ast.ts';
import { MAX_CODE_POINT } from './re2-class.ts';
import type { Re2Text } from './re2-text.ts';

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['v', 11],
]);

/** Reads the escape that begins here with a backslash. @throws {Re2SyntaxError} for what RE2 does not know */
export function parseEscapedCodePoint(text: Re2Text): number {
  const hex = text.takeMatch(/\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\})/y);
  if (hex) return checked(Number.parseInt(hex[1] ?? hex[2] ?? '', 16), hex[0]);
  // A single digit 1..7 would be a back-reference, which RE2 has not.
  const octal = text.takeMatch(/\\(0[0-7]{0,2}|[1-7][0-7]{1,2})/y);
  if (octal) return checked(Number.parseInt(octal[1] ?? '', 8), octal[0]);
  const escape = text.peek(2);
  const letter = escape.slice(1);
  text.skip(1);
  const control = CONTROLS.get(letter);
  if (control !== undefined) {
    text.skip(1);
    return control;
  }
  if (letter === '' || /[0-9A-Za-z\u0080-\uffff]/.test(letter)) {
    throw new Re2SyntaxError(`RE2 has no escape ${escape}`);
  }
  return text.next();
}

function checked(codePoint: number, escape: string): number {
  if (codePoint > MAX_CODE_POINT) throw new Re2SyntaxError(`${escape} is no character`);
  return codePoint;
}
