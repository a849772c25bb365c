/** What an audit saves is what questions are answered with; a run that changes nothing writes next to nothing. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, describe, expect, it } from 'vitest';
import type { StoredFinding } from '../../../src/core/stored-finding.ts';
import type {
  AuditStore,
  FindingChange,
  Grant,
  PlacedFinding,
} from '../../../src/store/audit/audit-store.ts';
import { openAuditStore, readAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { openDatabase } from '../../../src/store/audit/sqlite-database.ts';
import {
  audit,
  findingOf,
  FORGE,
  KEY,
  NOW,
  placeOf,
  REQUEST,
  scanOf,
  someFindings,
} from '../../support/audited.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function openHere(): Promise<{ path: string; store: AuditStore }> {
  const path = join(tempFolder(), '.bitsieve', 'audit.db');
  const store = await openAuditStore({ path, key: KEY, now: NOW });
  onTestFinished(() => store.close().catch(() => undefined));
  return { path, store };
}

async function listOf<Entry>(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const list: Entry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}

/** One run that finds these at place 1. */
async function runWith(
  store: AuditStore,
  findings: readonly StoredFinding[] | 'same' | 'failed',
): Promise<number> {
  const { number } = await store.beginRun(REQUEST);
  await store.savePlaces(number, [placeOf(1)]);
  if (findings === 'same') await store.saveVisit(number, placeOf(1), { outcome: 'same' });
  else if (findings === 'failed') {
    const problem = { code: 'timed-out', severity: 'error', message: 'no answer' } as const;
    await store.saveVisit(number, placeOf(1), { outcome: 'failed', problems: [problem] });
  } else await store.saveVisit(number, placeOf(1), scanOf(1, findings));
  await store.finishRun(number, { complete: findings !== 'failed', problems: [] });
  return number;
}

function told(changes: readonly FindingChange[]): string[] {
  return changes.map(
    ({ kind, finding, before }) => `${kind} ${finding.path} ${before?.reach ?? '-'}>${finding.reach}`,
  );
}

function namesOf(found: readonly PlacedFinding[]): string[] {
  return found.map(({ finding, firstRun, lastRun }) => `${finding.path} ${firstRun}-${lastRun}`);
}

describe('a store', () => {
  it('gives back what was saved, field for field', async () => {
    const { store } = await openHere();
    const odd = findingOf(1, 7, {
      path: 'a\0b/\u{1F600}/ü',
      notes: ['in a test'],
      reach: null,
      atTip: null,
      tips: [],
    });
    const findings = [...someFindings(1, 3), odd];
    const run = await runWith(store, findings);
    const found = await listOf(store.findings(run));
    expect(found.map(({ finding }) => finding)).toEqual(findings);
    expect(found.every(({ place }) => place.fullName === 'example/repository-1')).toBe(true);
    const visit = scanOf(1, findings);
    if (visit.outcome !== 'scanned') throw new Error('no scan');
    expect(await store.refs(run, placeOf(1))).toEqual(visit.refs);
    expect(await store.inventory(run, placeOf(1))).toEqual(visit.inventory);
    const [known] = await store.visits(run);
    expect(await store.detectors(run)).toEqual(REQUEST.detectors);
    expect(known).toMatchObject({
      outcome: 'scanned',
      scannedRun: run,
      summary: visit.summary,
      problems: visit.problems,
    });
    expect(await store.places(run)).toEqual([{ ...placeOf(1), firstRun: run, lastRun: run, goneRun: null }]);
    expect((await store.runs())[0]).toMatchObject({
      number: run,
      outcome: 'complete',
      target: REQUEST.target,
    });
  });

  it('lies where only its owner reads it, and where nobody commits it by mistake', async () => {
    const { path, store } = await openHere();
    await runWith(store, someFindings(1, 1));
    store.openState(placeOf(1)).write(Buffer.from('x'));
    for (const file of [path, `${path}-wal`, `${path}.lock`])
      expect(statSync(file).mode & 0o077, file).toBe(0);
    expect(statSync(`${path}-states`).mode & 0o077).toBe(0);
    expect(statSync(join(path, '..', '.gitignore')).size).toBe(2);
  });

  it('can be read while it is written', async () => {
    const { path, store } = await openHere();
    const run = await runWith(store, someFindings(1, 2));
    const reader = await readAuditStore(path);
    expect(await listOf(reader.findings(run))).toHaveLength(2);
    await runWith(store, someFindings(1, 3));
    expect(await listOf(reader.findings(run))).toHaveLength(2);
    expect(await listOf(reader.findings(run + 1))).toHaveLength(3);
    await reader.close();
  });

  it('refuses a secret in clear', async () => {
    const { store } = await openHere();
    const clear = { ...findingOf(1, 1), secret: 'in clear' };
    await expect(runWith(store, [clear])).rejects.toThrow(/in clear/);
  });

  it('keeps no name and password of an address', async () => {
    const { store } = await openHere();
    const { number } = await store.beginRun(REQUEST);
    const cloneAddresses = [
      { protocol: 'https', url: 'https://ada:hunter2@example.org/x.git' },
      { protocol: 'ssh', url: 'ssh://git:hunter2@example.org/x.git' },
    ] as const;
    await store.savePlaces(number, [{ ...placeOf(1), cloneAddresses }]);
    const [place] = await store.places(number);
    expect(place?.cloneAddresses.map(({ url }) => url)).toEqual([
      'https://example.org/x.git',
      'ssh://git@example.org/x.git',
    ]);
  });

  it('tells nobody asked, refused, and nobody may read apart', async () => {
    const { store } = await openHere();
    const { number } = await store.beginRun(REQUEST);
    const grant = { subject: 'user', id: 'ada', name: 'Ada', level: 'admin' } as const;
    const save = (id: string, grants: readonly Grant[], hidden: readonly string[]): Promise<void> =>
      store.saveReaders(
        number,
        FORGE,
        { kind: 'project', id },
        { grants, asked: ['users', 'groups'], hidden },
      );
    await save('A', [], ['users', 'groups']);
    await save('B', [], []);
    await save('C', [grant], []);
    const ask = (id: string): ReturnType<AuditStore['readers']> =>
      store.readers(number, FORGE, { kind: 'project', id });
    expect(await Promise.all(['A', 'B', 'C', 'D'].map(ask))).toEqual([null, [], [grant], undefined]);
    await save('C', [grant], ['groups']);
    expect(await ask('C')).toBeNull();
    expect(await store.readerList(number, FORGE, { kind: 'project', id: 'C' })).toEqual({
      grants: [grant],
      asked: ['users', 'groups'],
      hidden: ['groups'],
    });
  });
});

