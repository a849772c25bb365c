/** A character class for text in which every char code is one byte of UTF-8. */
import type { ClassNode, Range } from './re2-ast.ts';
import { complement, MAX_CODE_POINT, unite } from './re2-class.ts';

const LAST_ASCII = 0x7f;
/** So many characters outside ASCII are spelled out in bytes; more become "any byte outside ASCII". */
const MAX_SPELLED = 64;

/** How much of what is not ASCII a class holds. */
type Beyond = 'nothing' | 'everything' | 'some';

/** @param notes takes a sentence when the result accepts more than the original */
export function emitByteClass(node: ClassNode, notes: Set<string>): string {
  const ascii = asciiOf(node);
  const beyond = beyondOf(node);
  if (beyond === 'some') {
    const spelled = spelledOut(node);
    if (spelled) return `(?:${[brackets(ascii, false), ...spelled].join('|')})`;
    notes.add('a class with characters outside ASCII is taken to hold all of them');
  }
  return brackets(ascii, beyond !== 'nothing');
}

/** The UTF-8 bytes of a character, each as an escape. */
export function utf8Escapes(codePoint: number): string {
  return Array.from(
    Buffer.from(String.fromCodePoint(codePoint), 'utf8'),
    (byte) => `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

/** The ASCII characters that the class accepts. */
function asciiOf({ isNegated, ranges, properties }: ClassNode): Range[] {
  const named = properties.flatMap(({ name, isNegated: isOther }) => {
    const expression = new RegExp(`\\${isOther ? 'P' : 'p'}{${name}}`, 'u');
    return Array.from({ length: LAST_ASCII + 1 }, (_, code) => [code, code] as const).filter(([code]) =>
      expression.test(String.fromCodePoint(code)),
    );
  });
  const all = unite([...ranges, ...named]);
  return (isNegated ? complement(all) : all)
    .filter(([low]) => low <= LAST_ASCII)
    .map(([low, high]) => [low, Math.min(high, LAST_ASCII)]);
}

function beyondOf({ isNegated, ranges, properties }: ClassNode): Beyond {
  const last = ranges.at(-1);
  if (last && last[0] <= LAST_ASCII + 1 && last[1] === MAX_CODE_POINT) {
    return isNegated ? 'nothing' : 'everything';
  }
  if (properties.length > 0 || (last && last[1] > LAST_ASCII)) return 'some';
  return isNegated ? 'everything' : 'nothing';
}

function spelledOut({ isNegated, ranges, properties }: ClassNode): string[] | undefined {
  if (isNegated || properties.length > 0) return undefined;
  const beyond = ranges
    .filter(([, high]) => high > LAST_ASCII)
    .map(([low, high]) => [Math.max(low, LAST_ASCII + 1), high] as const);
  const count = beyond.reduce((sum, [low, high]) => sum + high - low + 1, 0);
  if (count > MAX_SPELLED) return undefined;
  return beyond.flatMap(([low, high]) =>
    Array.from({ length: high - low + 1 }, (_, index) => utf8Escapes(low + index)),
  );
}

function brackets(ascii: readonly Range[], withBytes: boolean): string {
  const accepted: readonly Range[] = withBytes ? [...ascii, [LAST_ASCII + 1, MAX_CODE_POINT]] : ascii;
  // Shorter from the other side: `[^\n]` for all but the line feed.
  const source = withBytes ? complement(accepted) : accepted;
  const members = source.map(([low, high]) =>
    low === high ? member(low) : `${member(low)}-${member(high)}`,
  );
  return `[${withBytes ? '^' : ''}${members.join('')}]`;
}

function member(code: number): string {
  const char = String.fromCodePoint(code);
  return /[A-Za-z0-9_ ]/.test(char) ? char : `\\x${code.toString(16).padStart(2, '0')}`;
}
