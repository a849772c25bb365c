/** Stores of audits as a test needs them: runs with what they find, repository by repository, and who may read. */
import { join } from 'node:path';
import { type Exposed, type ExposureRequest, openExposure } from '../../../src/exposure/measure-exposure.ts';
import type { ExposureAnswer } from '../../../src/exposure/exposure-answer.ts';
import type { StoredFinding } from '../../../src/core/stored-finding.ts';
import { storedResult } from '../../../src/audit/stored-result.ts';
import type { AuditStore, Grant, Place, ReaderList, Scope } from '../../../src/store/audit/audit-store.ts';
import { openAuditStore, readAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { FORGE, KEY, placeOf, REQUEST, scanOf } from '../../support/audited.ts';
import { tempFolder } from '../../support/temp-folder.ts';

export interface MadeRun {
  /** ISO 8601; the run ends the moment it begins. */
  readonly at: string;
  /** By the number of the repository; one that is missing is gone. */
  readonly found: Readonly<Record<number, readonly StoredFinding[]>>;
  readonly places?: Readonly<Record<number, Partial<Place>>>;
  readonly readers?: readonly (readonly [Scope, ReaderList])[];
}

/** @param folder goes away with the test, unless it is another one's */
export async function madeStore(runs: readonly MadeRun[], folder: string = tempFolder()): Promise<string> {
  const path = join(folder, 'audit.db');
  let now = '';
  const store = await openAuditStore({ path, key: KEY, now: () => new Date(now) });
  const known = new Set<number>();
  for (const run of runs) {
    now = run.at;
    await saveRun(store, run, known);
  }
  await store.close();
  return path;
}

async function saveRun(store: AuditStore, { found, places = {}, readers = [] }: MadeRun, known: Set<number>) {
  const { number } = await store.beginRun(REQUEST);
  const listed = Object.keys(found).map(Number);
  const gone = [...known].filter((place) => !listed.includes(place));
  await store.savePlaces(
    number,
    listed.map((place) => ({ ...placeOf(place), ...places[place] })),
  );
  await store.retirePlaces(number, gone.map(placeOf));
  for (const place of gone) known.delete(place);
  for (const [scope, list] of readers) await store.saveReaders(number, FORGE, scope, list);
  for (const place of listed) {
    known.add(place);
    await store.saveVisit(number, placeOf(place), scanOf(place, found[place] ?? []));
  }
  await store.finishRun(number, { complete: true, problems: [] });
}

/** Of the last run. */
export function exposureOf(path: string, asked: Partial<ExposureRequest> = {}): Promise<ExposureAnswer> {
  return withExposed(path, ({ answer }) => answer, asked);
}

/** While the store is open. */
export async function withExposed<T>(
  path: string,
  use: (exposed: Exposed) => T,
  asked: Partial<ExposureRequest> = {},
): Promise<T> {
  const reader = await readAuditStore(path, 'held');
  try {
    const runs = await reader.runs();
    const [run] = runs;
    if (!run) throw new Error('no run');
    const isWanted = (): boolean => true;
    const all = { run, since: null, isWanted, minSeverity: 'info', minConfidence: 'low' } as const;
    const covered = await storedResult(reader, all);
    const exposed = await openExposure(reader, {
      run,
      runs,
      covered,
      isWanted,
      window: null,
      as: null,
      domains: [],
      withReaders: false,
      zones: null,
      most: 10,
      ...asked,
    });
    return use(exposed);
  } finally {
    await reader.close();
  }
}

/** Asked in full, and answered. */
export function listOf(...grants: Grant[]): ReaderList {
  return { grants, asked: ['users', 'groups', 'access-keys'], hidden: [] };
}

export function hiddenList(parts: readonly string[], ...grants: Grant[]): ReaderList {
  return { ...listOf(...grants), hidden: parts };
}
