/** Bracket expressions of RE2: `[a-z\d[:alpha:]]`, and `\p{…}` in and out of them. */
import { type ClassNode, type PropertyName, type Range, Re2SyntaxError } from './re2-ast.ts';
import { perlRanges, posixRanges, propertyOf, unite } from './re2-class.ts';
import { parseEscapedCodePoint } from './re2-escape.ts';
import type { Re2Text } from './re2-text.ts';

/** Reads the class that begins here. */
export function parseBrackets(text: Re2Text): ClassNode {
  text.take('[');
  const isNegated = text.take('^');
  const ranges: Range[] = [];
  const properties: PropertyName[] = [];
  // A ] that comes first is one of the characters.
  for (let isFirst = true; isFirst || !text.isAt(']'); isFirst = false) {
    if (text.isDone) throw new Re2SyntaxError('there is a [ without its ]');
    if (/\\[pP]/.test(text.peek(2))) properties.push(parseProperty(text));
    else ranges.push(...parseMembers(text));
  }
  text.take(']');
  return { type: 'class', isNegated, ranges: unite(ranges), properties };
}

/** Reads `\pL`, `\p{Greek}`, `\P{^Greek}`. */
export function parseProperty(text: Re2Text): PropertyName {
  const found = text.takeMatch(/\\([pP])(?:\{(\^?\w+)\}|([A-Z]))/y);
  if (!found) throw new Re2SyntaxError(`${text.peek(8)} is no character property`);
  return propertyOf(found[2] ?? found[3] ?? '', found[1] === 'P');
}

function parseMembers(text: Re2Text): readonly Range[] {
  const posix = text.takeMatch(/\[:(\^?\w+):\]/y);
  if (posix) return posixRanges(posix[1] ?? '');
  const perl = text.isAt('\\') ? perlRanges(text.peek(2).slice(1)) : undefined;
  if (perl) {
    text.skip(2);
    return perl;
  }
  const low = parseMember(text);
  if (!text.isAt('-') || text.peek(2) === '-]' || text.peek(2) === '-') return [[low, low]];
  text.take('-');
  const high = parseMember(text);
  if (high < low) throw new Re2SyntaxError('a range in [] runs backwards');
  return [[low, high]];
}

function parseMember(text: Re2Text): number {
  return text.isAt('\\') ? parseEscapedCodePoint(text) : text.next();
}
