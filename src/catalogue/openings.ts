/** The literal texts that matches of an expression can begin with, as far as its source tells. */

/** A beginning, and whether it is known how it goes on. */
interface Opening {
  readonly text: string;
  readonly open: boolean;
}

/** Where there would be more beginnings than this, the shorter ones must do. */
const MOST = 64;
const WIDEST_CLASS = 16;
const NOTHING: readonly Opening[] = [{ text: '', open: true }];

/** @returns the beginnings, lower case; an empty one among them when anything may stand there */
export function openingsOf(expression: string): readonly string[] {
  return alternatives(expression.toLowerCase()).map(({ text }) => text);
}

function alternatives(source: string): readonly Opening[] {
  return splitAtBars(source).flatMap(sequence);
}

/** A quantifier with one certain repetition, an optional one, or one that may be absent altogether. */
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;
const MAY_BE_ABSENT = /^(?:\*|\{0)/;

function sequence(source: string): readonly Opening[] {
  let openings = NOTHING;
  for (let at = 0; at < source.length;) {
    const atom = atomAt(source, at);
    const quantifier = QUANTIFIER.exec(source.slice(at + atom.length))?.[0] ?? '';
    const pieces = MAY_BE_ABSENT.test(quantifier) ? [] : piecesOf(atom);
    if (pieces.length === 0) return closed(openings);
    const longer = openings.flatMap((opening) => append(opening, pieces));
    if (longer.length > MOST) return closed(openings);
    openings = quantifier === '?' ? [...openings, ...longer] : longer;
    if (quantifier !== '' && quantifier !== '?') return closed(openings);
    at += atom.length + quantifier.length;
  }
  return openings;
}

function append(opening: Opening, pieces: readonly Opening[]): readonly Opening[] {
  if (!opening.open) return [opening];
  return pieces.map(({ text, open }) => ({ text: opening.text + text, open }));
}

function closed(openings: readonly Opening[]): readonly Opening[] {
  return openings.map(({ text }) => ({ text, open: false }));
}

/** What an atom can be; nothing when that cannot be told. */
function piecesOf(atom: string): readonly Opening[] {
  if (atom.startsWith('(?:')) return alternatives(atom.slice(3, -1));
  // Look-around takes no text.
  if (atom.startsWith('(?')) return NOTHING;
  const chars = atom.startsWith('[') ? membersOf(atom) : [atom];
  const known = chars.map(literalOf);
  return known.some((char) => char === undefined)
    ? []
    : known.map((char) => ({ text: char ?? '', open: true }));
}

function literalOf(char: string): string | undefined {
  if (/^\\[^a-z0-9]$/s.test(char)) return char.slice(1);
  return char.length === 1 && !/[.^$()|]/.test(char) ? char : undefined;
}

/** Of a small class its characters, e.g. of `[aA_]` or `[0-3]`; otherwise one that nobody knows. */
function membersOf(atom: string): readonly string[] {
  const parts = atom.slice(1, -1).match(/(?:\\.|[^\\])(?:-(?:\\.|[^\\]))?/gs) ?? [];
  if (atom.startsWith('[^')) return ['.'];
  const members = parts.flatMap((part) =>
    /^[a-z0-9]-[a-z0-9]$/.test(part) ? charsBetween(part.charCodeAt(0), part.charCodeAt(2)) : [part],
  );
  // A dot in a class is a dot.
  const unique = [...new Set(members)].map((char) => (/^[.^$()|]$/.test(char) ? `\\${char}` : char));
  return unique.length > WIDEST_CLASS ? ['.'] : unique;
}

function charsBetween(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));
}

function atomAt(source: string, at: number): string {
  if (source[at] === '(') return source.slice(at, endOfGroup(source, at));
  return /^(?:\\.|\[(?:\\.|[^\]\\])*\]|.)/s.exec(source.slice(at))?.[0] ?? '';
}

function endOfGroup(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length;) {
    const atom = source[at] === '(' ? '(' : atomAt(source, at);
    if (atom === '(') depth++;
    if (atom === ')') depth--;
    at += atom.length;
    if (depth === 0) return at;
  }
  return source.length;
}

function splitAtBars(source: string): string[] {
  const parts = [''];
  for (let at = 0; at < source.length;) {
    const atom = atomAt(source, at);
    if (atom === '|') parts.push('');
    else parts.push((parts.pop() ?? '') + atom);
    at += atom.length;
  }
  return parts;
}
