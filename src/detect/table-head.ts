/** The head of a table's column: is a keyword one, of which column, and where do the rows below begin? Delimited text, SQL. */
import { type KeywordHit, type Look, lookAt } from './look.ts';

/** Where a column's cells are to be looked for. */
export interface TableHead {
  readonly form: 'lines' | 'tuples';
  /** Byte between cells. */
  readonly delimiter: number;
  /** The how-manieth cell of a row, from 0. */
  readonly index: number;
  readonly cells: number;
  /** The cells of the head, one char code a byte. */
  readonly text: string;
  /** Where the rows begin. */
  readonly rows: number;
}

/** Bytes of a column's name on either side of the keyword. */
const NAME_REACH = 40;
/** A head is one line, of at most so many bytes on either side. */
const LINE_REACH = 2048;
const MOST_COLUMNS = 64;
const [NEWLINE, RETURN, COMMA, OPEN, CLOSE] = [0x0a, 0x0d, 0x2c, 0x28, 0x29] as const;
const OUTSIDE = -1;

/** What a column's name is made of, and the quotes around it: no more is skipped for a look at what stands beside it. */
const NAME = bytesWhere((char) => /[\w .\-/"'`#\x80-\xff]/.test(char));
const EDGE = bytesWhere((char) => /[\r\n,;\t|]/.test(char));

function bytesWhere(isOne: (char: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (isOne(String.fromCharCode(byte)) ? 1 : 0));
}

/** Looks at a few bytes on either side of the keyword, and at its line only where those are a cell's. */
export function tableHeadAt(bytes: Buffer, hit: KeywordHit, look: Look): TableHead | undefined {
  const end = nameEnd(bytes, hit, look);
  if (end === OUTSIDE) return undefined;
  const start = nameStart(bytes, hit, look);
  if (start === OUTSIDE) return undefined;
  const [left, right] = [bytes[start - 1] ?? NEWLINE, bytes[end] ?? NEWLINE];
  const lineStart = bytes.subarray(Math.max(0, start - LINE_REACH), start).lastIndexOf(NEWLINE) + 1;
  const from = Math.max(0, start - LINE_REACH) + lineStart;
  const to = lineEnd(bytes, end);
  lookAt(look, hit.offset - from + 1, to + 1 - hit.offset);
  const head = { before: bytes.toString('latin1', from, start), name: bytes.toString('latin1', start, end) };
  if (left === OPEN || right === CLOSE || (left === COMMA && head.before.includes('(')))
    return tuplesBelow(head, bytes.toString('latin1', end, to), end);
  const delimiter = [left, right].find((byte) => byte !== NEWLINE && byte !== RETURN) ?? COMMA;
  return linesBelow(head, bytes.toString('latin1', end, to), delimiter, to + 1);
}

function nameEnd(bytes: Buffer, { offset, length }: KeywordHit, look: Look): number {
  const limit = Math.min(bytes.length, offset + length + NAME_REACH);
  let at = offset + length;
  // A keyword may hold what ends the name: `password)`.
  while (at > offset && endsName(bytes[at - 1])) at--;
  while (at < limit && NAME[bytes[at] ?? 0] === 1) at++;
  lookAt(look, 0, at + 1 - offset);
  return at === bytes.length || endsName(bytes[at]) ? at : OUTSIDE;
}

function endsName(byte = 0): boolean {
  return EDGE[byte] === 1 || byte === CLOSE;
}

function nameStart(bytes: Buffer, { offset }: KeywordHit, look: Look): number {
  const limit = Math.max(0, offset - NAME_REACH);
  let at = offset;
  while (at > limit && NAME[bytes[at - 1] ?? 0] === 1) at--;
  lookAt(look, offset - at + 1, 0);
  const isEdge = at === 0 || EDGE[bytes[at - 1] ?? 0] === 1 || bytes[at - 1] === OPEN;
  return isEdge ? at : OUTSIDE;
}

function lineEnd(bytes: Buffer, from: number): number {
  const newline = bytes.subarray(from, from + LINE_REACH).indexOf(NEWLINE);
  return newline < 0 ? Math.min(bytes.length, from + LINE_REACH) : from + newline;
}

interface Named {
  readonly before: string;
  readonly name: string;
}

const OPENING = /\b(?:insert\s+into|replace\s+into|copy)\s[^()]{1,200}\(([^()]*)$/i;
const CLOSING = /^([^()]*)\)\s{0,8}(values|from\s+stdin[^\n]{0,80};)/i;

/** `INSERT INTO people (name, email) VALUES (…), (…)`, and what pg_dump writes: `COPY people (name, email) FROM stdin;`. */
function tuplesBelow({ before, name }: Named, after: string, end: number): TableHead | undefined {
  const [, left] = OPENING.exec(before) ?? [];
  const [closing, right, how = ''] = CLOSING.exec(after) ?? [];
  if (left === undefined || right === undefined || closing === undefined) return undefined;
  const text = left + name + right;
  const head = { index: left.split(',').length - 1, cells: text.split(',').length, text };
  if (head.index >= MOST_COLUMNS) return undefined;
  return how.toLowerCase() === 'values'
    ? { ...head, form: 'tuples', delimiter: COMMA, rows: end + closing.length }
    : { ...head, form: 'lines', delimiter: 0x09, rows: end + after.length + 1 };
}

/** What no column's name holds, but code does. */
const NO_NAME = /[{}=<>[\]$\\!?:;@*+&^~%]|["'`]\w+["'`]\w|\w{41}/;

function linesBelow(
  { before, name }: Named,
  after: string,
  delimiter: number,
  rows: number,
): TableHead | undefined {
  const between = String.fromCharCode(delimiter);
  const text = before + name + after.trimEnd();
  const cells = text.split(between);
  if (cells.length > MOST_COLUMNS || cells.some((cell) => cell.length > 64 || NO_NAME.test(cell)))
    return undefined;
  // A word alone on its line heads a list only where it is a name, not a sentence.
  if (cells.length === 1 && /[ .].*[ .]/.test(text.trim())) return undefined;
  return {
    form: 'lines',
    delimiter,
    index: before.split(between).length - 1,
    cells: cells.length,
    text,
    rows,
  };
}
