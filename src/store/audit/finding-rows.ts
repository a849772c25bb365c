/** Findings to rows and back. Of the value there are a mask and keyed hashes, here as in a report. */
import { createHash } from 'node:crypto';
import { ScannerError } from '../../core/scanner-error.ts';
import type { StoredFinding } from '../../core/stored-finding.ts';
import type { RunNumber } from './audit-store.ts';
import { endRow } from './kept-lines.ts';
import { hexIn, numberIn, recordOf, type SqliteDatabase } from './sqlite-database.ts';

/** What all findings of one detector say alike; stored once. */
type Described = 'title' | 'issuer' | 'exposes' | 'revoke' | 'references';

interface FindingRow {
  readonly identity: Buffer;
  /** Hash of what matters to people; when it changes, the old row stays for comparison. */
  readonly substance: Buffer;
  readonly digest: Buffer;
  readonly record: Buffer;
  readonly described: Pick<StoredFinding, Described>;
}

/** With the row of its description. */
interface DescribedRow extends FindingRow {
  readonly description: number;
}

interface OpenRow {
  readonly id: number;
  readonly since: RunNumber;
  readonly substance: string;
  readonly digest: string;
}

/** From this run on, those are the findings of a place. To be called in a transaction. */
export function keepFindings(
  database: SqliteDatabase,
  run: RunNumber,
  place: number,
  findings: readonly StoredFinding[],
): void {
  const { open, firstRuns } = knownOf(database, place);
  const descriptions = new Descriptions(database);
  for (const row of rowsOf(findings)) {
    const name = row.identity.toString('hex');
    const known = open.get(name);
    open.delete(name);
    if (known?.digest === row.digest.toString('hex')) continue;
    if (known?.substance === row.substance.toString('hex')) {
      refresh(database, known.id, { ...row, description: descriptions.rowOf(row.described) });
      continue;
    }
    if (known) endRow(database, 'findings', { ...known, run });
    const description = descriptions.rowOf(row.described);
    insert(database, { ...row, description }, { place, run, first: firstRuns.get(name) ?? run });
  }
  for (const gone of open.values()) endRow(database, 'findings', { ...gone, run });
}

/** Columns that `findingIn` reads, of `findings` as `f` and `descriptions` as `d`. */
export const FINDING_COLUMNS = 'cast(f.record AS BLOB), cast(d.record AS BLOB)';

export function findingIn(database: SqliteDatabase, record: unknown, description: unknown): StoredFinding {
  return findingOf(database.recordIn(record), database.recordIn(description));
}

/** @param record becomes the finding: a copy of each takes as long as reading it */
export function findingOf(record: unknown, described: unknown): StoredFinding {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by rowsOf
  return Object.assign(Object(record), described) as StoredFinding;
}

function knownOf(
  database: SqliteDatabase,
  place: number,
): { open: Map<string, OpenRow>; firstRuns: Map<string, RunNumber> } {
  const open = new Map<string, OpenRow>();
  const firstRuns = new Map<string, RunNumber>();
  const rows = database.all(
    `SELECT cast(id AS INTEGER), cast(since_run AS INTEGER), cast(substance AS BLOB), cast(digest AS BLOB), cast(identity AS BLOB),
       cast(first_run AS INTEGER), until_run IS NULL FROM findings WHERE place=?`,
    place,
  );
  for (const [id, since, substance, digest, identity, first, isOpen] of rows) {
    const name = hexIn(identity);
    firstRuns.set(name, numberIn(first));
    if (isOpen !== 1) continue;
    open.set(name, {
      id: numberIn(id),
      since: numberIn(since),
      substance: hexIn(substance),
      digest: hexIn(digest),
    });
  }
  return { open, firstRuns };
}

function* rowsOf(findings: readonly StoredFinding[]): Generator<FindingRow> {
  const copies = new Map<string, number>();
  for (const finding of findings) {
    if ('secret' in finding) throw new ScannerError('internal', 'a secret in clear was to be stored');
    const place = identityOf(finding);
    const copy = copies.get(place) ?? 0;
    copies.set(place, copy + 1);
    // What its issuer said is kept by value.
    const { title, issuer, exposes, revoke, references, verification: _, ...own } = finding;
    const described: Pick<StoredFinding, Described> = { title, issuer, exposes, revoke, references };
    const record = recordOf(own);
    yield {
      identity: hashOf(`${copy} ${place}`),
      substance: hashOf(substanceOf(finding)),
      digest: hashOf(record, nameOf(described)),
      record,
      described,
    };
  }
}

/**
 * The same secret at the same place, however the lines around it move. A message has no path of its own, so the object that holds
 * it stands for that.
 */
function identityOf({ fingerprint, kind, path, blob, inside, encoding }: StoredFinding): string {
  const holder = kind === 'commit-message' || kind === 'tag-message' ? blob : null;
  return JSON.stringify([fingerprint, kind, path, holder, inside, encoding]);
}

function substanceOf(finding: StoredFinding): string {
  const { label, level, severity, confidence, count, reach, atTip, commit, exposure } = finding;
  const intervals = exposure.map(({ branch, cameIn, left }) => [branch, cameIn.commit, left?.commit ?? null]);
  return JSON.stringify([label, level, severity, confidence, count, reach, atTip, commit, intervals]);
}

function refresh(database: SqliteDatabase, id: number, { digest, record, description }: DescribedRow): void {
  database.run(
    'UPDATE findings SET digest=?, record=?, description=? WHERE id=?',
    digest,
    record,
    description,
    id,
  );
}

function insert(
  database: SqliteDatabase,
  { identity, substance, digest, record, description }: DescribedRow,
  { place, run, first }: { place: number; run: RunNumber; first: RunNumber },
): void {
  database.run(
    `INSERT INTO findings(place, identity, substance, digest, first_run, since_run, description, record)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?)`,
    place,
    identity,
    substance,
    digest,
    first,
    run,
    description,
    record,
  );
}

/** Most findings of a place say the same: each text is looked up once. */
class Descriptions {
  readonly #database: SqliteDatabase;
  readonly #rows = new Map<string, number>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  rowOf(described: Pick<StoredFinding, Described>): number {
    const name = nameOf(described);
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    const digest = hashOf(name);
    const record = recordOf(described);
    this.#database.run('INSERT OR IGNORE INTO descriptions(digest, record) VALUES(?, ?)', digest, record);
    const found = this.#database.get('SELECT cast(id AS INTEGER) FROM descriptions WHERE digest=?', digest);
    const row = numberIn(found?.[0]);
    this.#rows.set(name, row);
    return row;
  }
}

/** No text in it has a zero byte that means anything. */
function nameOf({ title, issuer, exposes, revoke, references }: Pick<StoredFinding, Described>): string {
  return [title, issuer, exposes, revoke, ...references].join('\0');
}

function hashOf(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest().subarray(0, 16);
}
