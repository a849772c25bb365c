/** Character classes of RE2 as sets of code points: `\d`, `[:alpha:]`, `\pL`, and their case folding. */
import { type ClassNode, type PropertyName, type Range, Re2SyntaxError } from './re2-ast.ts';

export const MAX_CODE_POINT = 0x10ffff;
/** Folding goes through a range letter by letter; a longer one holds both cases of nearly everything anyway. */
const MAX_FOLDED_RANGE = 1024;

const DIGIT: readonly Range[] = [[0x30, 0x39]];
const UPPER: readonly Range[] = [[0x41, 0x5a]];
const LOWER: readonly Range[] = [[0x61, 0x7a]];
const ALNUM = [...DIGIT, ...UPPER, ...LOWER];

/** `\s` of RE2 is five ASCII characters; JavaScript's holds many more. */
const PERL: ReadonlyMap<string, readonly Range[]> = new Map([
  ['d', DIGIT],
  ['w', [...ALNUM, [0x5f, 0x5f]]],
  [
    's',
    [
      [0x09, 0x0a],
      [0x0c, 0x0d],
      [0x20, 0x20],
    ],
  ],
]);

const POSIX: ReadonlyMap<string, readonly Range[]> = new Map<string, readonly Range[]>([
  ['alnum', ALNUM],
  ['alpha', [...UPPER, ...LOWER]],
  ['ascii', [[0, 0x7f]]],
  [
    'blank',
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
  [
    'cntrl',
    [
      [0, 0x1f],
      [0x7f, 0x7f],
    ],
  ],
  ['digit', DIGIT],
  ['graph', [[0x21, 0x7e]]],
  ['lower', LOWER],
  ['print', [[0x20, 0x7e]]],
  [
    'punct',
    [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
  ],
  [
    'space',
    [
      [0x09, 0x0d],
      [0x20, 0x20],
    ],
  ],
  ['upper', UPPER],
  ['word', [...ALNUM, [0x5f, 0x5f]]],
  ['xdigit', [...DIGIT, [0x41, 0x46], [0x61, 0x66]]],
]);

/** @param letter one of `dDsSwW`. @returns undefined for any other letter */
export function perlRanges(letter: string): readonly Range[] | undefined {
  const ranges = PERL.get(letter.toLowerCase());
  return ranges && letter !== letter.toLowerCase() ? complement(ranges) : ranges;
}

/** @param name what stands between `[:` and `:]`, with `^` in front when negated */
export function posixRanges(name: string): readonly Range[] {
  const ranges = POSIX.get(name.replace(/^\^/, ''));
  if (!ranges) throw new Re2SyntaxError(`there is no class [:${name}:]`);
  return name.startsWith('^') ? complement(ranges) : ranges;
}

/** Go knows general categories and scripts by their names alone: `\p{L}`, `\p{Greek}`. */
export function propertyOf(name: string, isNegated: boolean): PropertyName {
  const plain = name.replace(/^\^/, '');
  const negated = name.startsWith('^') !== isNegated;
  if (plain === 'Any') return { name: 'Any', isNegated: negated };
  for (const spelled of [plain, `Script=${plain}`]) {
    if (/^\w+(?:=\w+)?$/.test(spelled) && isProperty(spelled)) return { name: spelled, isNegated: negated };
  }
  throw new Re2SyntaxError(`there is no character property \\p{${plain}}`);
}

/** The class that, without regard to case, means the same. */
export function foldClass(node: ClassNode): ClassNode {
  const folded = node.ranges.flatMap(foldRange);
  // Under (?i) an upper-case letter is any letter that has a case.
  const properties = node.properties.flatMap(({ name, isNegated }) =>
    ['Lu', 'Ll', 'Lt'].includes(name)
      ? ['Lu', 'Ll', 'Lt'].map((each) => ({ name: each, isNegated }))
      : [{ name, isNegated }],
  );
  return { ...node, ranges: unite([...node.ranges, ...folded]), properties };
}

/** Sorted, without overlaps. */
export function unite(ranges: readonly Range[]): Range[] {
  const united: [number, number][] = [];
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = united.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else united.push([low, high]);
  }
  return united;
}

export function complement(ranges: readonly Range[]): Range[] {
  const rest: Range[] = [];
  let next = 0;
  for (const [low, high] of unite(ranges)) {
    if (low > next) rest.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= MAX_CODE_POINT) rest.push([next, MAX_CODE_POINT]);
  return rest;
}

function foldRange([low, high]: Range): Range[] {
  if (high - low > MAX_FOLDED_RANGE) return low > 0x7f ? [] : foldRange([low, Math.max(low, 0x7f)]);
  const folded: Range[] = [];
  for (let codePoint = low; codePoint <= high; codePoint++) {
    for (const other of otherCases(codePoint)) folded.push([other, other]);
  }
  return folded;
}

/** ASCII letters stay among themselves: that the long s folds to s helps nobody who looks for a token. */
export function otherCases(codePoint: number): number[] {
  const char = String.fromCodePoint(codePoint);
  return [char.toLowerCase(), char.toUpperCase()]
    .filter((other) => other !== char && Array.from(other).length === 1)
    .map((other) => other.codePointAt(0) ?? codePoint)
    .filter((other) => other > 0x7f === codePoint > 0x7f);
}

function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
