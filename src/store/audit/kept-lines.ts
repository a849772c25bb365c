/** Lists that seldom change, kept as the rows that came and went: refs, kinds of files, problems, readers, detectors. */
import { createHash } from 'node:crypto';
import type { InventoryLine } from '../../core/inventory.ts';
import type { Problem } from '../../core/problem.ts';
import type { Verification } from '../../core/verification.ts';
import type { Grant, KeptPullRequest, Pushes, RefTip, RunNumber } from './audit-store.ts';
import { hexIn, numberIn, recordOf, type Row, type SqliteDatabase, textIn } from './sqlite-database.ts';

/** Stands in a list of readers or pull requests, so that "none" and "not visible" differ. */
export interface ListHead {
  readonly visible: boolean;
  /** Of readers: what they were put together from. */
  readonly asked?: readonly string[];
  readonly hidden?: readonly string[];
}

/** Many at once, because there are many; only the last line of a list grows. */
export interface KeptPushes {
  readonly changes: readonly (readonly [
    id: number,
    at: string,
    ref: string,
    from: string | null,
    to: string | null,
  ])[];
}

const CHANGES_A_LINE = 256;

export function pushLines(pushes: Pushes): (ListHead | KeptPushes)[] {
  const changes = (pushes ?? []).map(({ id, at, ref, from, to }) => [id, at, ref, from, to] as const);
  const lines: KeptPushes[] = [];
  for (let at = 0; at < changes.length; at += CHANGES_A_LINE)
    lines.push({ changes: changes.slice(at, at + CHANGES_A_LINE) });
  return [{ visible: pushes !== null }, ...lines];
}

/** What one line of each kind of list is. */
export interface Lines {
  readonly ref: RefTip;
  readonly inventory: InventoryLine;
  readonly problem: Problem;
  /** Why the last visit failed. */
  readonly failure: Problem;
  readonly reader: ListHead | Grant;
  readonly pullRequest: ListHead | KeptPullRequest;
  readonly push: ListHead | KeptPushes;
  /** Id and digest. */
  readonly detector: readonly [string, string];
  /** Of a value, by its fingerprint. */
  readonly verification: Verification;
}

/** What a list is of. */
export interface LineList<Kind extends keyof Lines> {
  /** `place/3`, `value/FINGERPRINT`, `run`, or a scope. */
  readonly subject: string;
  readonly kind: Kind;
}

/** Whole lists; those that are left out stay as they are. */
export type LineLists = { readonly [Kind in keyof Lines]?: readonly Lines[Kind][] };

/** From this run on, those are the lists of a subject. To be called in a transaction. */
export function keepLines(database: SqliteDatabase, subject: string, run: RunNumber, lists: LineLists): void {
  const wanted = new Map<string, { kind: string; digest: Buffer; record: Buffer }>();
  for (const [kind, lines] of Object.entries(lists)) {
    for (const line of lines) {
      const record = recordOf(line);
      const digest = digestOf(kind, record);
      wanted.set(digest.toString('hex'), { kind, digest, record });
    }
  }
  for (const [id, since, digest, kind] of openLines(database, subject)) {
    if (wanted.delete(hexIn(digest)) || !(textIn(kind) in lists)) continue;
    endRow(database, 'lines', { id: numberIn(id), since: numberIn(since), run });
  }
  for (const { kind, digest, record } of wanted.values()) {
    database.run(
      'INSERT INTO lines(subject, kind, digest, since_run, record) VALUES(?, ?, ?, ?, ?)',
      subject,
      kind,
      digest,
      run,
      record,
    );
  }
}

function openLines(database: SqliteDatabase, subject: string): Row[] {
  return database.all(
    `SELECT cast(id AS INTEGER), cast(since_run AS INTEGER), cast(digest AS BLOB), cast(kind AS BLOB) FROM lines
     WHERE subject=? AND until_run IS NULL`,
    subject,
  );
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

function digestOf(kind: string, record: Buffer): Buffer {
  return createHash('sha256').update(kind).update('\0').update(record).digest().subarray(0, 16);
}
