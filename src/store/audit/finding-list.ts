/**
 * The findings of a report, in its order: by secret, the worst first, wherever they lie; or those of evidence, by place. SQLite sorts numbers, on disk where they
 * are many; records are read a few at a time.
 */
import type { Change } from '../../core/stored-finding.ts';
import { CONFIDENCES, LEVELS, SEVERITIES } from '../../core/severity.ts';
import type { FindingList, KnownPlace, ListedFinding, ListRequest } from './audit-store.ts';
import { FINDING_COLUMNS, findingIn } from './finding-rows.ts';
import { type KnownVerifications, verificationsAt, withVerification } from './kept-verifications.ts';
import { type Cell, hexIn, numberIn, type Row, type SqliteDatabase } from './sqlite-database.ts';

interface Listed {
  readonly id: number;
  /** As it was at the earlier run; 0 where there is none, or it was not there. */
  readonly earlier: number;
  readonly change: Change | null;
}

/** By their numbers in the query. */
const CHANGES: readonly (Change | null)[] = [null, 'new', 'changed', 'gone'];
/** Records in memory at a time. */
const BATCH = 128;

/** Parameters: run, earlier run, places, severity, confidence. */
const ALL = `SELECT f.id AS id, 0 AS earlier, 0 AS change FROM findings f
  WHERE f.place IN (SELECT value FROM json_each(?3)) AND ${heldAt('f', '?1')} AND ?2=0`;
/** Of one that was gone in between and came back, both ends are compared. */
const DIFFERENT = `SELECT a.id AS id, coalesce(b.id, 0) AS earlier, CASE WHEN b.id IS NULL THEN 1 ELSE 2 END AS change
  FROM findings a LEFT JOIN findings b ON b.place=a.place AND b.identity=a.identity AND ${heldAt('b', '?2')}
  WHERE a.place IN (SELECT value FROM json_each(?3)) AND a.since_run>?2 AND ${heldAt('a', '?1')}
    AND (b.id IS NULL OR b.substance<>a.substance)
  UNION ALL SELECT b.id, b.id, 3 FROM findings b
  WHERE b.place IN (SELECT value FROM json_each(?3)) AND ${heldAt('b', '?2')} AND b.until_run<=?1
    AND NOT EXISTS (SELECT 1 FROM findings a WHERE a.place=b.place AND a.identity=b.identity AND ${heldAt('a', '?1')})`;
/** Whatever held at the end of the earlier run or later: the last row of each finding, and the one that held then. */
const EVER = `SELECT f.id AS id, coalesce(b.id, 0) AS earlier, CASE WHEN f.until_run<=?1 THEN 3 ELSE 0 END AS change
  FROM findings f LEFT JOIN findings b ON b.place=f.place AND b.identity=f.identity AND ${heldAt('b', '?2')}
  WHERE f.place IN (SELECT value FROM json_each(?3)) AND f.since_run<=?1 AND (f.until_run IS NULL OR f.until_run>?2)
    AND NOT EXISTS (SELECT 1 FROM findings g WHERE g.place=f.place AND g.identity=f.identity AND g.since_run>f.since_run
      AND g.since_run<=?1)`;

/** @param ranked a query */
type Ordered = (ranked: string) => string;

const worstFirst: Ordered = (
  ranked,
) => `FROM (SELECT *, max(badness) OVER (PARTITION BY secret) AS worst FROM (${ranked}))
  ORDER BY worst DESC, secret, badness DESC, tip DESC, place, id`;
/** Of one place. */
const byName: Ordered = (ranked) => `FROM (${ranked}) ORDER BY print, hex(identity)`;

/** @param places by the numbers of their rows: findings of others are left out */
export function listFindings(
  database: SqliteDatabase,
  places: ReadonlyMap<number, KnownPlace>,
  request: Omit<ListRequest, 'isWanted'>,
): FindingList {
  const known = verificationsAt(database, request.run);
  const queryOf = (...rows: readonly number[]): ListQuery => new ListQuery(database, rows, request);
  const all = queryOf(...places.keys());
  const rows = (): Iterable<Listed> =>
    request.order === 'place' ? byPlace(places, queryOf) : all.rows(worstFirst);
  return {
    ...all.counts(),
    findings: {
      *[Symbol.iterator](): Generator<ListedFinding> {
        for (const batch of batchesOf(rows())) yield* recordsOf(database, { places, known }, batch);
      },
    },
  };
}

function* byPlace(
  places: ReadonlyMap<number, KnownPlace>,
  queryOf: (row: number) => ListQuery,
): Generator<Listed> {
  const sorted = [...places].toSorted(([, a], [, b]) => comparePlaces(a, b));
  for (const [row] of sorted) yield* queryOf(row).rows(byName);
}

