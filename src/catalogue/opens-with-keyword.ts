/** Where in every match of a detector its keyword stands, when that is the same place: then only there it need be tried. */
import { openingsOf } from './openings.ts';
import type { PatternDetector } from './pattern-file.ts';

/** What says where its keyword stands. */
type KeywordPlace = Pick<PatternDetector, 'boundary' | 'keywords' | 'before' | 'token'>;

/** Does every match begin with a keyword? Then nothing before it can matter but the boundary. */
export function opensWithKeyword(entry: PatternDetector): boolean {
  return keywordOffset(entry) === 0;
}

/** @returns how many bytes of the match stand before its keyword, or undefined when that differs from match to match */
export function keywordOffset(entry: KeywordPlace): number | undefined {
  if (entry.boundary === 'assignment' || entry.boundary === 'label') return 0;
  if (entry.boundary === 'quoted') return undefined;
  const keywords = entry.keywords.map((keyword) => keyword.toLowerCase());
  const expression = `(?:${entry.before})(?:${entry.token})`;
  if (begins(expression, keywords)) return 0;
  const [head = '', count] = /^\[(?:\\.|[^\]\\])+\]\{(\d+)\}/.exec(entry.token) ?? [];
  const isFixed = count !== undefined && entry.before === '';
  return isFixed && begins(entry.token.slice(head.length), keywords) ? Number(count) : undefined;
}

/**
 * What a match that begins with a keyword can go on with, lower case.
 *
 * @returns undefined where that is not known of each keyword
 */
export function charsBehindKeyword(entry: KeywordPlace): string | undefined {
  if (keywordOffset(entry) !== 0 || /^(?:assignment|label)$/.test(entry.boundary)) return undefined;
  const keywords = entry.keywords.map((keyword) => keyword.toLowerCase());
  const chars = new Set<string>();
  for (const opening of openingsOf(`(?:${entry.before})(?:${entry.token})`)) {
    if (keywords.some((keyword) => keyword.startsWith(opening))) return undefined;
    for (const keyword of keywords)
      if (opening.startsWith(keyword)) chars.add(opening.charAt(keyword.length));
  }
  return chars.size === 0 ? undefined : [...chars].join('');
}

/** Each keyword must open some match too, or a hit of it would be tried in the wrong place. */
function begins(expression: string, keywords: readonly string[]): boolean {
  const openings = openingsOf(expression);
  return (
    openings.every((opening) => keywords.some((keyword) => opening.startsWith(keyword))) &&
    keywords.every((keyword) => openings.some((opening) => opening.startsWith(keyword)))
  );
}
