/**
 * The tables, as numbered steps from an empty file. A step that was released is never changed: the next one mends it.
 *
 * What may come back as text is JSON in a blob (`record`); the columns beside it are there to be searched. A row of `findings` or
 * `lines` holds from `since_run` until the end of the run before `until_run` (null: still), so that a run that finds
 * nothing changed writes nothing.
 */
import { ScannerError } from '../../core/scanner-error.ts';
import { numberIn, type SqliteDatabase } from './sqlite-database.ts';

/** Of the file format, so that other programs' databases are not taken for ours: "bsv1". */
const APPLICATION_ID = 0x62737631;

/** Of the record of a finding, to be asked for by name. Nothing is stored of them twice. */
const FINDING_TEXTS = [
  'detector',
  'label',
  'level',
  'severity',
  'confidence',
  'fingerprint',
  'secretId',
  'masked',
  'path',
  'reach',
  'commit',
  'date',
];

const STEPS: readonly string[] = [
  `
  CREATE TABLE meta(name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE runs(id INTEGER PRIMARY KEY, request BLOB NOT NULL, outcome TEXT NOT NULL, record BLOB NOT NULL);
  CREATE TABLE places(
    id INTEGER PRIMARY KEY, forge TEXT NOT NULL, forge_id TEXT NOT NULL, full_name TEXT NOT NULL, family TEXT NOT NULL,
    first_run INTEGER NOT NULL, last_run INTEGER NOT NULL, gone_run INTEGER, record BLOB NOT NULL,
    UNIQUE(forge, forge_id));
  CREATE TABLE visits(
    place INTEGER NOT NULL REFERENCES places, run INTEGER NOT NULL REFERENCES runs, outcome TEXT NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY(place, run)) WITHOUT ROWID;
  CREATE INDEX visits_run ON visits(run);
  CREATE TABLE descriptions(id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, record BLOB NOT NULL);
  CREATE TABLE findings(
    id INTEGER PRIMARY KEY, place INTEGER NOT NULL REFERENCES places, identity BLOB NOT NULL, substance BLOB NOT NULL,
    digest BLOB NOT NULL, first_run INTEGER NOT NULL, since_run INTEGER NOT NULL, until_run INTEGER,
    description INTEGER NOT NULL REFERENCES descriptions, record BLOB NOT NULL,
    ${FINDING_TEXTS.map((name) => `"${name}" TEXT AS (CAST(record AS TEXT)->>'${name}') VIRTUAL`).join(', ')});
  CREATE INDEX findings_place ON findings(place, identity);
  CREATE TABLE lines(
    id INTEGER PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, digest BLOB NOT NULL,
    since_run INTEGER NOT NULL, until_run INTEGER, record BLOB NOT NULL);
  CREATE INDEX lines_subject ON lines(subject, kind);
  CREATE TABLE states(place INTEGER PRIMARY KEY REFERENCES places, file BLOB NOT NULL, bytes INTEGER NOT NULL);
  `,
];

/** Brings an empty or older file up to date, in one transaction. @throws {ScannerError} `store` when it is not ours, or newer */
export function migrate(database: SqliteDatabase): void {
  if (versionOf(database) === STEPS.length) return;
  database.transaction(() => {
    const version = versionOf(database);
    for (const step of STEPS.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id=${APPLICATION_ID}; PRAGMA user_version=${STEPS.length}`);
  });
}

/** For those who may not write: it must be up to date. @throws {ScannerError} `store` */
export function checkVersion(database: SqliteDatabase): void {
  if (versionOf(database) === STEPS.length) return;
  throw new ScannerError('store', `${database.path}: was written by an older version`, {
    hint: 'Run an audit once: it brings the store up to date.',
  });
}

function versionOf(database: SqliteDatabase): number {
  const [id] = database.get('PRAGMA application_id') ?? [];
  const [version] = database.get('PRAGMA user_version') ?? [];
  const [objects] = database.get('SELECT count(*) FROM sqlite_master') ?? [];
  // Ours has neither: both run when a table is only read or written.
  const [alien] = database.get("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')") ?? [];
  const isOurs = id === APPLICATION_ID || (id === 0 && objects === 0);
  if (!isOurs || alien !== 0) {
    throw new ScannerError('store', `${database.path}: is a database of something else`, {
      hint: 'Name another file for the store.',
    });
  }
  if (numberIn(version) > STEPS.length) {
    throw new ScannerError('store', `${database.path}: was written by a newer version`, {
      hint: 'Update bitsieve.',
    });
  }
  return numberIn(version);
}
