/** Lists that seldom change, kept as the rows that came and went: refs, kinds of files, problems, readers, detectors. */
import { createHash } from 'node:crypto';
import type { InventoryLine } from '../../core/inventory.ts';
import type { Problem } from '../../core/problem.ts';
import type { Grant, RefTip, RunNumber } from './audit-store.ts';
import { hexIn, numberIn, recordOf, type SqliteDatabase } from './sqlite-database.ts';

/** Stands first in the list of a scope's readers, so that "none" and "not visible" differ. */
export interface ReadersHead {
  readonly visible: boolean;
}

/** What one line of each kind of list is. */
export interface Lines {
  readonly ref: RefTip;
  readonly inventory: InventoryLine;
  readonly problem: Problem;
  /** Why the last visit failed. */
  readonly failure: Problem;
  readonly reader: ReadersHead | Grant;
  /** Id and digest. */
  readonly detector: readonly [string, string];
}

/** What a list is of. */
export interface LineList<Kind extends keyof Lines> {
  /** `place/3`, `run`, or a scope. */
  readonly subject: string;
  readonly kind: Kind;
}

/** From this run on, that is the list. To be called in a transaction. */
export function keepLines<Kind extends keyof Lines>(
  database: SqliteDatabase,
  run: RunNumber,
  { subject, kind }: LineList<Kind>,
  lines: readonly Lines[Kind][],
): void {
  const wanted = new Map(lines.map((line) => recordOf(line)).map((record) => [nameOf(record), record]));
  const open = database.all(
    `SELECT cast(id AS INTEGER), cast(since_run AS INTEGER), cast(digest AS BLOB) FROM lines
     WHERE subject=? AND kind=? AND until_run IS NULL`,
    subject,
    kind,
  );
  for (const [id, since, digest] of open) {
    if (wanted.delete(hexIn(digest))) continue;
    endRow(database, 'lines', { id: numberIn(id), since: numberIn(since), run });
  }
  for (const [name, record] of wanted) {
    database.run(
      'INSERT INTO lines(subject, kind, digest, since_run, record) VALUES(?, ?, ?, ?, ?)',
      subject,
      kind,
      Buffer.from(name, 'hex'),
      run,
      record,
    );
  }
}

export function linesAt<Kind extends keyof Lines>(
  database: SqliteDatabase,
  run: RunNumber,
  { subject, kind }: LineList<Kind>,
): Lines[Kind][] {
  const rows = database.all(
    `SELECT cast(record AS BLOB) FROM lines
     WHERE subject=? AND kind=? AND since_run<=? AND (until_run IS NULL OR until_run>?) ORDER BY id`,
    subject,
    kind,
    run,
    run,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by keepLines
  return rows.map(([record]) => database.recordIn(record) as Lines[Kind]);
}

/** A row that began in the same run never was: that run is being done a second time. */
export function endRow(
  database: SqliteDatabase,
  table: 'lines' | 'findings',
  { id, since, run }: { id: number; since: RunNumber; run: RunNumber },
): void {
  if (since === run) database.run(`DELETE FROM ${table} WHERE id=?`, id);
  else database.run(`UPDATE ${table} SET until_run=? WHERE id=?`, run, id);
}

function nameOf(record: Buffer): string {
  return createHash('sha256').update(record).digest('hex').slice(0, 32);
}
