/** Many stop words as one expression over lower-case text; null for none. Lists of a thousand are usual. */
export function compileStopWords(words: readonly string[]): RegExp | null {
  const distinct = [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word !== ''))];
  if (words.length === 0) return null;
  // Given, but nothing in it: never found.
  if (distinct.length === 0) return /(?!)/;
  return new RegExp(distinct.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'));
}
