/**
 * Rows of a database as text that detectors read: a head, and a line a row, tabs between cells, which those of columns read; a cell
 * whose column or setting is called like a secret is written `name="value"`, for those of names. Texts of several lines stand below.
 */

/** Of a definition so much is read. */
const MOST_SQL = 65_536;
/** More is no table to detectors, and a short row of many columns would become a long line. */
const MOST_COLUMNS = 64;
const LONGEST_CELL = 1024;
/** Names that could stand before a secret; which of them do is for detectors to say. */
const SECRET =
  /pass|pwd|pw$|secret|token|key|auth|cred|pin$|cookie|session|hash|salt|seed|private|cert|dsn|conn|url|uri/i;
/** Columns of tables of settings: what it is called, and what it is. */
const SETTING = /^(?:\w+_)?(?:key|name|setting|option|variable|property)(?:_name)?$/i;
const VALUE = /^(?:\w+_)?(?:value|val)$/i;
const WORD = /^[\w.\-/: ]{1,64}$/;

/** What stands in a definition beside columns. */
const NO_COLUMN = /^(?:constraint|primary|unique|check|foreign)\b/i;
const NAME = /^\s*(?:"([^"]*)"|`([^`]*)`|\[([^\]]*)\]|'([^']*)'|([^\s,()]+))/;
const COMPUTED = /\bas\s*\(/i;

/** @param sql `CREATE TABLE people (id INTEGER, "full name" TEXT)`. @returns names of its stored columns */
export function columnsOf(sql: string): readonly string[] {
  const columns: string[] = [];
  for (const piece of piecesOf(sql.slice(0, MOST_SQL))) {
    const isComputed = COMPUTED.test(piece) && !/\bstored\b/i.test(piece);
    if (NO_COLUMN.test(piece.trimStart()) || isComputed) continue;
    const names = NAME.exec(piece) ?? [];
    const name = names.slice(1).find((found) => found !== undefined);
    if (name !== undefined) columns.push(name.replaceAll(/\s+/g, ' '));
  }
  return columns;
}

/** A quoted name, to the end where nothing closes it; a sign; anything else. */
const SQL = /"[^"]*(?:"|$)|'[^']*(?:'|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)|[(),]|[^"'`[(),]+/g;
const DEPTHS: Readonly<Record<string, number>> = { '(': 1, ')': -1 };

/** What stands between the commas of the outer brackets. One pass. */
function* piecesOf(sql: string): Generator<string> {
  let depth = 0;
  let piece = '';
  for (const [sign] of sql.matchAll(SQL)) {
    const before = depth;
    depth += DEPTHS[sign] ?? 0;
    const isEnd = depth === 0 && before === 1;
    if (isEnd || (sign === ',' && depth === 1)) {
      yield piece;
      piece = '';
    } else if (before > 0) piece += sign;
    if (isEnd) return;
  }
}

/** Rows of one table, not all of them when they are many. */
export class TablePart {
  readonly #columns: readonly string[];
  readonly #setting: number;
  readonly #value: number;
  readonly #lines: string[] = [];
  readonly #texts: string[] = [];
  /** Characters so far. */
  length = 0;

  /** @param columns their names; empty when they are not known */
  constructor(columns: readonly string[]) {
    this.#columns = columns.slice(0, MOST_COLUMNS);
    this.#value = this.#columns.findIndex((column) => VALUE.test(column));
    this.#setting = this.#value < 0 ? -1 : this.#columns.findIndex((column) => SETTING.test(column));
  }

  /** A row of nothing is left out. */
  add(row: readonly string[]): void {
    if (row.every((cell) => cell === '')) return;
    const cells = row.map((cell, index) => this.#written(cell, this.#nameOf(row, index)));
    while (cells.length < this.#columns.length) cells.push('');
    const line = cells.join('\t');
    this.#lines.push(line);
    this.length += line.length + 1;
  }

  text(): Buffer {
    const head = this.#columns.length > 0 ? [this.#columns.join('\t')] : [];
    const texts = this.#texts.length > 0 ? ['', ...this.#texts] : [];
    return Buffer.from([...head, ...this.#lines, ...texts].join('\n'));
  }

  #nameOf(row: readonly string[], index: number): string {
    const setting = index === this.#value ? row[this.#setting] : undefined;
    return setting ?? this.#columns[index] ?? '';
  }

  #written(cell: string, name: string): string {
    if (cell.length > LONGEST_CELL || /[\r\n\t]/.test(cell)) {
      this.#texts.push(cell);
      this.length += cell.length + 1;
      return '';
    }
    const isNamed = cell !== '' && SECRET.test(name) && WORD.test(name);
    if (!isNamed) return cell;
    const quote = cell.includes('"') ? "'" : '"';
    return `${name}=${quote}${cell}${quote}`;
  }
}
