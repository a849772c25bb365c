/** Does every match of a detector begin with one of its keywords? Then nothing before it can matter but the boundary. */
import type { PatternDetector } from './pattern-file.ts';

/**
 * Known from the literal that the expression begins with, or the literals when it begins with `(?:one|another)`; `[Aa]` counts
 * as the letter. Each keyword must open some match too, or a hit of it would be tried in the wrong place.
 */
export function opensWithKeyword(entry: PatternDetector): boolean {
  if (entry.boundary === 'assignment') return true;
  if (entry.boundary === 'quoted') return false;
  const expression = (entry.before === '' ? entry.token : entry.before)
    .toLowerCase()
    .replaceAll(/\[(.)\1\]/g, '$1');
  const group = /^\(\?:((?:\\.|[^\\()[\]{}*+?^$.])+)\)(?![*+?{])/.exec(expression);
  const rest = expression.slice(group?.[0].length ?? 0);
  const openings = (group?.[1]?.split('|') ?? ['']).map((opening) => literalAt(opening + rest));
  const keywords = entry.keywords.map((keyword) => keyword.toLowerCase());
  return (
    openings.every((opening) => keywords.some((keyword) => opening.startsWith(keyword))) &&
    keywords.every((keyword) => openings.some((opening) => opening.startsWith(keyword)))
  );
}

function literalAt(expression: string): string {
  return (LITERAL.exec(expression)?.[0] ?? '').replaceAll(/\\(.)/g, '$1');
}

/** Characters that stand for themselves; the last one before a quantifier may be absent, so it does not count. */
const LITERAL = /^(?:(?:\\[^a-z0-9]|[^\\()[\]{}*+?.|^$])(?![*+?{]))+/;
