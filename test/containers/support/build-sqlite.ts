/** An SQLite database of few pages, built byte by byte: a page of tables, one of rows, and what has no room there on those behind it. */

const PAGE = 512;
const USABLE_ROW = PAGE - 35;
const LEAF = 13;

export type SqliteCell = string | number | null;

export interface SqliteForm {
  /** In UTF-16. */
  readonly isWide?: boolean;
  /** `CREATE TABLE` of a table of the name `of_rows`; without it no table leads to the rows. */
  readonly sql?: string;
  /** The number of the page where the table is said to begin. */
  readonly root?: number;
}

export function buildSqlite(
  rows: ReadonlyArray<readonly SqliteCell[]>,
  { isWide = false, sql, root = 2 }: SqliteForm = {},
): Buffer {
  const schema = Buffer.alloc(PAGE);
  const further: Buffer[] = [Buffer.alloc(PAGE)];
  schema.write('SQLite format 3\0', 'latin1');
  schema.writeUInt16BE(PAGE, 16);
  schema.writeUInt32BE(isWide ? 2 : 1, 56);
  const tables = sql === undefined ? [] : [['table', 'of_rows', 'of_rows', root, sql]];
  fill({ page: schema, header: 100, further, isWide }, tables);
  fill({ page: further[0] ?? schema, header: 0, further, isWide }, rows);
  return Buffer.concat([schema, ...further]);
}

interface Filling {
  readonly page: Buffer;
  readonly header: number;
  readonly further: Buffer[];
  readonly isWide: boolean;
}

function fill({ page, header, further, isWide }: Filling, rows: ReadonlyArray<readonly SqliteCell[]>): void {
  page[header] = LEAF;
  page.writeUInt16BE(rows.length, header + 3);
  let end = PAGE;
  for (const [index, cells] of rows.entries()) {
    const record = recordOf(cells, isWide);
    const cell = Buffer.concat([varint(record.length), varint(index + 1), stored(record, further)]);
    end -= cell.length;
    cell.copy(page, end);
    page.writeUInt16BE(end, header + 8 + index * 2);
  }
}

function stored(record: Buffer, further: Buffer[]): Buffer {
  if (record.length <= USABLE_ROW) return record;
  const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
  const wanted = least + ((record.length - least) % (PAGE - 4));
  const local = wanted <= USABLE_ROW ? wanted : least;
  const first = further.length + 2;
  for (let at = local; at < record.length; at += PAGE - 4) {
    const page = Buffer.alloc(PAGE);
    const isLast = at + PAGE - 4 >= record.length;
    page.writeUInt32BE(isLast ? 0 : further.length + 3, 0);
    record.copy(page, 4, at, at + PAGE - 4);
    further.push(page);
  }
  const pointer = Buffer.alloc(4);
  pointer.writeUInt32BE(first);
  return Buffer.concat([record.subarray(0, local), pointer]);
}

function recordOf(cells: readonly SqliteCell[], isWide: boolean): Buffer {
  const columns = cells.map((cell) => columnOf(cell, isWide));
  const types = Buffer.concat(columns.map(({ type }) => varint(type)));
  return Buffer.concat([varint(types.length + 1), types, ...columns.map(({ value }) => value)]);
}

function columnOf(cell: SqliteCell, isWide: boolean): { type: number; value: Buffer } {
  if (cell === null) return { type: 0, value: Buffer.alloc(0) };
  if (typeof cell === 'string') {
    const value = Buffer.from(cell, isWide ? 'utf16le' : 'utf8');
    return { type: value.length * 2 + 13, value };
  }
  const value = Buffer.alloc(8);
  if (Number.isInteger(cell)) value.writeBigInt64BE(BigInt(cell));
  else value.writeDoubleBE(cell);
  return { type: Number.isInteger(cell) ? 6 : 7, value };
}

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
