/**
 * The text of a document or a slide in XML (ECMA-376, OpenDocument): paragraphs on lines of their own, cells of a row with tabs
 * between. Programs cut a paragraph into runs wherever the style, the language or the author changes, in the middle of a word too.
 */
import type { Container } from './container.ts';

const FIRST = 0x3c;
/** Roots of the parts that hold text; declaration and name spaces may stand before and around them. */
const ROOT =
  /^(?:\xef\xbb\xbf)?\s{0,8}(?:<\?xml[^<>]{0,200}\?>\s{0,8})?<(?:w:(?:document|hdr|ftr|footnotes|endnotes|comments)|p:(?:sld|notes|sldMaster|sldLayout)|office:document(?:-content|-styles)?)[\s>]/;
const SNIFFED = 320;
const MARKUP = /<(\/?)([\w:-]{1,64})[^<>]*>|<[^<>]*>|[^<]+|</g;
/** At the end of these a line ends. */
const ENDS_LINE = new Set(['w:p', 'a:p', 'text:p', 'text:h', 'w:tr', 'a:tr', 'table:table-row']);
const ENDS_CELL = new Set(['w:tc', 'a:tc', 'table:table-cell']);
/** Empty elements that stand for a character. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  'w:br': '\n',
  'w:cr': '\n',
  'a:br': '\n',
  'text:line-break': '\n',
  'w:tab': '\t',
  'text:tab': '\t',
  'text:s': ' ',
  'w:noBreakHyphen': '-',
};
/** Entities that XML knows, and numbers of characters. */
export const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d{1,3}|#x[\da-f]{1,2});/gi;
const NAMED: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

export const officeText: Container = {
  opens: (bytes) =>
    (bytes[0] === FIRST || bytes[0] === 0xef) && ROOT.test(bytes.toString('latin1', 0, SNIFFED)),
  *members(bytes, { budget, onTrouble }) {
    // Its text is never longer.
    if (bytes.length > budget.largest) onTrouble('limit', '');
    else yield { name: 'text', bytes: Buffer.from(textOf(bytes.toString('latin1')), 'latin1') };
    budget.spendBytes(bytes.length);
  },
  isText: true,
};

/** Linear in the length. */
function textOf(xml: string): string {
  const text = new Paragraphs();
  for (const [part, closing, name] of xml.matchAll(MARKUP)) {
    if (name !== undefined) text.tag(name, closing === '/' || part.endsWith('/>'), closing === '/');
    else if (!part.startsWith('<')) text.add(part);
  }
  return text.all;
}

class Paragraphs {
  readonly #parts: string[] = [];

  get all(): string {
    return this.#parts.join('');
  }

  /** Blanks between elements are the writer's, not the author's. */
  add(characters: string): void {
    if (/^\s*[\r\n]\s*$/.test(characters)) return;
    this.#parts.push(characters.includes('&') ? characters.replace(ENTITY, characterOf) : characters);
  }

  tag(name: string, ends: boolean, closes: boolean): void {
    const character = closes ? undefined : STANDS_FOR[name];
    if (character !== undefined) this.#parts.push(character);
    else if (ends && ENDS_LINE.has(name)) this.#parts.push('\n');
    else if (ends && ENDS_CELL.has(name)) this.#endCell();
  }

  /** A cell ends with a paragraph, and does not end its row. */
  #endCell(): void {
    if (this.#parts.at(-1) === '\n') this.#parts.pop();
    this.#parts.push('\t');
  }
}

/** As latin1; what lies above is left as it is written. */
export function characterOf(entity: string): string {
  const named = NAMED[entity.toLowerCase()];
  if (named !== undefined) return named;
  const isHex = /^&#x/i.test(entity);
  const code = Number.parseInt(entity.slice(isHex ? 3 : 2), isHex ? 16 : 10);
  return code < 0x80 ? String.fromCharCode(code) : entity;
}