/** By forge and id, by their UTF-16 units. */
function comparePlaces(a: KnownPlace, b: KnownPlace): number {
  if (a.forge !== b.forge) return a.forge < b.forge ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

class ListQuery {
  readonly #database: SqliteDatabase;
  readonly #ranked: string;
  readonly #values: readonly Cell[];

  constructor(
    database: SqliteDatabase,
    places: readonly number[],
    { run, since, heldFrom, minSeverity, minConfidence }: Omit<ListRequest, 'isWanted'>,
  ) {
    this.#database = database;
    const [severity, confidence] = [
      rankOf(SEVERITIES, 'f."severity"'),
      rankOf(CONFIDENCES, 'f."confidence"'),
    ];
    this.#ranked = `SELECT t.id AS id, t.earlier AS earlier, t.change AS change, f.place AS place, f."secretId" AS secret,
        f."fingerprint" AS print, f.identity AS identity,
        ${severity}*100 + ${rankOf(LEVELS, 'f."level"')}*10 + ${confidence} AS badness,
        CAST(f.record AS TEXT)->>'atTip' AS tip
      FROM (${since === null ? (heldFrom === undefined ? ALL : EVER) : DIFFERENT}) t JOIN findings f ON f.id=t.id
      WHERE ${severity}>=?4 AND ${confidence}>=?5`;
    this.#values = [
      run,
      since ?? heldFrom ?? 0,
      JSON.stringify(places),
      SEVERITIES.indexOf(minSeverity),
      CONFIDENCES.indexOf(minConfidence),
    ];
  }

  counts(): Omit<FindingList, 'findings'> {
    const sums = CHANGES.slice(1).map((_, index) => `cast(coalesce(sum(change=${index + 1}), 0) AS INTEGER)`);
    const row = this.#database.get(
      `SELECT cast(count(*) AS INTEGER), ${sums.join(', ')} FROM (${this.#ranked})`,
      ...this.#values,
    );
    const [count = 0, added = 0, changed = 0, gone = 0] = (row ?? []).map(numberIn);
    return { count, changes: { new: added, gone, changed } };
  }

  *rows(ordered: Ordered): Generator<Listed> {
    const rows = this.#database.each(
      `SELECT cast(id AS INTEGER), cast(earlier AS INTEGER), cast(change AS INTEGER) ${ordered(this.#ranked)}`,
      ...this.#values,
    );
    for (const [id, earlier, change] of rows) {
      yield { id: numberIn(id), earlier: numberIn(earlier), change: CHANGES[numberIn(change)] ?? null };
    }
  }
}

function* batchesOf(rows: Iterable<Listed>): Generator<Listed[]> {
  let batch: Listed[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function* recordsOf(
  database: SqliteDatabase,
  { places, known }: { readonly places: ReadonlyMap<number, KnownPlace>; readonly known: KnownVerifications },
  batch: readonly Listed[],
): Generator<ListedFinding> {
  const ids = batch.flatMap(({ id, earlier }) => [id, earlier]);
  const rows = database.all(
    `SELECT cast(f.id AS INTEGER), cast(f.place AS INTEGER), ${FINDING_COLUMNS}, cast(f.first_run AS INTEGER),
       cast(f.identity AS BLOB)
     FROM findings f JOIN descriptions d ON d.id=f.description WHERE f.id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
  const byId = new Map<number, Row>(rows.map((row) => [numberIn(row[0]), row]));
  for (const { id, earlier, change } of batch) {
    const [, row, record, description, first, identity] = byId.get(id) ?? [];
    const place = places.get(numberIn(row));
    if (!place) continue;
    const before = byId.get(earlier);
    const finding = withVerification(findingIn(database, record, description), known);
    // Most have not changed: those are read once.
    const same = earlier === id ? finding : null;
    yield {
      place,
      id: hexIn(identity),
      finding,
      firstRun: numberIn(first),
      change,
      before: same ?? (before ? findingIn(database, before[2], before[3]) : null),
    };
  }
}

/** @param run the name of a parameter */
function heldAt(row: string, run: string): string {
  return `${row}.since_run<=${run} AND (${row}.until_run IS NULL OR ${row}.until_run>${run})`;
}

/** The place of a word on its scale. */
function rankOf(scale: readonly string[], column: string): string {
  const cases = scale.map((word, rank) => `WHEN '${word}' THEN ${rank}`);
  return `(CASE ${column} ${cases.join(' ')} ELSE 0 END)`;
}
