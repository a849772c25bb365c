/**
 * SQLite, as the store uses it. The driver is loaded with the first database, so that a scan without a store never pays for it.
 *
 * It ends the process when it meets text that is not UTF-8 and cuts text at a zero byte, so nothing is ever read as text:
 * what has to come back is a number or bytes, and queries cast to say so.
 */
import { damaged, storeError } from './store-error.ts';

export type Cell = string | number | Buffer | null;
export type Row = readonly unknown[];

interface Statement {
  run(values: readonly Cell[]): unknown;
  raw(): { all(values: readonly Cell[]): unknown[]; iterate(values: readonly Cell[]): Iterable<unknown> };
}

interface Driver {
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): unknown;
}

/** How long a statement waits for another connection, which holds the file for moments only. */
const BUSY_TIMEOUT_MS = 10_000;

export async function openDatabase(path: string): Promise<SqliteDatabase> {
  const { default: Libsql } = await import('libsql');
  try {
    const driver = new Libsql(path);
    // A store that somebody else made must not run anything: no functions in its schema, no unchecked pages.
    driver.exec(
      `PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON`,
    );
    return new SqliteDatabase(path, driver);
  } catch (error) {
    throw storeError(path, error);
  }
}

export class SqliteDatabase {
  readonly path: string;
  readonly #driver: Driver;
  readonly #statements = new Map<string, Statement>();

  constructor(path: string, driver: Driver) {
    this.path = path;
    this.#driver = driver;
  }

  exec(sql: string): void {
    this.#said(() => this.#driver.exec(sql));
  }

  run(sql: string, ...values: readonly Cell[]): void {
    this.#said(() => this.#prepared(sql).run(values.map(storable)));
  }

  all(sql: string, ...values: readonly Cell[]): Row[] {
    return this.#said(() => this.#prepared(sql).raw().all(values.map(storable)).map(rowOf));
  }

  /** One row at a time; to be walked to its end, or not again before it was. */
  *each(sql: string, ...values: readonly Cell[]): Generator<Row> {
    try {
      for (const row of this.#prepared(sql).raw().iterate(values.map(storable))) yield rowOf(row);
    } catch (error) {
      throw storeError(this.path, error);
    }
  }

  /** The first row. */
  get(sql: string, ...values: readonly Cell[]): Row | undefined {
    return this.all(sql, ...values)[0];
  }

  /** All of it happens or nothing, whatever becomes of the process. */
  transaction<Result>(action: () => Result): Result {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = action();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#driver.close();
  }

  /** What was stored as JSON. @throws {ScannerError} `store` when it is none */
  recordIn(cell: unknown): unknown {
    try {
      if (Buffer.isBuffer(cell)) return JSON.parse(cell.toString('utf8'));
    } catch (error) {
      throw damaged(this.path, error);
    }
    throw damaged(this.path);
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#driver.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #said<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (error) {
      throw storeError(this.path, error);
    }
  }

  /** SQLite has already done so after some errors, and then says that there is nothing to roll back. */
  #rollBack(): void {
    try {
      this.#driver.exec('ROLLBACK');
    } catch {
      // The error that led here says more.
    }
  }
}

/** A hash of the key of its fingerprints, as the store was made with it. */
export function keyIdIn(database: SqliteDatabase): string | undefined {
  const row = database.get("SELECT cast(record AS BLOB) FROM meta WHERE name='key'");
  return row && String(database.recordIn(row[0]));
}

/** As JSON, to be read by `recordIn`. */
export function recordOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A row number or a count; 0 where there is none. */
export function numberIn(cell: unknown): number {
  return typeof cell === 'number' ? cell : 0;
}

/** Bytes, as text; they need not be UTF-8. */
export function textIn(cell: unknown): string {
  return Buffer.isBuffer(cell) ? cell.toString('utf8') : '';
}

/** Bytes, as hexadecimal digits. */
export function hexIn(cell: unknown): string {
  return Buffer.isBuffer(cell) ? cell.toString('hex') : '';
}

function storable(value: Cell): Cell {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value;
}

function rowOf(row: unknown): Row {
  return Array.isArray(row) ? row : [];
}
