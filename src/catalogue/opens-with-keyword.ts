/** Does every match of a detector begin with one of its keywords? Then nothing before it can matter but the boundary. */
import { openingsOf } from './openings.ts';
import type { PatternDetector } from './pattern-file.ts';

/** Each keyword must open some match too, or a hit of it would be tried in the wrong place. */
export function opensWithKeyword(entry: PatternDetector): boolean {
  if (entry.boundary === 'assignment') return true;
  if (entry.boundary === 'quoted') return false;
  const openings = openingsOf(`(?:${entry.before})(?:${entry.token})`);
  const keywords = entry.keywords.map((keyword) => keyword.toLowerCase());
  return (
    openings.every((opening) => keywords.some((keyword) => opening.startsWith(keyword))) &&
    keywords.every((keyword) => openings.some((opening) => opening.startsWith(keyword)))
  );
}
