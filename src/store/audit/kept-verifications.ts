/** What issuers said of secrets: kept by value, because all places of one share it, and a place that was not scanned keeps it. */
import type { StoredFinding } from '../../core/stored-finding.ts';
import type { Verification } from '../../core/verification.ts';
import type { RunNumber } from './audit-store.ts';
import { keepLines, linesAt } from './kept-lines.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { textIn } from './sqlite-database.ts';

export type KnownVerifications = ReadonlyMap<string, Verification>;

const PREFIX = 'value/';

/** From this run on. What was said definitely stays until something definite is said again. To be called in a transaction. */
export function keepVerifications(
  database: SqliteDatabase,
  run: RunNumber,
  findings: readonly StoredFinding[],
): void {
  const said = new Map<string, Verification>();
  for (const { fingerprint, verification } of findings) if (verification) said.set(fingerprint, verification);
  for (const [fingerprint, verification] of said) {
    const subject = PREFIX + fingerprint;
    const [before] = linesAt(database, run, { subject, kind: 'verification' });
    const isWorthLess =
      verification.result === 'unknown' && before !== undefined && before.result !== 'unknown';
    if (!isWorthLess) keepLines(database, subject, run, { verification: [verification] });
  }
}

/** By fingerprint, as known at the end of the run. */
export function verificationsAt(database: SqliteDatabase, run: RunNumber): KnownVerifications {
  const rows = database.all(
    `SELECT cast(subject AS BLOB), cast(record AS BLOB) FROM lines
     WHERE subject>=? AND subject<? AND kind='verification' AND since_run<=? AND (until_run IS NULL OR until_run>?)`,
    PREFIX,
    // The character behind the slash.
    'value0',
    run,
    run,
  );
  return new Map(
    rows.map(([subject, record]) => [
      textIn(subject).slice(PREFIX.length),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by keepVerifications
      database.recordIn(record) as Verification,
    ]),
  );
}

/** The same one where nobody asked. */
export function withVerification(finding: StoredFinding, known: KnownVerifications): StoredFinding {
  const verification = known.get(finding.fingerprint);
  return verification ? Object.assign(finding, { verification }) : finding;
}
