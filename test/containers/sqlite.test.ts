/** The tables of a database are lines of text that detectors can read. */
import { describe, expect, it } from 'vitest';
import { buildSqlite } from './support/build-sqlite.ts';
import { isLinear } from '../support/growth.ts';
import { opened } from './support/opened.ts';

const ORPHANS = 'rows of no table';
const cells = (row: readonly string[]): string => row.join('\t');

describe('rows', () => {
  it('stand below the names of their columns', () => {
    const sql = `CREATE TABLE "of_rows" (id INTEGER PRIMARY KEY, [full name] TEXT DEFAULT ('a,b'), \`height\` REAL,
      twice INT AS (id * 2), sum INT GENERATED ALWAYS AS (id + 1) STORED, CONSTRAINT one UNIQUE (id), PRIMARY KEY (id))`;
    const rows = [
      [null, 'Ada', 1.75, -70_000],
      [null, 'cé', null, 8],
      [null, 'short'],
    ];
    const expected = [
      ['id', 'full name', 'height', 'sum'],
      ['', 'Ada', '1.75', '-70000'],
      ['', 'cé', '', '8'],
      ['', 'short', '', ''],
    ];
    for (const isWide of [false, true]) {
      const { texts, troubles } = opened(
        buildSqlite(rows, { isWide, sql: isWide ? sql.replace(/,\s*CON[^]*/, ')') : sql }),
      );
      const text = Buffer.from(texts['of_rows'] ?? '', 'latin1').toString();
      expect(text).toBe(expected.map(cells).join('\n'));
      expect(troubles).toEqual([]);
    }
  });

  it('that no table leads to any more are read as well', () => {
    expect(opened(buildSqlite([['ada', 'first']])).texts[ORPHANS]).toBe('ada\tfirst');
  });

  it('go on on other pages', () => {
    const long = Array.from({ length: 80 }, (_, index) => `part ${index}`).join(', ');
    expect(
      opened(
        buildSqlite([
          ['short', 'x'],
          [long, 'behind'],
        ]),
      ).texts[ORPHANS],
    ).toBe(`short\tx\n${long}\tbehind`);
  });

  it('keep a text of several lines, below the table', () => {
    const { texts } = opened(
      buildSqlite([
        ['a', 'one\ntwo'],
        ['b', 'x'],
      ]),
    );
    expect(texts[ORPHANS]).toBe('a\t\nb\tx\n\none\ntwo');
  });

  it('name what could be a secret: by its column, by its setting', () => {
    const users = buildSqlite([['ada', 'a b"c']], { sql: 'CREATE TABLE of_rows (name, password)' });
    expect(opened(users).texts['of_rows']).toBe(`name\tpassword\nada\tpassword='a b"c'`);
    const options = buildSqlite(
      [
        ['smtp_password', 'abc'],
        ['title', 'def'],
      ],
      {
        sql: 'CREATE TABLE of_rows (option_name, option_value)',
      },
    );
    expect(opened(options).texts['of_rows']).toBe(
      'option_name\toption_value\nsmtp_password\tsmtp_password="abc"\ntitle\tdef',
    );
  });
});

describe('a hostile one', () => {
  it('whose chain of pages leads back to itself ends', () => {
    const database = buildSqlite([['x'.repeat(3000)]]);
    database.writeUInt32BE(3, 1024);
    expect(opened(database).bytes).toBeLessThan(4000);
  });

  it('whose tree leads back to itself ends, and no page is read twice', () => {
    const database = buildSqlite([['ada']], { sql: 'CREATE TABLE of_rows (name)', root: 3 });
    const inner = Buffer.alloc(512);
    inner[0] = 5;
    inner.writeUInt16BE(2, 3);
    inner.writeUInt32BE(3, 8);
    inner.writeUInt16BE(100, 12);
    inner.writeUInt16BE(200, 14);
    inner.writeUInt32BE(2, 100);
    inner.writeUInt32BE(2, 200);
    expect(opened(Buffer.concat([database, inner])).texts['of_rows']).toBe('name\nada');
  });

  it('takes time in proportion to its length', () => {
    const page = buildSqlite(Array.from({ length: 60 }, () => ['a'])).subarray(512);
    const head = buildSqlite([]).subarray(0, 512);
    const ofPages = (count: number): Buffer =>
      Buffer.concat([head, ...Array.from({ length: count }, () => page)]);
    const inSql = (sign: string, count: number): Buffer =>
      buildSqlite([], { sql: `CREATE TABLE of_rows (${sign.repeat(count)}` });
    for (const build of [
      ofPages,
      ...['(', ',', '"', "a,'", 'a b ', ') '].map((sign) => (count: number) => inSql(sign, count * 16)),
    ]) {
      expect(isLinear(build, opened, 1000)).toBe(true);
    }
  });
});
