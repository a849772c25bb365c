/** The store of an audit in SQLite, as its one writer sees it. */
import { createHash } from 'node:crypto';
import { ScannerError } from '../../core/scanner-error.ts';
import type { StateBytes } from '../state-file.ts';
import { AuditQuestions, placeSubject, subjectOf } from './audit-questions.ts';
import type {
  AuditStore,
  Place,
  PlaceName,
  ReaderList,
  Run,
  RunNumber,
  RunOutcome,
  RunRequest,
  Scope,
  Visit,
} from './audit-store.ts';
import type { Problem } from '../../core/problem.ts';
import { keepFindings } from './finding-rows.ts';
import { keepLines, type ListHead, pushLines } from './kept-lines.ts';
import { keepVerifications } from './kept-verifications.ts';
import { numberIn, recordOf, type SqliteDatabase, textIn } from './sqlite-database.ts';
import { StateFiles } from './state-files.ts';
import type { WriterLock } from './writer-lock.ts';

interface Surroundings {
  readonly lock: WriterLock;
  readonly now: () => Date;
}

export class SqliteAuditStore extends AuditQuestions implements AuditStore {
  readonly #lock: WriterLock;
  readonly #now: () => Date;
  readonly #states: StateFiles;
  /** Written, and not named by any row yet: by the row of the place. */
  readonly #pending = new Map<number, { file: string; bytes: number }>();

  constructor(database: SqliteDatabase, { lock, now }: Surroundings) {
    super(database);
    this.#lock = lock;
    this.#now = now;
    this.#states = new StateFiles(database.path);
    const named = database.all('SELECT cast(file AS BLOB) FROM states').map(([file]) => textIn(file));
    this.#states.sweep(new Set(named));
  }

  async beginRun(request: RunRequest): Promise<Run> {
    return this.database.transaction(() => {
      const digest = createHash('sha256').update(JSON.stringify(request)).digest();
      const [id, record, before] =
        this.database.get(
          `SELECT cast(id AS INTEGER), cast(record AS BLOB), cast(request AS BLOB) FROM runs ORDER BY id DESC LIMIT 1`,
        ) ?? [];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below
      const last = id === undefined ? undefined : (this.database.recordIn(record) as Run);
      const isAlike = Buffer.isBuffer(before) && before.equals(digest);
      if (last?.outcome === 'running' && isAlike) return last;
      if (last?.outcome === 'running') this.#endRun(last, 'abandoned', []);
      return this.#insertRun(numberIn(id) + 1, request, digest);
    });
  }

  async savePlaces(run: RunNumber, places: readonly Place[]): Promise<void> {
    this.database.transaction(() => {
      this.#checkRunning(run);
      for (const place of places) this.#savePlace(run, place);
    });
  }

  async retirePlaces(run: RunNumber, places: readonly PlaceName[]): Promise<void> {
    this.database.transaction(() => {
      this.#checkRunning(run);
      for (const place of places) {
        const row = this.#rowOf(place);
        keepFindings(this.database, run, row, []);
        this.database.run('UPDATE places SET gone_run=? WHERE id=? AND gone_run IS NULL', run, row);
      }
    });
  }

  async visited(run: RunNumber, forge: string): Promise<ReadonlySet<string>> {
    const rows = this.database.all(
      `SELECT cast(p.forge_id AS BLOB) FROM visits v JOIN places p ON p.id=v.place
       WHERE v.run=? AND p.forge=? AND v.outcome<>'failed'`,
      run,
      forge,
    );
    return new Set(rows.map(([id]) => textIn(id)));
  }

  openState(place: PlaceName): StateBytes {
    const row = this.#rowOf(place);
    return {
      name: `of ${place.id} beside ${this.database.path}`,
      read: () => {
        const file = this.#pending.get(row)?.file ?? this.#stateOf(row);
        return file === undefined ? undefined : this.#states.read(file);
      },
      write: (bytes) => {
        const before = this.#pending.get(row);
        this.#pending.set(row, { file: this.#states.write(row, bytes), bytes: bytes.length });
        if (before) this.#states.remove(before.file);
      },
    };
  }

  async saveVisit(run: RunNumber, place: PlaceName, visit: Visit): Promise<void> {
    const row = this.#rowOf(place);
    const stateBefore = this.#stateOf(row);
    const pending = visit.outcome === 'scanned' ? this.#pending.get(row) : undefined;
    this.database.transaction(() => {
      this.#checkRunning(run);
      this.#saveLists(run, row, visit);
      if (visit.outcome === 'scanned') {
        keepFindings(this.database, run, row, visit.findings);
        keepVerifications(this.database, run, visit.findings);
      }
      this.#saveOutcome(run, row, visit);
      if (pending) this.#nameState(row, pending);
    });
    if (!pending) return;
    this.#pending.delete(row);
    if (stateBefore !== undefined) this.#states.remove(stateBefore);
  }

