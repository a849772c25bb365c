/** Which four bytes of a keyword to look for: those that source code has least of. */
import { COMMON_GRAMS } from './common-grams.ts';

const WINDOW = 4;

/**
 * Gives for a keyword where in it the window begins. Of equals the first; the very last place only when it is better than all others,
 * because the byte behind the window helps to tell it from other text.
 */
export function anchorFinder(): (keyword: string) => number {
  /** Place in the list, by row of four bytes; a row that is not in it is rarer than all that are. */
  const ranks = new Map<string, number>();
  for (let at = 0; at < COMMON_GRAMS.length; at += WINDOW) ranks.set(COMMON_GRAMS.slice(at, at + WINDOW), at);
  const rarity = (keyword: string, at: number): number =>
    ranks.get(keyword.slice(at, at + WINDOW)) ?? COMMON_GRAMS.length;
  return (keyword) => {
    const last = keyword.length - WINDOW;
    let best = 0;
    for (let at = 1; at < last; at++) if (rarity(keyword, at) > rarity(keyword, best)) best = at;
    return last > 0 && rarity(keyword, last) > rarity(keyword, best) ? last : best;
  };
}

/** Takes time, so the build does it for the detectors that come with the package. */
export function withAnchors<One extends { readonly keywords: readonly string[] }>(
  detectors: readonly One[],
): (One & { readonly anchors: readonly number[] })[] {
  const anchorOf = anchorFinder();
  return detectors.map((one) => ({ ...one, anchors: one.keywords.map(anchorOf) }));
}
