/** Opens the store of an audit: to write, by one process at a time, or to read. */
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import { AuditQuestions } from './audit-questions.ts';
import type { AuditReader, AuditStore } from './audit-store.ts';
import { checkVersion, migrate } from './migrations.ts';
import { SqliteAuditStore } from './sqlite-audit-store.ts';
import { openDatabase, recordOf, type SqliteDatabase } from './sqlite-database.ts';
import { storeError } from './store-error.ts';
import { makePrivate, takeWriterLock } from './writer-lock.ts';

export interface StoreRequest {
  /** Made when it is not there, with its folder. */
  readonly path: string;
  /** Of the fingerprints. The store keeps a hash of it, so that hashes under another key are never mixed in. */
  readonly key: Buffer;
  readonly now: () => Date;
}

/** @throws {ScannerError} `store`, `store-busy`, `store-key` */
export async function openAuditStore({ path, key, now }: StoreRequest): Promise<AuditStore> {
  makeFolder(path);
  const lock = await takeWriterLock(path, process.pid);
  let database: SqliteDatabase | undefined;
  try {
    makePrivate(path);
    database = await openDatabase(path);
    // Readers go on while it is written. A power cut may cost the last repositories, which the next run scans again.
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL');
    migrate(database);
    checkKey(database, key);
    return new SqliteAuditStore(database, { lock, now });
  } catch (error) {
    database?.close();
    lock.release();
    throw error;
  }
}

/** For the time of one answer: nothing of it comes to lie on a disk. @throws {ScannerError} `store` */
export async function openMemoryStore(now: () => Date): Promise<AuditStore> {
  const database = await openDatabase(':memory:');
  migrate(database);
  return new SqliteAuditStore(database, { lock: { release: () => undefined }, now });
}

/**
 * For questions, also while an audit writes.
 *
 * @param answers `held`: all of them as things are when the first is asked
 * @throws {ScannerError} `store`, `not-found`
 */
export async function readAuditStore(path: string, answers: 'live' | 'held' = 'live'): Promise<AuditReader> {
  if (!existsSync(path)) {
    throw new ScannerError('not-found', `${path}: there is no audit store`, { hint: 'Run an audit first.' });
  }
  const database = await openDatabase(path);
  try {
    checkVersion(database);
    // Sorting many rows must not take memory.
    database.exec('PRAGMA query_only=ON; PRAGMA temp_store=FILE');
    if (answers === 'held') database.exec('BEGIN');
    return new AuditQuestions(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** In a folder of our own nothing is committed by mistake. */
function makeFolder(path: string): void {
  const folder = dirname(path);
  try {
    if (existsSync(folder)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (basename(folder) === '.bitsieve') writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    const cause = error instanceof Error ? Object.assign(error, { code: 'SQLITE_CANTOPEN' }) : error;
    throw storeError(path, cause);
  }
}

function checkKey(database: SqliteDatabase, key: Buffer): void {
  const own = createHmac('sha256', key).update('bitsieve audit store').digest('hex').slice(0, 32);
  const known = database.get("SELECT cast(record AS BLOB) FROM meta WHERE name='key'");
  if (!known) database.run("INSERT INTO meta VALUES('key', ?)", recordOf(own));
  else if (database.recordIn(known[0]) !== own) {
    throw new ScannerError('store-key', `${database.path}: was written with another key`, {
      hint: 'Set BITSIEVE_KEY, or put back the key file, of the audit that made it; or name another file for the store.',
    });
  }
}
