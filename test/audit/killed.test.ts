/** `bitsieve audit`, killed at twenty moments and started again each time, ends where one in peace ends, and leaves nothing behind. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { openDatabase } from '../../src/store/audit/sqlite-database.ts';
import type { ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { makeRepository } from '../support/make-repository.ts';
import { Dice } from '../support/mutate.ts';
import { endOf, start } from '../support/run-program.ts';
import { programsWith } from '../support/running-programs.ts';
import { githubToken } from '../support/secrets.ts';
import {
  audit,
  type AuditedForge,
  auditedForge,
  contentsOf,
  findingsIn,
  manyMore,
  newStore,
} from './support/audited-forge.ts';

const KILLS = 20;
const MOST_REQUESTS = 9;
const MOST_DELAY_MS = 80;

function forkOf(parent: ModelRepository, id: number): ModelRepository {
  const repository = makeRepository();
  repository.git('pull', '--quiet', parent.folder ?? '', 'main');
  repository.commit({ 'own.txt': `token = ${githubToken(id)}\n` });
  return { ...parent, id, slug: `fork-${id}`, forkOf: parent.id, folder: repository.folder };
}

/** @returns command lines that held the token at that moment */
async function killedSomewhere(forge: AuditedForge, store: string, dice: Dice): Promise<string[]> {
  const { requests } = forge.loopback;
  const enough = requests.length + 1 + dice.below(MOST_REQUESTS);
  const delayMs = dice.below(MOST_DELAY_MS);
  const child = start(['audit', '--url', forge.loopback.url, '--store', store], { env: forge.env });
  const ended = endOf(child);
  while (requests.length < enough && child.exitCode === null) await wait(5);
  await wait(delayMs);
  const seen = [forge.token, Buffer.from(`:${forge.token}`).toString('base64')].flatMap(programsWith);
  child.kill('SIGKILL');
  await ended;
  return seen;
}

/** Locks, leases, drafts and halves of packs below the mirrors. */
function strayIn(store: string): string[] {
  const names = readdirSync(join(dirname(store), 'mirrors'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\/lock|\.lock$|leases\/|tmp_|\.[0-9a-f]{12}$|away-/.test(name));
}

it('loses and doubles nothing, and leaves no lock, lease or half file', async () => {
  const small = manyMore(6);
  const [first, second] = small;
  const forks = first && second ? [forkOf(first, 201), forkOf(second, 202)] : [];
  const forge = await auditedForge([...small, ...forks]);
  const peaceful = newStore();
  await audit(forge, peaceful);
  const store = newStore();
  const inArguments: string[] = [];
  for (let round = 0; round < KILLS; round++)
    inArguments.push(...(await killedSomewhere(forge, store, new Dice(5, round))));
  const { code, stdout, stderr } = await audit(forge, store);
  expect(code, stdout + stderr).toBe(1);
  expect(await findingsIn(store)).toEqual(await findingsIn(peaceful));
  const reader = await readAuditStore(store);
  const [last] = await reader.runs();
  const visits = await reader.visits(last?.number ?? 0);
  await reader.close();
  expect(new Set(visits.map(({ place }) => place.id)).size).toBe(12);
  expect(visits).toHaveLength(12);
  const database = await openDatabase(store);
  expect(database.all('PRAGMA integrity_check').map(String)).toEqual(['ok']);
  database.close();
  expect(readdirSync(`${store}-states`)).toHaveLength(12);
  expect(strayIn(store)).toEqual([]);
  expect(inArguments).toEqual([]);
  expect(contentsOf(dirname(store)) + stdout + stderr).not.toContain(forge.token);
});
