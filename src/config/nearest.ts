/** The known word that a mistyped one was probably meant to be. */

/** A word further away than a third of its letters (and two) is no guess, it is noise. */
const LETTERS_PER_MISTAKE = 3;
/** Comparing costs length times length; nobody types a flag this long. */
const MAX_LENGTH = 64;

/** Case, hyphens and underscores do not count, so `reportFormat` finds `report-format`. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const folded = fold(word);
  if (folded === '' || word.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(folded.length / LETTERS_PER_MISTAKE)) + 1;
  // A word of two letters is two mistakes away from every other one.
  if (folded.length < 4) least = Math.min(least, folded.length);
  for (const candidate of known) {
    const distance = editDistance(folded, fold(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}

/** Damerau-Levenshtein (optimal string alignment): insert, delete, replace, swap two neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

/** Outside the table nothing can be reached. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
