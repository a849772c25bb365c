/** Markdown from text of others, which makes no markup and no link. */
import { visibleText } from './visible-text.ts';

/** Cells are text of others. */
export function* markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Generator<string> {
  yield `| ${header.join(' | ')} |\n|${header.map(() => '---|').join('')}\n`;
  for (const row of rows) yield `| ${row.map(plain).join(' | ')} |\n`;
}

/** A heading and its sentences, which are text of others; nothing for none. */
export function* markdownList(title: string, sentences: readonly string[]): Generator<string> {
  if (sentences.length === 0) return;
  yield `\n## ${title}\n\n`;
  for (const sentence of sentences) yield `- ${plain(sentence)}\n`;
}

/** Every character that could mean something to Markdown or HTML is escaped, and an address is no link. */
export function plain(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_{}[\]()#+!|~<>&$]/g, (character) =>
      /[<>&]/.test(character) ? (ENTITIES[character] ?? '') : `\\${character}`,
    )
    .replace(/\b(https?|ftp|mailto|www)([:.])/gi, '$1&#8203;$2')
    .replaceAll('@', '&#64;');
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
