/** A text as one word in a script: every shell reads it, dash too, and no terminal shows it. `shell-word.ts` is for what is copied. */

export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
