/**
 * The findings of a report, in its order: by secret, the worst first, wherever they lie; or those of evidence, by place. SQLite sorts numbers, on disk where they
 * are many; records are read a few at a time.
 */
import type { StoredFinding } from '../../core/stored-finding.ts';
import { CONFIDENCES, LEVELS, SEVERITIES } from '../../core/severity.ts';
import type { FindingList, KnownPlace, ListedFinding, ListRequest } from './audit-store.ts';
import { findingOf } from './finding-rows.ts';
import { CHANGES, KeptOrder, type Ordered } from './kept-order.ts';
import { type KnownVerifications, verificationsAt, withVerification } from './kept-verifications.ts';
import { type Cell, hexIn, numberIn, type Row, type SqliteDatabase } from './sqlite-database.ts';

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
type Order = (ranked: string) => string;

const worstFirst: Order = (
  ranked,
) => `FROM (SELECT *, max(badness) OVER (PARTITION BY secret) AS worst FROM (${ranked}))
  ORDER BY worst DESC, secret, badness DESC, tip DESC, place, id`;
/** Of one place. */
const byName: Order = (ranked) => `FROM (${ranked}) ORDER BY print, hex(identity)`;

/** @param places by the numbers of their rows: findings of others are left out */
export function listFindings(
  database: SqliteDatabase,
  places: ReadonlyMap<number, KnownPlace>,
  request: Omit<ListRequest, 'isWanted'>,
): FindingList {
  const queryOf = (...rows: readonly number[]): ListQuery => new ListQuery(database, rows, request);
  const all = queryOf(...places.keys());
  const records = new ListedRecords(database, places, verificationsAt(database, request.run));
  let kept: KeptOrder | null = null;
  const order = (): KeptOrder => {
    kept ??= new KeptOrder(request.order === 'place' ? byPlace(places, queryOf) : all.rows(worstFirst));
    return kept;
  };
  return {
    ...all.counts(),
    findings: {
      *[Symbol.iterator](): Generator<ListedFinding> {
        yield* records.at(order().positions(), order());
      },
    },
    at: (positions) => records.at(positions, order()),
  };
}

function* byPlace(
  places: ReadonlyMap<number, KnownPlace>,
  queryOf: (row: number) => ListQuery,
): Generator<Ordered> {
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

  counts(): Omit<FindingList, 'findings' | 'at'> {
    const sums = CHANGES.slice(1).map((_, index) => `cast(coalesce(sum(change=${index + 1}), 0) AS INTEGER)`);
    const row = this.#database.get(
      `SELECT cast(count(*) AS INTEGER), ${sums.join(', ')} FROM (${this.#ranked})`,
      ...this.#values,
    );
    const [count = 0, added = 0, changed = 0, gone = 0] = (row ?? []).map(numberIn);
    return { count, changes: { new: added, gone, changed } };
  }

  *rows(order: Order): Generator<Ordered> {
    const rows = this.#database.each(
      `SELECT cast(id AS INTEGER), cast(earlier AS INTEGER), cast(change AS INTEGER) ${order(this.#ranked)}`,
      ...this.#values,
    );
    for (const [id, earlier, change] of rows) {
      yield { id: numberIn(id), earlier: numberIn(earlier), change: CHANGES[numberIn(change)] ?? null };
    }
  }
}

/** Reads records, a batch at a time. */
class ListedRecords {
  readonly #database: SqliteDatabase;
  readonly #places: ReadonlyMap<number, KnownPlace>;
  readonly #known: KnownVerifications;
  /** What detectors say of all that they find: few texts, each read once. */
  readonly #descriptions = new Map<number, unknown>();

  constructor(database: SqliteDatabase, places: ReadonlyMap<number, KnownPlace>, known: KnownVerifications) {
    this.#database = database;
    this.#places = places;
    this.#known = known;
  }

  *at(positions: Iterable<number>, order: KeptOrder): Generator<ListedFinding> {
    let batch: number[] = [];
    for (const position of positions) {
      batch.push(position);
      if (batch.length < BATCH) continue;
      yield* this.#read(batch, order);
      batch = [];
    }
    if (batch.length > 0) yield* this.#read(batch, order);
  }

  *#read(batch: readonly number[], order: KeptOrder): Generator<ListedFinding> {
    const wanted = batch.map((position) => ({ position, ...order.at(position) }));
    const rows = this.#rowsOf(wanted);
    for (const { position, id, earlier, change } of wanted) {
      const [, row, record, description, first, identity] = rows.get(id) ?? [];
      const place = this.#places.get(numberIn(row));
      if (!place) continue;
      const before = rows.get(earlier);
      const finding = withVerification(this.#findingIn(record, description), this.#known);
      // Most have not changed: those are read once.
      const same = earlier === id ? finding : null;
      yield {
        place,
        position,
        id: hexIn(identity),
        finding,
        firstRun: numberIn(first),
        change,
        before: same ?? (before ? this.#findingIn(before[2], before[3]) : null),
      };
    }
  }

  /** By their numbers. */
  #rowsOf(wanted: readonly Ordered[]): ReadonlyMap<number, Row> {
    const ids = wanted.flatMap(({ id, earlier }) => (earlier === 0 ? [id] : [id, earlier]));
    const rows = this.#database.all(
      `SELECT cast(id AS INTEGER), cast(place AS INTEGER), cast(record AS BLOB), cast(description AS INTEGER),
         cast(first_run AS INTEGER), cast(identity AS BLOB)
       FROM findings WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    return new Map(rows.map((row) => [numberIn(row[0]), row]));
  }

  #findingIn(record: unknown, description: unknown): StoredFinding {
    return findingOf(this.#database.recordIn(record), this.#described(numberIn(description)));
  }

  #described(row: number): unknown {
    const known = this.#descriptions.get(row);
    if (known !== undefined) return known;
    const [record] =
      this.#database.get('SELECT cast(record AS BLOB) FROM descriptions WHERE id=?', row) ?? [];
    const described = this.#database.recordIn(record);
    this.#descriptions.set(row, described);
    return described;
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