describe('from run to run', () => {
  it('says what is new, gone and changed', async () => {
    const { store } = await openHere();
    const first = await runWith(store, [findingOf(1, 0), findingOf(1, 1), findingOf(1, 2)]);
    const moved = findingOf(1, 1, { reach: 'history', atTip: false });
    const second = await runWith(store, [findingOf(1, 0, { line: 99 }), moved, findingOf(1, 3)]);
    expect(told(await listOf(store.changes(first, second))).toSorted()).toEqual([
      'changed src/settings-1.yml tip>history',
      'gone src/settings-2.yml tip>tip',
      'new src/settings-3.yml ->tip',
    ]);
    expect(await listOf(store.changes(second, second))).toEqual([]);
  });

  it('answers for any run, also an old one', async () => {
    const { store } = await openHere();
    const first = await runWith(store, [findingOf(1, 0), findingOf(1, 1)]);
    const second = await runWith(store, 'same');
    const third = await runWith(store, [findingOf(1, 1)]);
    const fourth = await runWith(store, [findingOf(1, 0), findingOf(1, 1)]);
    expect(namesOf(await listOf(store.findings(second)))).toEqual([
      `src/settings-0.yml ${first}-${second}`,
      `src/settings-1.yml ${first}-${second}`,
    ]);
    expect(namesOf(await listOf(store.findings(third)))).toEqual([`src/settings-1.yml ${first}-${third}`]);
    expect(namesOf(await listOf(store.findings(fourth))).toSorted()).toEqual([
      `src/settings-0.yml ${first}-${fourth}`,
      `src/settings-1.yml ${first}-${fourth}`,
    ]);
    expect(told(await listOf(store.changes(first, fourth)))).toEqual([]);
  });

  it('moves of lines are no change, and cost no row', async () => {
    const { path, store } = await openHere();
    const first = await runWith(store, someFindings(1, 5));
    const lower = someFindings(1, 5).map((finding) => ({ ...finding, line: finding.line + 1, versions: 9 }));
    const second = await runWith(store, lower);
    expect(await listOf(store.changes(first, second))).toEqual([]);
    expect((await listOf(store.findings(second))).map(({ finding }) => finding)).toEqual(lower);
    expect(await rowsIn(path, 'findings')).toBe(5);
  });

  it('one secret twice in a file is two findings', async () => {
    const { store } = await openHere();
    const twice = [findingOf(1, 0), findingOf(1, 0, { line: 200, endLine: 200 })];
    const first = await runWith(store, twice);
    const second = await runWith(store, [findingOf(1, 0)]);
    expect(await listOf(store.findings(first))).toHaveLength(2);
    expect(told(await listOf(store.changes(first, second)))).toEqual(['gone src/settings-0.yml tip>tip']);
  });

  it('what could not be read stays known, with the problem', async () => {
    const { store } = await openHere();
    const first = await runWith(store, someFindings(1, 2));
    const second = await runWith(store, 'failed');
    expect(namesOf(await listOf(store.findings(second)))).toEqual([
      `src/settings-0.yml ${first}-${first}`,
      `src/settings-1.yml ${first}-${first}`,
    ]);
    const [visit] = await store.visits(second);
    expect(visit?.problems.map(({ code }) => code)).toEqual(['timed-out', 'shallow-clone']);
    expect(await listOf(store.changes(first, second))).toEqual([]);
    const third = await runWith(store, 'same');
    expect((await store.visits(third))[0]?.problems.map(({ code }) => code)).toEqual(['shallow-clone']);
  });

  it('a repository that is gone takes its findings with it', async () => {
    const { store } = await openHere();
    const first = await runWith(store, someFindings(1, 2));
    const { number: second } = await store.beginRun(REQUEST);
    await store.retirePlaces(second, [placeOf(1)]);
    expect(await store.places(second)).toEqual([]);
    expect(await store.places(first)).toHaveLength(1);
    expect(told(await listOf(store.changes(first, second)))).toHaveLength(2);
  });

  it('a run without changes writes a visit for each place, and no more', async () => {
    const { path, store } = await openHere();
    await runWith(store, someFindings(1, 50));
    const before = await countsOf(path);
    await runWith(store, 'same');
    await runWith(store, someFindings(1, 50));
    const after = await countsOf(path);
    expect({ ...after, runs: 0, visits: 0 }).toEqual({ ...before, runs: 0, visits: 0 });
    expect(after['visits']).toBe(Number(before['visits']) + 2);
  });
});

