/**
 * An SQLite database: its tables, as lines of text with a head (https://www.sqlite.org/fileformat2.html). Every page that holds rows is
 * read, also one that no tree leads to any more: what was dropped lies there until it is written over.
 */
import type { Container, Member, OpeningMeans } from './container.ts';
import { childrenOf, type SqliteFile, rowsOn } from './sqlite-rows.ts';
import { columnsOf, TablePart } from './sqlite-text.ts';

const MAGIC = 'SQLite format 3\0';
/** Asked first: most blobs end here, and no text is made of them. */
const FIRST = 0x53;
const HEADER_BYTES = 100;
/** The least that a page can have. */
const LEAST_PAGE = 512;
/** Written as 1, because it has no room in 16 bits. */
const MOST_PAGE = 65_536;
/** Rows that make one member. */
const PART_BYTES = 4 * 1024 * 1024;
const MOST_TABLES = 10_000;

interface Table {
  readonly name: string;
  /** Number of the first page of its tree. */
  readonly root: number;
  readonly columns: readonly string[];
}

/** The table of tables: its tree begins on the first page. */
const SCHEMA: Table = {
  name: 'sqlite_schema',
  root: 1,
  columns: ['type', 'name', 'tbl_name', 'rootpage', 'sql'],
};

export const sqlite: Container = {
  opens: (bytes) =>
    bytes[0] === FIRST && bytes.length >= HEADER_BYTES && bytes.toString('latin1', 0, MAGIC.length) === MAGIC,
  members: membersOf,
};

function* membersOf(bytes: Buffer, { budget, onTrouble }: OpeningMeans): Generator<Member> {
  const pageBytes = bytes.readUInt16BE(16) === 1 ? MOST_PAGE : bytes.readUInt16BE(16);
  if (pageBytes < LEAST_PAGE) {
    onTrouble('damaged', '');
    return;
  }
  const usable = pageBytes - (bytes[20] ?? 0);
  const file: SqliteFile = { bytes, pageBytes, usable, encoding: bytes.readUInt32BE(56), budget };
  const seen = new Set<number>();
  const schema = [...pagesBelow(file, SCHEMA.root, seen)];
  yield* partsOf(file, SCHEMA, schema);
  for (const table of tablesIn(file, schema)) yield* partsOf(file, table, pagesBelow(file, table.root, seen));
  yield* partsOf(file, { name: 'rows of no table', columns: [] }, pagesBeside(file, seen));
}

function* tablesIn(file: SqliteFile, schema: readonly number[]): Generator<Table> {
  let tables = 0;
  for (const page of schema) {
    for (const [type, name = '', , root, sql = ''] of rowsOn(file, (page - 1) * file.pageBytes)) {
      if (type !== 'table' || ++tables > MOST_TABLES) continue;
      yield { name, root: Number(root), columns: columnsOf(sql) };
    }
  }
}

/** Numbers of the pages of a tree, from the left; each page of a file is in one tree. */
function* pagesBelow(file: SqliteFile, root: number, seen: Set<number>): Generator<number> {
  const waiting = [root];
  for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
    if (!(page > 0 && page * file.pageBytes <= file.bytes.length) || seen.has(page)) continue;
    seen.add(page);
    yield page;
    for (const child of childrenOf(file, page).toReversed()) if (!seen.has(child)) waiting.push(child);
  }
}

function* pagesBeside({ bytes, pageBytes }: SqliteFile, seen: ReadonlySet<number>): Generator<number> {
  for (let page = 1; page * pageBytes <= bytes.length; page++) if (!seen.has(page)) yield page;
}

function* partsOf(
  file: SqliteFile,
  { name, columns }: Omit<Table, 'root'>,
  pages: Iterable<number>,
): Generator<Member> {
  const { budget } = file;
  let part = new TablePart(columns);
  for (const page of pages) {
    if (budget.isSpent) return;
    for (const row of rowsOn(file, (page - 1) * file.pageBytes)) {
      part.add(row);
      if (part.length < Math.min(PART_BYTES, budget.largest)) continue;
      budget.spendBytes(part.length);
      yield { name, bytes: part.text() };
      if (budget.isSpent) return;
      part = new TablePart(columns);
    }
  }
  budget.spendBytes(part.length);
  if (part.length > 0) yield { name, bytes: part.text() };
}
