/**
 * The rows of a workbook's sheets (ECMA-376, part 1, chapter 18): a sheet says only which of the shared strings stands in a cell, so what is a
 * table in the program is one nowhere in its parts.
 */
import type { Member, OpeningMeans } from './container.ts';
import { characterOf, ENTITY } from './office-text.ts';

const STRINGS = 'xl/sharedStrings.xml';
const SHEET = /^xl\/worksheets\/[^/]{1,200}\.xml$/;
const STRING_PARTS = /<si(?:\s[^<>]*)?>|<\/si>|<t(?:\s[^<>]*)?>([^<]*)<\/t>/g;
const SHEET_PARTS = /<\/row>|<c(?:\s([^<>]*))?>|<v(?:\s[^<>]*)?>([^<]*)<\/v>|<t(?:\s[^<>]*)?>([^<]*)<\/t>/g;
const SHARED = /(?:^|\s)t="s"/;
const COLUMN = /(?:^|\s)r="([A-Z]{1,2})\d/;
/** Cells behind it are put beside one another. */
const MOST_COLUMNS = 64;

/** Collects the parts of one archive as they come by. */
export class SheetRows {
  readonly #sheets: Array<{ readonly name: string; readonly xml: string }> = [];
  #strings: readonly string[] = [];
  #kept = 0;

  note({ name, bytes }: Member, { budget, onTrouble }: OpeningMeans): void {
    if (name === STRINGS) this.#strings = stringsOf(bytes.toString('latin1'));
    if (!SHEET.test(name)) return;
    this.#kept += bytes.length;
    if (this.#kept > budget.largest) onTrouble('limit', name);
    else this.#sheets.push({ name, xml: bytes.toString('latin1') });
  }

  /** A text for each sheet, with tabs between cells. */
  *members({ budget, onTrouble }: OpeningMeans): Generator<Member> {
    for (const { name, xml } of this.#sheets) {
      const rows = rowsOf(xml, this.#strings, budget.largest);
      if (rows === undefined) onTrouble('limit', name);
      else yield { name: `${name} as rows`, bytes: Buffer.from(rows, 'latin1') };
      budget.spendBytes(rows?.length ?? budget.largest);
    }
  }
}

function stringsOf(xml: string): string[] {
  const strings: string[] = [];
  for (const [part, text] of xml.matchAll(STRING_PARTS)) {
    if (part.startsWith('<si')) strings.push('');
    else if (text !== undefined && strings.length > 0)
      strings.push((strings.pop() ?? '') + text.replace(ENTITY, characterOf).replace(/[\t\r\n]/g, ' '));
  }
  return strings;
}

/** @returns undefined when there is more than `most` bytes of it: a cell of two digits can stand for a long text */
function rowsOf(xml: string, strings: readonly string[], most: number): string | undefined {
  const rows: string[] = [];
  let [length, column] = [0, 0];
  let cell = '';
  for (const [part, attributes, value, text] of xml.matchAll(SHEET_PARTS)) {
    let piece = '';
    if (part === '</row>') [piece, column] = ['\n', 0];
    else if (part.startsWith('<c')) {
      cell = attributes ?? '';
      const wanted = columnOf(cell, column);
      // None before the first cell of a row.
      piece = '\t'.repeat(wanted - Math.max(column, 1));
      column = wanted;
    } else piece = text ?? (SHARED.test(cell) ? (strings[Number(value)] ?? '') : (value ?? ''));
    rows.push(piece);
    length += piece.length;
    if (length > most) return undefined;
  }
  return rows.join('');
}

/** From 1, and never before the one that was last. */
function columnOf(attributes: string, last: number): number {
  const letters = COLUMN.exec(attributes)?.[1] ?? '';
  const named = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return named > last && named <= MOST_COLUMNS ? named : last + 1;
}