describe('a run', () => {
  it('that was not finished is taken up again, if it asks for the same', async () => {
    const { store } = await openHere();
    const { number } = await store.beginRun(REQUEST);
    await store.savePlaces(number, [placeOf(1), placeOf(2)]);
    await store.saveVisit(number, placeOf(1), scanOf(1, someFindings(1, 2)));
    await store.saveVisit(number, placeOf(2), { outcome: 'failed', problems: [] });
    expect((await store.beginRun(REQUEST)).number).toBe(number);
    expect([...(await store.visited(number, FORGE))]).toEqual(['{1}']);
    const other = await store.beginRun({ ...REQUEST, optionsDigest: 'f'.repeat(64) });
    expect(other.number).toBe(number + 1);
    expect((await store.runs()).map(({ outcome }) => outcome)).toEqual(['running', 'abandoned']);
    await expect(store.saveVisit(number, placeOf(1), { outcome: 'same' })).rejects.toThrow(/not the one/);
  });

  it('saves the same visit twice as if once', async () => {
    const { store, path } = await openHere();
    const { number } = await store.beginRun(REQUEST);
    await store.savePlaces(number, [placeOf(1)]);
    await store.saveVisit(number, placeOf(1), scanOf(1, someFindings(1, 4)));
    await store.saveVisit(number, placeOf(1), scanOf(1, someFindings(1, 3)));
    expect(await listOf(store.findings(number))).toHaveLength(3);
    expect(await rowsIn(path, 'findings')).toBe(3);
  });
});

describe('the state of a repository', () => {
  it('counts from the visit on that it was made for', async () => {
    const { path, store } = await openHere();
    const { number } = await store.beginRun(REQUEST);
    await store.savePlaces(number, [placeOf(1)]);
    const state = store.openState(placeOf(1));
    expect(state.read()).toBeUndefined();
    state.write(Buffer.from('one'));
    await store.saveVisit(number, placeOf(1), scanOf(1, []));
    store.openState(placeOf(1)).write(Buffer.from('two, and then killed'));
    await store.close();
    const again = await openAuditStore({ path, key: KEY, now: NOW });
    onTestFinished(() => again.close());
    expect(again.openState(placeOf(1)).read()?.toString()).toBe('one');
    again.openState(placeOf(1)).write(Buffer.from('three'));
    await again.saveVisit(number, placeOf(1), scanOf(1, []));
    expect(again.openState(placeOf(1)).read()?.toString()).toBe('three');
    expect(await statesBeside(path)).toBe(1);
  });
});

it('an audit of many places can be asked for as a whole', async () => {
  const { store } = await openHere();
  const run = await audit(store, { places: 40, findings: 5 });
  expect(await listOf(store.findings(run.number))).toHaveLength(200);
  expect(await store.visits(run.number)).toHaveLength(40);
});

async function rowsIn(path: string, table: string): Promise<unknown> {
  const database = await openDatabase(path);
  const [count] = database.get(`SELECT count(*) FROM ${table}`) ?? [];
  database.close();
  return count;
}

async function countsOf(path: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['runs', 'places', 'visits', 'findings', 'descriptions', 'lines', 'states'])
    counts[table] = Number(await rowsIn(path, table));
  return counts;
}

async function statesBeside(path: string): Promise<number> {
  const { readdirSync } = await import('node:fs');
  return readdirSync(`${path}-states`).length;
}
