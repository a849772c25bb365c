/** `bitsieve audit` in bad weather: what the network, a forge and git can do to it, and what comes of it in the end. */
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Fault, PlannedFault } from '../support/loopback-bitbucket/faults.ts';
import { makeRepository } from '../support/make-repository.ts';
import { githubToken } from '../support/secrets.ts';
import {
  audit,
  type Audited,
  type AuditedForge,
  auditedForge,
  BROKEN,
  contentsOf,
  newStore,
  PLACES,
  placesIn,
} from './support/audited-forge.ts';
import { hurried, jumping } from './support/other-time.ts';

const LIMITED: Fault = { kind: 'status', status: 429, type: 'text/plain', body: 'Rate limit exceeded' };
const LIMITED_FOR_A_WHILE: Fault = { ...LIMITED, headers: { 'retry-after': '20' } };

function failing(status: number): Fault {
  return { kind: 'status', status, type: 'text/plain', body: 'not now' };
}

function planned(...faults: [on: RegExp, fault: Fault, times?: number][]): PlannedFault[] {
  return faults.map(([on, fault, times = 1]) => ({ on, fault, times }));
}

async function hurriedAudit(forge: AuditedForge, store: string, ...args: string[]): Promise<Audited> {
  return audit({ ...forge, env: { ...forge.env, ...hurried() } }, store, ...args);
}

/** Not in what it said, nor in anything that it left. */
function expectNoTrace({ token }: AuditedForge, store: string, { stdout, stderr }: Audited): void {
  const left = contentsOf(dirname(store)) + stdout + stderr;
  for (const trace of [token, Buffer.from(token).toString('base64')]) expect(left).not.toContain(trace);
}

describe('an audit gets through', () => {
  it.each<[string, PlannedFault[]]>([
    [
      'a storm of 429, with and without Retry-After',
      planned(
        [/projects\/acme\/repos/, LIMITED],
        [/projects\/acme\/repos/, LIMITED_FOR_A_WHILE, 3],
        [/permissions\/users/, LIMITED_FOR_A_WHILE, 2],
        [/web\.git\/info/, LIMITED],
        [/api\.git\/git-upload-pack/, LIMITED],
      ),
    ],
    [
      '5xx in a row, answers that end too early, and resets',
      planned(
        [/projects\/acme\/repos/, failing(503), 2],
        [/projects\/acme\/repos/, { kind: 'truncated' }, 2],
        [/permissions\/users/, { kind: 'reset' }],
        [/permissions\/users/, failing(500)],
        [/web\.git\/info/, failing(502), 2],
        [/web\.git\/info/, { kind: 'reset' }],
        [/fork\.git\/git-upload-pack/, failing(500)],
        [/api\.git\/git-upload-pack/, { kind: 'truncated' }],
      ),
    ],
    [
      'sockets that stall, and clones that die or stall half-way',
      planned(
        [/projects\/acme\/repos/, { kind: 'stalled' }],
        [/web\.git\/git-upload-pack/, { kind: 'cut', half: 'dies' }, 2],
        [/api\.git\/git-upload-pack/, { kind: 'cut', half: 'stalls' }],
        [/fork\.git\/info/, { kind: 'stalled' }],
      ),
    ],
  ])('%s', async (_, faults) => {
    const forge = await auditedForge();
    forge.loopback.faults.push(...faults);
    const store = newStore();
    const ran = await hurriedAudit(forge, store, '--project', 'acme');
    expect(ran.code, ran.stdout + ran.stderr).toBe(1);
    expect(await placesIn(store)).toEqual(PLACES);
    expect(faults.filter(({ times }) => times !== 0)).toEqual([]);
    if (faults.some(({ fault }) => fault === LIMITED))
      expect(ran.stderr).toMatch(/told to wait, going on at/);
    expectNoTrace(forge, store, ran);
  });

  it('a clock that is set an hour back and forth', async () => {
    const forge = await auditedForge();
    const store = newStore();
    const env = { ...forge.env, ...jumping() };
    forge.loopback.faults.push(...planned([/permissions/, { ...LIMITED, headers: { 'retry-after': '1' } }]));
    const first = await audit({ ...forge, env }, store);
    expect(first.code, first.stdout + first.stderr).toBe(1);
    const second = await audit({ ...forge, env }, store);
    expect(second.stdout).toContain('Run 2,');
    expect(second.stdout).toContain('0 scanned, 4 unchanged');
    expect(await placesIn(store)).toEqual(PLACES);
  });
});

describe('an audit says what stayed broken, and goes on with the rest', () => {
  it('repositories that never come, who may read, and what a server says with the token in it', async () => {
    const slugs = ['down', 'dying', 'forbidden', 'garbled'];
    const more = slugs.map((slug, place) => {
      const repository = makeRepository();
      repository.commit({ 'a.txt': `token = ${githubToken(20 + place)}\n` });
      return { ...BROKEN, id: 20 + place, slug, hierarchy: slug, folder: repository.folder };
    });
    const forge = await auditedForge([...more, BROKEN]);
    const tell = (status: number, type: string): Fault => ({
      kind: 'status',
      status,
      type,
      body: type.includes('json') ? `{"errors":[{"message":"${forge.token}"}]}` : `no: ${forge.token}\n`,
    });
    forge.loopback.faults.push(
      ...planned(
        [/down\.git/, tell(503, 'text/plain'), 99],
        [/dying\.git\/git-upload-pack/, { kind: 'cut', half: 'dies' }, 99],
        [/forbidden\.git/, tell(403, 'text/plain'), 99],
        [/garbled\.git/, tell(200, 'text/plain'), 99],
        [/permissions\/users/, tell(500, 'application/json'), 99],
        [/permissions\/groups/, { kind: 'truncated' }, 99],
      ),
    );
    const store = newStore();
    const ran = await hurriedAudit(forge, store);
    expect(ran.code, ran.stdout + ran.stderr).toBe(3);
    expect(ran.stdout).toContain(
      '9 repositories: 4 scanned, 0 unchanged since their last scan, 5 not covered',
    );
    for (const slug of slugs) expect(ran.stderr).toContain(`acme/${slug} could not be fetched`);
    expect(ran.stderr).toContain('acme/forbidden could not be fetched (authentication)');
    expect(ran.stdout).toContain('Who may read project acme');
    expect(await placesIn(store)).toEqual(PLACES);
    expectNoTrace(forge, store, ran);
    // What was broken is tried again by the next one, and that alone.
    forge.loopback.faults.length = 0;
    const next = await audit(forge, store);
    expect(next.stdout).toContain('4 scanned, 4 unchanged since their last scan, 1 not covered');
    expect(await placesIn(store)).toHaveLength(8);
  });

  it('a listing that breaks takes nothing for gone', async () => {
    const folder = makeRepository();
    folder.commit({ 'b.txt': `token = ${githubToken(40)}\n` });
    const beta = { ...BROKEN, id: 30, project: 'beta', slug: 'one', folder: folder.folder };
    const forge = await auditedForge([beta]);
    const store = newStore();
    const args = ['--project', 'acme', '--project', 'beta'];
    await audit(forge, store, ...args);
    forge.loopback.faults.push(...planned([/projects\/beta\/repos/, failing(500), 99]));
    const { code, stdout } = await hurriedAudit(forge, store, ...args);
    expect(code, stdout).toBe(3);
    expect(stdout).toContain('Repositories of project beta may be missing');
    expect(await placesIn(store)).toEqual([...PLACES, 'beta/one b.txt']);
  });
});
