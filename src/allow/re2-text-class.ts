/** A character class as JavaScript writes it under flag u. */
import type { ClassNode } from './re2-ast.ts';
import { complement, MAX_CODE_POINT } from './re2-class.ts';

export function emitTextClass({ isNegated, ranges, properties }: ClassNode): string {
  // `\S` and its like reach to the last code point: short and readable only from the other side.
  const isTurned = properties.length === 0 && ranges.at(-1)?.[1] === MAX_CODE_POINT;
  const members = (isTurned ? complement(ranges) : ranges).map(([low, high]) =>
    low === high ? member(low) : `${member(low)}-${member(high)}`,
  );
  const named = properties.map((property) => `\\${property.isNegated ? 'P' : 'p'}{${property.name}}`);
  return `[${isNegated === isTurned ? '' : '^'}${members.join('')}${named.join('')}]`;
}

function member(codePoint: number): string {
  const char = String.fromCodePoint(codePoint);
  return /[A-Za-z0-9_ ]/.test(char) ? char : `\\u{${codePoint.toString(16)}}`;
}
