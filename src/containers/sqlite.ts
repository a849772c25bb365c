/**
 * An SQLite database: the rows of its tables, as lines of text (https://www.sqlite.org/fileformat2.html). Every page that holds rows
 * is read, also one that no tree leads to any more: what was dropped lies there until it is written over.
 */
import type { Container, Member, OpeningMeans } from './container.ts';
import { type SqliteFile, rowsOn } from './sqlite-rows.ts';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
/** The least that a page can have. */
const LEAST_PAGE = 512;
/** Written as 1, because it has no room in 16 bits. */
const MOST_PAGE = 65_536;
/** Rows that make one member. */
const PART_BYTES = 4 * 1024 * 1024;

export const sqlite: Container = {
  opens: (bytes) => bytes.length >= HEADER_BYTES && bytes.toString('latin1', 0, MAGIC.length) === MAGIC,
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
  let rows: string[] = [];
  let length = 0;
  for (let at = 0; at + pageBytes <= bytes.length && !budget.isSpent; at += pageBytes) {
    for (const row of rowsOn(file, at)) {
      rows.push(row);
      length += row.length;
      if (length < Math.min(PART_BYTES, budget.largest)) continue;
      budget.spendBytes(length);
      yield memberOf(rows);
      if (budget.isSpent) return;
      rows = [];
      length = 0;
    }
  }
  budget.spendBytes(length);
  if (rows.length > 0) yield memberOf(rows);
}

function memberOf(rows: readonly string[]): Member {
  return { name: 'rows', bytes: Buffer.from(rows.join('\n')) };
}
