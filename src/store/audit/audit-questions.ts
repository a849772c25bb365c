/** Answers what may be asked of a store, from the rows that held at the end of a run. */
import type { InventoryLine } from '../../core/inventory.ts';
import type { Problem } from '../../core/problem.ts';
import type { ScanSummary } from '../../core/scan-result.ts';
import type { StoredFinding } from '../../core/stored-finding.ts';
import type {
  AuditReader,
  FindingChange,
  FindingList,
  KnownPlace,
  KnownVisit,
  ListRequest,
  Place,
  PlacedFinding,
  PlaceName,
  PullRequests,
  Pushes,
  ReaderList,
  Readers,
  RefTip,
  Run,
  RunNumber,
  Scope,
  Visit,
} from './audit-store.ts';
import { listFindings } from './finding-list.ts';
import { FINDING_COLUMNS, findingIn } from './finding-rows.ts';
import { type Lines, linesAt } from './kept-lines.ts';
import { verificationsAt, withVerification } from './kept-verifications.ts';
import { hexIn, keyIdIn, numberIn, type Row, type SqliteDatabase, textIn } from './sqlite-database.ts';

/** A place and the number of its row. */
interface PlaceRow {
  readonly row: number;
  readonly place: KnownPlace;
}

/** What is kept of a run once it has ended. */
interface EndedRun extends Run {
  readonly problems?: readonly Problem[];
}

const PLACE_COLUMNS = `cast(id AS INTEGER), cast(first_run AS INTEGER), cast(last_run AS INTEGER), cast(gone_run AS INTEGER),
  cast(record AS BLOB)`;
/** Of rows that come and go: held at the end of run `?`, given twice. */
const HELD = 'since_run<=? AND (until_run IS NULL OR until_run>?)';

