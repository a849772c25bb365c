/** The cells of one column, row by row, until something stands there that is no row of the table. */
import type { TableHead } from './table-head.ts';

/** Offsets of a cell's bytes without quotes and blanks; empty when start and end are equal. */
export interface Cell {
  readonly start: number;
  readonly end: number;
}

/** What lies behind this was not read. */
export interface CellReader {
  /** @returns undefined at the end of the table */
  next(): Cell | undefined;
  /** No cell that was given depends on a byte at or behind this. */
  readonly at: number;
}

const [NEWLINE, QUOTE, APOSTROPHE, BACKSLASH, OPEN, CLOSE, COMMA] = [
  0x0a, 0x22, 0x27, 0x5c, 0x28, 0x29, 0x2c,
] as const;
/** Blanks, quotes, backtick. */
const AROUND = new Set([0x20, 0x09, 0x0d, QUOTE, APOSTROPHE, 0x60]);
/** So many rows of another shape, one after the other, end a table. */
const MOST_ODD_ROWS = 3;
const LONGEST_ROW = 65_536;
const EMPTY: Cell = { start: 0, end: 0 };

export function cellsBelow(bytes: Buffer, head: TableHead): CellReader {
  return head.form === 'tuples' ? new TupleCells(bytes, head) : new LineCells(bytes, head);
}

class LineCells implements CellReader {
  readonly #bytes: Buffer;
  readonly #head: TableHead;
  at: number;

  constructor(bytes: Buffer, head: TableHead) {
    this.#bytes = bytes;
    this.#head = head;
    this.at = Math.min(head.rows, bytes.length);
  }

  next(): Cell | undefined {
    for (let odd = 0; odd < MOST_ODD_ROWS && this.at < this.#bytes.length; odd++) {
      const end = this.#lineEnd();
      const start = this.at;
      this.at = Math.min(this.#bytes.length, end + 1);
      if (isBlank(this.#bytes, start, end) || end - start > LONGEST_ROW) return undefined;
      const cell = cellIn(this.#bytes, { start, end }, this.#head);
      if (cell) return cell;
    }
    return undefined;
  }

  #lineEnd(): number {
    const newline = this.#bytes.indexOf(NEWLINE, this.at);
    return newline < 0 ? this.#bytes.length : newline;
  }
}

/** `(1, 'a'), (2, 'b');`: cells of tuples, on one line or on many. */
class TupleCells implements CellReader {
  readonly #bytes: Buffer;
  readonly #head: TableHead;
  at: number;

  constructor(bytes: Buffer, head: TableHead) {
    this.#bytes = bytes;
    this.#head = head;
    this.at = head.rows;
  }

  next(): Cell | undefined {
    for (let odd = 0; odd < MOST_ODD_ROWS; odd++) {
      const open = this.#skipBetween();
      if (this.#bytes[open] !== OPEN) return undefined;
      const close = closingOf(this.#bytes, open + 1);
      this.at = Math.min(this.#bytes.length, close + 1);
      if (this.#bytes[close] !== CLOSE) return undefined;
      const cell = cellIn(this.#bytes, { start: open + 1, end: close }, this.#head);
      if (cell) return cell;
    }
    return undefined;
  }

  #skipBetween(): number {
    while (this.at < this.#bytes.length && isBetween(this.#bytes[this.at])) this.at++;
    const { at } = this;
    this.at = Math.min(this.#bytes.length, at + 1);
    return at;
  }
}

function isBetween(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE || byte === COMMA;
}

/** Where the tuple ends: the bracket that no quotes hold. */
function closingOf(bytes: Buffer, from: number): number {
  const limit = Math.min(bytes.length, from + LONGEST_ROW);
  let quoted = false;
  let at = from;
  for (; at < limit && (quoted || bytes[at] !== CLOSE); at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === APOSTROPHE) quoted = !quoted;
  }
  return Math.min(at, bytes.length);
}

/** @returns undefined when the row has another number of cells */
function cellIn(bytes: Buffer, row: Cell, { delimiter, index, cells }: TableHead): Cell | undefined {
  let quote = 0;
  let count = 0;
  let [start, end] = [row.start, row.end];
  for (let at = row.start; at < row.end; at++) {
    const byte = bytes[at] ?? 0;
    if (quote > 0) quote = byte === quote ? 0 : quote;
    else if (byte === delimiter) {
      if (count === index) end = at;
      if (++count === index) start = at + 1;
    } else if (opensQuote(bytes, at, row.start, delimiter)) quote = byte;
  }
  return count + 1 === cells ? trimmed(bytes, { start, end }) : undefined;
}

/** A quote counts only where a cell begins: an apostrophe within a name is none. */
function opensQuote(bytes: Buffer, at: number, start: number, delimiter: number): boolean {
  const byte = bytes[at];
  if (byte !== QUOTE && byte !== APOSTROPHE) return false;
  const previous = bytes[at - 1];
  return at === start || previous === delimiter || (previous === 0x20 && bytes[at - 2] === delimiter);
}

function trimmed(bytes: Buffer, { start, end }: Cell): Cell {
  let [from, to] = [start, end];
  while (from < to && AROUND.has(bytes[from] ?? 0)) from++;
  while (to > from && AROUND.has(bytes[to - 1] ?? 0)) to--;
  return isNothing(bytes, from, to) ? EMPTY : { start: from, end: to };
}

/** `NULL`, `\N`, `n/a`, `-`, and the line that Markdown draws under a head. */
function isNothing(bytes: Buffer, start: number, end: number): boolean {
  if (end - start > 4 && bytes[start] !== 0x2d && bytes[start] !== 0x3a) return false;
  return /^(?:null|none|nil|\\n|n\/?a|:?-*:?)$/i.test(bytes.toString('latin1', start, end));
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return end === start || (end === start + 1 && bytes[start] === 0x0d);
}
