/** The rows of a database are lines of text. */
import { expect, it } from 'vitest';
import { buildSqlite } from './support/build-sqlite.ts';
import { opened } from './support/opened.ts';

it('gives the texts of each row', () => {
  const rows = [
    ['ada', 'first value'],
    ['b', ''],
    ['cé', 'third'],
  ];
  const expected = 'ada\tfirst value\nb\ncé\tthird';
  for (const isWide of [false, true]) {
    const { texts, troubles } = opened(buildSqlite(rows, isWide));
    expect(Buffer.from(texts['rows'] ?? '', 'latin1').toString()).toBe(expected);
    expect(troubles).toEqual([]);
  }
});

it('follows a row that goes on on other pages', () => {
  const long = Array.from({ length: 400 }, (_, index) => `part ${index}`).join(', ');
  expect(
    opened(
      buildSqlite([
        ['short', 'x'],
        [long, 'behind'],
      ]),
    ).texts['rows'],
  ).toBe(`short\tx\n${long}\tbehind`);
});

it('a chain of pages that leads back to itself ends', () => {
  const database = buildSqlite([['x'.repeat(3000)]]);
  database.writeUInt32BE(2, 512);
  expect(opened(database).bytes).toBeLessThan(4000);
});
