/** An SQLite database of few pages, built byte by byte: rows on the first, and what has no room there on those behind it. */

const PAGE = 512;
const USABLE_ROW = PAGE - 35;

/** @param rows texts of the columns. @param isWide in UTF-16 */
export function buildSqlite(rows: ReadonlyArray<readonly string[]>, isWide = false): Buffer {
  const page = Buffer.alloc(PAGE);
  const further: Buffer[] = [];
  page.write('SQLite format 3\0', 'latin1');
  page.writeUInt16BE(PAGE, 16);
  page.writeUInt32BE(isWide ? 2 : 1, 56);
  page[100] = 13;
  page.writeUInt16BE(rows.length, 103);
  let end = PAGE;
  for (const [index, columns] of rows.entries()) {
    const record = recordOf(columns.map((text) => Buffer.from(text, isWide ? 'utf16le' : 'utf8')));
    const cell = Buffer.concat([varint(record.length), varint(index + 1), stored(record, further)]);
    end -= cell.length;
    cell.copy(page, end);
    page.writeUInt16BE(end, 108 + index * 2);
  }
  return Buffer.concat([page, ...further]);
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

function recordOf(columns: readonly Buffer[]): Buffer {
  // A NULL first, as a row has it whose number is its key.
  const types = Buffer.concat([varint(0), ...columns.map(({ length }) => varint(length * 2 + 13))]);
  return Buffer.concat([varint(types.length + 1), types, ...columns]);
}

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
