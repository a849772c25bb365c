/** Stores of audits as a test needs them: runs with what they find, repository by repository, and who may read. */
import { join } from 'node:path';
import { type Exposed, type ExposureRequest, openExposure } from '../../../src/exposure/measure-exposure.ts';
import type { ExposureAnswer } from '../../../src/exposure/exposure-answer.ts';
import type { RotationAnswer, RotationEntry } from '../../../src/exposure/rotation/rotation-answer.ts';
import { listRotations } from '../../../src/exposure/rotation/rotation-list.ts';
import type { StoredFinding } from '../../../src/core/stored-finding.ts';
import { storedResult } from '../../../src/audit/stored-result.ts';
import type {
  AuditStore,
  Grant,
  Place,
  ReaderList,
  RunRequest,
  Scope,
  Visit,
} from '../../../src/store/audit/audit-store.ts';
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
  /** Repositories that are listed, and not visited, could not be read, or could only in part. */
  readonly amiss?: Readonly<Record<number, 'not visited' | 'failed' | 'in part'>>;
  /** What the run looked for, where it is not what all others did. */
  readonly request?: Partial<RunRequest>;
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

async function saveRun(store: AuditStore, run: MadeRun, known: Set<number>) {
  const { found, places = {}, readers = [], amiss = {} } = run;
  const { number } = await store.beginRun({ ...REQUEST, ...run.request });
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
    if (amiss[place] === 'not visited') continue;
    await store.saveVisit(number, placeOf(place), visitOf(place, found[place] ?? [], amiss[place]));
  }
  await store.finishRun(number, { complete: true, problems: [] });
}

function visitOf(place: number, found: readonly StoredFinding[], amiss?: 'failed' | 'in part'): Visit {
  const problem = { code: 'corrupt-object', severity: 'error', message: 'made up' } as const;
  if (amiss === 'failed') return { outcome: 'failed', problems: [problem] };
  const visit = scanOf(place, found);
  return amiss === 'in part' && visit.outcome === 'scanned' ? { ...visit, problems: [problem] } : visit;
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

/** Of the last run; entries as a list. @param since the number of an earlier one */
export async function rotationsOf(
  path: string,
  since: number | null,
): Promise<RotationAnswer & { readonly listed: readonly RotationEntry[] }> {
  const reader = await readAuditStore(path, 'held');
  try {
    const runs = await reader.runs();
    const [run] = runs;
    if (!run) throw new Error('no run');
    const isWanted = (): boolean => true;
    const all = { run, since: null, isWanted, minSeverity: 'info', minConfidence: 'low' } as const;
    const answer = await listRotations(reader, {
      run,
      runs,
      covered: await storedResult(reader, all),
      isWanted,
      since: runs.find(({ number }) => number === since) ?? null,
      window: null,
      as: null,
      domains: [],
      scanned: null,
    });
    return { ...answer, listed: [...answer.entries] };
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