  async saveReaders(run: RunNumber, forge: string, scope: Scope, readers: ReaderList): Promise<void> {
    const { grants, asked, hidden } = readers;
    const head: ListHead = { visible: hidden.length === 0, asked, hidden };
    this.database.transaction(() => {
      this.#checkRunning(run);
      keepLines(this.database, subjectOf(forge, scope), run, { reader: [head, ...grants] });
    });
  }

  async finishRun(run: RunNumber, end: { complete: boolean; problems: readonly Problem[] }): Promise<void> {
    this.database.transaction(() => {
      this.#endRun(this.#checkRunning(run), end.complete ? 'complete' : 'incomplete', end.problems);
    });
  }

  override async close(): Promise<void> {
    this.database.close();
    this.#lock.release();
  }

  #insertRun(number: RunNumber, request: RunRequest, digest: Buffer): Run {
    const { detectors, ...kept } = request;
    const startedAt = this.#now().toISOString();
    const run: Run = { ...kept, number, startedAt, finishedAt: null, outcome: 'running' };
    this.database.run('INSERT INTO runs VALUES(?, ?, ?, ?)', number, digest, run.outcome, recordOf(run));
    keepLines(this.database, 'run', number, { detector: Object.entries(detectors) });
    return run;
  }

  #endRun(run: Run, outcome: RunOutcome, problems: readonly Problem[]): void {
    const ended = { ...run, outcome, finishedAt: this.#now().toISOString(), problems };
    this.database.run('UPDATE runs SET outcome=?, record=? WHERE id=?', outcome, recordOf(ended), run.number);
  }

  /** Rows say since which run they hold, so only the newest run may write any. */
  #checkRunning(run: RunNumber): Run {
    const row = this.database.get('SELECT cast(record AS BLOB) FROM runs ORDER BY id DESC LIMIT 1');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by insertRun
    const last = row && (this.database.recordIn(row[0]) as Run);
    if (last?.number !== run || last.outcome !== 'running')
      throw new ScannerError('internal', `run ${run} is not the one that is running`);
    return last;
  }

  #savePlace(run: RunNumber, place: Place): void {
    const { forge, id, fullName, family } = place;
    const cloneAddresses = place.cloneAddresses.map((address) => ({
      ...address,
      url: withoutSecrets(address.url),
    }));
    const record = recordOf({ ...place, cloneAddresses });
    this.database.run(
      `INSERT INTO places(forge, forge_id, full_name, family, first_run, last_run, record) VALUES(?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET full_name=excluded.full_name, family=excluded.family, last_run=excluded.last_run,
         gone_run=NULL, record=excluded.record`,
      forge,
      id,
      fullName,
      family,
      run,
      run,
      record,
    );
  }

  #rowOf(place: PlaceName): number {
    const row = this.placeRow(place);
    if (row === undefined)
      throw new ScannerError('internal', `${place.id} was not listed before it was visited`);
    return row;
  }

  #stateOf(row: number): string | undefined {
    const state = this.database.get('SELECT cast(file AS BLOB) FROM states WHERE place=?', row);
    return state && textIn(state[0]);
  }

  #saveLists(run: RunNumber, row: number, visit: Visit): void {
    const failure = visit.outcome === 'failed' ? visit.problems : [];
    const scanned =
      visit.outcome === 'scanned'
        ? { ref: visit.refs, inventory: visit.inventory, problem: visit.problems }
        : {};
    const asked = 'pullRequests' in visit ? visit.pullRequests : undefined;
    const pulls = asked !== undefined && { pullRequest: [{ visible: asked !== null }, ...(asked ?? [])] };
    const told = 'pushes' in visit ? visit.pushes : undefined;
    const pushes = told !== undefined && { push: pushLines(told) };
    keepLines(this.database, placeSubject(row), run, { failure, ...scanned, ...pulls, ...pushes });
  }

  /** Within one run a scan is not taken back by what comes after it. */
  #saveOutcome(run: RunNumber, row: number, visit: Visit): void {
    const summary = visit.outcome === 'scanned' ? visit.summary : null;
    this.database.run(
      `INSERT INTO visits VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome=excluded.outcome, record=excluded.record
       WHERE outcome='failed' OR excluded.outcome='scanned'`,
      row,
      run,
      visit.outcome,
      recordOf(summary),
    );
  }

  #nameState(row: number, { file, bytes }: { file: string; bytes: number }): void {
    this.database.run('INSERT OR REPLACE INTO states VALUES(?, ?, ?)', row, Buffer.from(file), bytes);
  }
}

/** The name in an address of SSH belongs to it; anything else before the `@` is somebody's. */
function withoutSecrets(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)([^/@]*)@/i, (_, scheme: string, user: string) =>
    scheme.toLowerCase() === 'ssh://' ? `${scheme}${user.replace(/:.*/, '')}@` : scheme,
  );
}