export class AuditQuestions implements AuditReader {
  protected readonly database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.database = database;
  }

  async runs(): Promise<readonly Run[]> {
    const rows = this.database.all('SELECT cast(record AS BLOB) FROM runs ORDER BY id DESC');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by beginRun
    return rows.map(([record]) => this.database.recordIn(record) as Run);
  }

  async places(run: RunNumber): Promise<readonly KnownPlace[]> {
    return this.#placesAt(run).map(({ place }) => place);
  }

  async visits(run: RunNumber): Promise<readonly KnownVisit[]> {
    return this.#placesAt(run).flatMap(({ row, place }) => this.#visitAt(run, row, place));
  }

  async *findings(run: RunNumber): AsyncGenerator<PlacedFinding> {
    const known = verificationsAt(this.database, run);
    for (const { row, place } of this.#placesAt(run)) {
      const lastRun = this.#lastGoodRun(row, run);
      for (const [first, record, description] of this.#findingsAt(run, row)) {
        const finding = withVerification(findingIn(this.database, record, description), known);
        yield { place, finding, firstRun: numberIn(first), lastRun };
      }
    }
  }

  async *changes(from: RunNumber, to: RunNumber): AsyncGenerator<FindingChange> {
    for (const { row, place } of this.#placesBetween(from, to)) {
      const versions = new Map<string, Versions>();
      for (const [identity, substance, since, until, record, description] of this.#movedBetween(
        from,
        to,
        row,
      )) {
        const version = {
          finding: findingIn(this.database, record, description),
          substance: hexIn(substance),
        };
        const heldBefore = numberIn(since) <= from;
        const holdsAfter = until === null || numberIn(until) > to;
        const known = versions.get(hexIn(identity)) ?? {};
        const more = { ...(heldBefore && { before: version }), ...(holdsAfter && { after: version }) };
        versions.set(hexIn(identity), { ...known, ...more });
      }
      for (const version of versions.values()) yield* changeOf(place, version);
    }
  }

  async list(request: ListRequest): Promise<FindingList> {
    const { run, since, heldFrom, isWanted } = request;
    const from = since ?? heldFrom ?? null;
    const all = from === null ? this.#placesAt(run) : this.#placesBetween(from, run);
    const wanted = all.filter(({ place }) => isWanted(place));
    return listFindings(this.database, new Map(wanted.map(({ row, place }) => [row, place])), request);
  }

  async inventory(run: RunNumber, place: PlaceName): Promise<readonly InventoryLine[]> {
    return this.#linesOf(run, place, 'inventory');
  }

  async refs(run: RunNumber, place: PlaceName): Promise<readonly RefTip[]> {
    return this.#linesOf(run, place, 'ref');
  }

  async pullRequests(run: RunNumber, place: PlaceName): Promise<PullRequests | undefined> {
    const list = this.#linesOf(run, place, 'pullRequest');
    const kept = list.flatMap((line) => ('visible' in line ? [] : [line])).toSorted((a, b) => a.id - b.id);
    return answerOf(list, kept);
  }

  async pushes(run: RunNumber, place: PlaceName): Promise<Pushes | undefined> {
    const lines = this.#linesOf(run, place, 'push');
    const all = lines.flatMap((line) => ('visible' in line ? [] : line.changes));
    const changes = all.map(([id, at, ref, from, to]) => ({ id, at, ref, from, to }));
    return answerOf(
      lines,
      changes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id),
    );
  }

  async readers(run: RunNumber, forge: string, scope: Scope): Promise<Readers | undefined> {
    const lines = linesAt(this.database, run, { subject: subjectOf(forge, scope), kind: 'reader' });
    return answerOf(
      lines,
      lines.flatMap((line) => ('visible' in line ? [] : [line])),
    );
  }

  async readerList(run: RunNumber, forge: string, scope: Scope): Promise<ReaderList | undefined> {
    const lines = linesAt(this.database, run, { subject: subjectOf(forge, scope), kind: 'reader' });
    const head = lines.find((line) => 'visible' in line);
    if (!head) return undefined;
    const grants = lines.flatMap((line) => ('visible' in line ? [] : [line]));
    return { grants, asked: head.asked ?? [], hidden: head.hidden ?? [] };
  }

  async detectors(run: RunNumber): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(linesAt(this.database, run, { subject: 'run', kind: 'detector' }));
  }

  async keyId(): Promise<string | undefined> {
    return keyIdIn(this.database);
  }

  async problems(run: RunNumber): Promise<readonly Problem[]> {
    const [row] = this.database.all('SELECT cast(record AS BLOB) FROM runs WHERE id=?', run);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by finishRun
    return row ? ((this.database.recordIn(row[0]) as EndedRun).problems ?? []) : [];
  }

  async close(): Promise<void> {
    this.database.close();
  }

  protected placeRow({ forge, id }: PlaceName): number | undefined {
    const row = this.database.get(
      'SELECT cast(id AS INTEGER) FROM places WHERE forge=? AND forge_id=?',
      forge,
      id,
    );
    return row && numberIn(row[0]);
  }

  #placesAt(run: RunNumber): PlaceRow[] {
    return this.#placesFrom(`first_run<=? AND (gone_run IS NULL OR gone_run>?)`, run, run);
  }

  #placesBetween(from: RunNumber, to: RunNumber): PlaceRow[] {
    return this.#placesFrom(`first_run<=? AND (gone_run IS NULL OR gone_run>?)`, to, from);
  }

  #placesFrom(where: string, ...runs: readonly RunNumber[]): PlaceRow[] {
    const rows = this.database.all(
      `SELECT ${PLACE_COLUMNS} FROM places WHERE ${where} ORDER BY full_name`,
      ...runs,
    );
    return rows.map(([row, first, last, gone, record]) => {
      const goneRun = gone === null ? null : numberIn(gone);
      const runsOf = { firstRun: numberIn(first), lastRun: numberIn(last), goneRun };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by savePlaces
      return { row: numberIn(row), place: { ...(this.database.recordIn(record) as Place), ...runsOf } };
    });
  }

  #visitAt(run: RunNumber, row: number, place: KnownPlace): KnownVisit[] {
    const visits = this.database.all(
      'SELECT cast(outcome AS BLOB), cast(record AS BLOB), cast(run AS INTEGER) FROM visits WHERE place=? AND run<=? ORDER BY run DESC',
      row,
      run,
    );
    const [last] = visits;
    if (!last) return [];
    const scan = visits.find(([outcome]) => textIn(outcome) === 'scanned');
    const seen = visits.find(([outcome]) => textIn(outcome) !== 'failed');
    const problems = [...this.#placeLines(run, row, 'failure'), ...this.#placeLines(run, row, 'problem')];
    return [
      {
        place,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by saveVisit
        outcome: textIn(last[0]) as Visit['outcome'],
        scannedRun: scan ? numberIn(scan[2]) : null,
        seenRun: seen ? numberIn(seen[2]) : null,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
        summary: scan ? (this.database.recordIn(scan[1]) as ScanSummary) : null,
        problems,
      },
    ];
  }

  #lastGoodRun(row: number, run: RunNumber): RunNumber {
    const last = this.database.get(
      "SELECT cast(max(run) AS INTEGER) FROM visits WHERE place=? AND run<=? AND outcome<>'failed'",
      row,
      run,
    );
    return numberIn(last?.[0]);
  }

  #findingsAt(run: RunNumber, row: number): Row[] {
    return this.database.all(
      `SELECT cast(f.first_run AS INTEGER), ${FINDING_COLUMNS} FROM findings f JOIN descriptions d ON d.id=f.description
       WHERE f.place=? AND ${HELD} ORDER BY f.id`,
      row,
      run,
      run,
    );
  }

  #movedBetween(from: RunNumber, to: RunNumber, row: number): Row[] {
    return this.database.all(
      `SELECT cast(f.identity AS BLOB), cast(f.substance AS BLOB), cast(f.since_run AS INTEGER), cast(f.until_run AS INTEGER),
         ${FINDING_COLUMNS} FROM findings f JOIN descriptions d ON d.id=f.description
       WHERE f.place=? AND ((since_run>? AND since_run<=?) OR (until_run>? AND until_run<=?)) ORDER BY f.id`,
      row,
      from,
      to,
      from,
      to,
    );
  }

  #linesOf<Kind extends keyof Lines>(run: RunNumber, place: PlaceName, kind: Kind): readonly Lines[Kind][] {
    const row = this.placeRow(place);
    return row === undefined ? [] : this.#placeLines(run, row, kind);
  }

  #placeLines<Kind extends keyof Lines>(run: RunNumber, row: number, kind: Kind): readonly Lines[Kind][] {
    return linesAt(this.database, run, { subject: placeSubject(row), kind });
  }
}

/** Undefined: nobody asked. Null: not visible. */
function answerOf<Line>(
  lines: ReadonlyArray<object>,
  kept: readonly Line[],
): readonly Line[] | null | undefined {
  if (lines.length === 0) return undefined;
  return lines.some((line) => 'visible' in line && line.visible === true) ? kept : null;
}

export function placeSubject(row: number): string {
  return `place/${row}`;
}

export function subjectOf(forge: string, { kind, id }: Scope): string {
  return JSON.stringify([forge, kind, id]);
}

interface Version {
  readonly finding: StoredFinding;
  readonly substance: string;
}

/** Of one finding: as it was at the end of one run, and of a later one. */
interface Versions {
  readonly before?: Version;
  readonly after?: Version;
}

function* changeOf(place: KnownPlace, { before, after }: Versions): Generator<FindingChange> {
  // It was gone in between.
  if (before && before.substance === after?.substance) return;
  const earlier = before?.finding ?? null;
  if (after) yield { kind: before ? 'changed' : 'new', place, finding: after.finding, before: earlier };
  else if (earlier) yield { kind: 'gone', place, finding: earlier, before: earlier };
}
