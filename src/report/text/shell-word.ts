/** A text as one word of a command line, to be copied into a shell: it means that text there, and does nothing to a terminal. */
import { visibleText } from './visible-text.ts';

/** Means itself to every shell, wherever in a word it stands; a tilde or an equals sign at its beginning does not. */
const PLAIN = /^[A-Za-z0-9_./,:@%+-][A-Za-z0-9_./,:@%+=~-]*$/;

/**
 * Plain words stay as they are, others are put in single quotes. What a terminal would not show as it is (control characters, marks that
 * turn the direction) is written as octal bytes in `$'...'`: bash, zsh, ksh, and every shell of POSIX.1-2024, section 2.2.4.
 */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (visibleText(text) === text) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = Array.from(text, (character) => {
    if (character === "'" || character === '\\') return `\\${character}`;
    return visibleText(character) === character ? character : octal(character);
  });
  return `$'${escaped.join('')}'`;
}

/** Three digits each, so that a digit behind them stays one. */
function octal(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
