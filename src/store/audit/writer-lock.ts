/**
 * Makes sure that one process writes. The lock is one that SQLite takes on a small file of its own, held as long as the
 * process lives: the system gives it back however the process ends, so there is none that could be left behind.
 */
import { closeSync, openSync } from 'node:fs';
import { ScannerError } from '../../core/scanner-error.ts';
import { numberIn, openDatabase, type SqliteDatabase } from './sqlite-database.ts';
import { storeError } from './store-error.ts';

export interface WriterLock {
  readonly release: () => void;
}

/** @param path of the store @throws {ScannerError} `store-busy` when somebody else has it */
export async function takeWriterLock(path: string, pid: number): Promise<WriterLock> {
  const file = `${path}.lock`;
  makePrivate(file);
  const database = await openDatabase(file);
  try {
    // Whoever is told "busy" asks at once and goes.
    database.exec('PRAGMA busy_timeout=0');
    if (!holds(database)) throw busy(path, holderOf(database));
    database.exec('CREATE TABLE IF NOT EXISTS holder(pid INTEGER); DELETE FROM holder');
    database.run('INSERT INTO holder VALUES(?)', pid);
    database.exec('COMMIT');
    // In between another one may come first: then it is theirs.
    if (!holds(database)) throw busy(path, holderOf(database));
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** From here on nobody else gets this far; reading stays possible. */
function holds(database: SqliteDatabase): boolean {
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  const cause = error instanceof ScannerError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY');
}

function holderOf(database: SqliteDatabase): number {
  try {
    return numberIn(database.get('SELECT cast(pid AS INTEGER) FROM holder')?.[0]);
  } catch {
    // Just now being written.
    return 0;
  }
}

function busy(path: string, pid: number): ScannerError {
  const who = pid > 0 ? ` (process ${pid})` : '';
  return new ScannerError('store-busy', `${path}: another audit${who} is writing to it`, {
    hint: 'Wait for it, stop it, or give this one a store of its own. Reading is possible meanwhile.',
  });
}

/** Makes the file for its owner alone; SQLite gives the files beside it the same rights. */
export function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw storeError(file, sqliteLike(error));
  }
}

/** The system's errors and those of SQLite are told alike. */
function sqliteLike(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return Object.assign(error, { code: error.code === 'ENOSPC' ? 'SQLITE_FULL' : 'SQLITE_CANTOPEN' });
}
