/** An audit that is killed, at any moment, and started again, leaves what an audit leaves that was not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditReader } from '../../../src/store/audit/audit-store.ts';
import { openAuditStore, readAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { FORGE, KEY, NOW } from '../../support/audited.ts';
import { bundledProgram } from '../../support/bundled-program.ts';
import { seededBytes } from '../../support/seed.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const program = bundledProgram('test/support/audit-program.ts');
const PLACES = 120;
const FINDINGS = 8;

interface Ended {
  readonly output: string;
  readonly signal: NodeJS.Signals | null;
}

function start(path: string, ...more: string[]): ChildProcess {
  return spawn(process.execPath, [program, path, String(PLACES), String(FINDINGS), ...more], {
    stdio: 'pipe',
  });
}

function endOf(child: ChildProcess): Promise<Ended> {
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((done) => {
    child.once('close', (_, signal) => done({ output: Buffer.concat(output).toString(), signal }));
  });
}

async function killedAfter(path: string, delayMs: number): Promise<Ended> {
  const child = start(path);
  const ended = endOf(child);
  // The clock starts when the store is open: until then there is nothing to break.
  await new Promise((open) => child.stdout?.once('data', open));
  await new Promise((done) => setTimeout(done, delayMs));
  child.kill('SIGKILL');
  return ended;
}

interface Killed {
  readonly path: string;
  readonly count: number;
  /** No audit was at its end before the last one. */
  readonly isInTime: boolean;
}

async function killedOften(mostMs: number): Promise<Killed> {
  const path = join(tempFolder(), 'audit.db');
  let count = 0;
  for (const moment of seededBytes(20)) {
    const { signal } = await killedAfter(path, (moment / 256) * mostMs);
    if (signal === 'SIGKILL') count++;
  }
  const finished = await finishedIn(path);
  const { output } = await endOf(start(path));
  // Another run begins where the one before was at its end, and nowhere else.
  expect(output).toContain(`run ${finished + 1}`);
  return { path, count, isInTime: finished === 0 };
}

async function finishedIn(path: string): Promise<number> {
  const reader = await readAuditStore(path);
  const runs = await reader.runs();
  await reader.close();
  return runs.filter(({ finishedAt }) => finishedAt !== null).length;
}

/** Everything that can be asked of a run. */
async function answersOf(store: AuditReader, run: number): Promise<unknown> {
  const findings: unknown[] = [];
  for await (const finding of store.findings(run)) findings.push(finding);
  const places = await store.places(run);
  const refs = await Promise.all(places.map((place) => store.refs(run, place)));
  const inventory = await Promise.all(places.map((place) => store.inventory(run, place)));
  const readers = await Promise.all(
    places.map(({ id }) => store.readers(run, FORGE, { kind: 'repository', id })),
  );
  return { runs: await store.runs(), visits: await store.visits(run), findings, refs, inventory, readers };
}

async function everything(path: string): Promise<unknown> {
  const store = await openAuditStore({ path, key: KEY, now: NOW });
  try {
    const places = await store.places(1);
    const states = places.map((place) => store.openState(place).read()?.toString());
    return { answers: await answersOf(store, 1), states, files: readdirSync(`${path}-states`).length };
  } finally {
    await store.close();
  }
}

describe('an audit', () => {
  it('killed at 20 moments and then finished leaves what one in peace leaves', async () => {
    const peaceful = join(tempFolder(), 'audit.db');
    const whole = start(peaceful);
    const inPeace = endOf(whole);
    await new Promise((open) => whole.stdout?.once('data', open));
    const startedAt = performance.now();
    expect((await inPeace).output).toContain('run 1');
    const workMs = performance.now() - startedAt;

    // A machine that halts this process and not the other lets an audit end before it is killed: then all comes sooner.
    let killed: Killed | undefined;
    for (let share = 14; share < 14 * 64 && killed?.isInTime !== true; share *= 2)
      killed = await killedOften(workMs / share);
    expect(killed).toEqual({ path: expect.any(String), count: 20, isInTime: true });
    const path = killed?.path ?? '';
    expect(await everything(path)).toEqual(await everything(peaceful));
  });

  it('is the only one that writes, until it is killed', async () => {
    const path = join(tempFolder(), 'audit.db');
    const child = start(path, 'stay');
    const ended = endOf(child);
    await new Promise((open) => child.stdout?.once('data', open));
    await expect(openAuditStore({ path, key: KEY, now: NOW })).rejects.toMatchObject({
      code: 'store-busy',
      message: expect.stringContaining(`process ${child.pid}`),
    });
    const reader = await readAuditStore(path);
    expect(await reader.runs()).toEqual([]);
    await reader.close();
    child.kill('SIGKILL');
    await ended;
    const store = await openAuditStore({ path, key: KEY, now: NOW });
    await expect(openAuditStore({ path, key: KEY, now: NOW })).rejects.toMatchObject({ code: 'store-busy' });
    await store.close();
  });
});
