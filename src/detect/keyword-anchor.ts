/** Which four bytes of a keyword to look for: those that ordinary text has least of. */

/** The letters of English text and source code, most frequent first. */
const BY_FREQUENCY = 'etaoinsrlcdhupmfgybwvkxjqz';
const WINDOW = 4;

/** @returns where in the keyword the window begins */
export function anchorOf(keyword: string): number {
  let best = 0;
  for (let at = 1; at + WINDOW <= keyword.length; at++) {
    if (commonness(keyword, at) < commonness(keyword, best)) best = at;
  }
  return best;
}

function commonness(keyword: string, at: number): number {
  return Array.from(keyword.slice(at, at + WINDOW), weight).reduce((sum, one) => sum + one, 0);
}

/** Roughly the logarithm of how often a character stands in source code. */
function weight(char: string): number {
  const place = BY_FREQUENCY.indexOf(char);
  if (place >= 0) return 5 - place * 0.13;
  if (char === ' ') return 4.5;
  if ('_-./'.includes(char)) return 3;
  return char >= '0' && char <= '9' ? 2.5 : 2;
}
