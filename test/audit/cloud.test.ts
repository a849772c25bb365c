/** The program in front of a Bitbucket Cloud on this machine: each kind of credential, what it asks and how often, bad weather, being killed. */
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openForge } from '../../src/bitbucket/open-forge.ts';
import { parseAuditFlags } from '../../src/commands/audit/audit-options.ts';
import { readAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { madeUpSecret, openLoopback, openModel } from '../bitbucket/support/open-loopback.ts';
import { CLOUD_LIMITED, type Fault, type PlannedFault } from '../support/loopback-bitbucket/faults.ts';
import type { ModelAccount } from '../support/loopback-bitbucket/model.ts';
import { endOf, run, start } from '../support/run-program.ts';
import { programsWith } from '../support/running-programs.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  audit,
  type Audited,
  type AuditedForge,
  auditedForge,
  contentsOf,
  findingsIn,
  newStore,
  PLACES,
  placesIn,
} from './support/audited-forge.ts';
import { hurried } from './support/other-time.ts';

const ACME = ['--workspace', 'acme'];
const GRANTS = [
  { on: 'acme/web', kind: 'user', name: 'ada', level: 'write' },
  { on: 'acme/api', kind: 'user', name: 'bob', level: 'read' },
  { on: 'acme', kind: 'user', name: 'root', level: 'admin' },
] as const;

function accountOf(kind: ModelAccount['kind']): ModelAccount {
  const user = { 'api-token': 'ada@example.org', oauth: madeUpSecret() }[kind as string] ?? '';
  return { kind, user, secret: madeUpSecret(), isAdministrator: true };
}

function auditedCloud(kind: ModelAccount['kind'] = 'access-token'): Promise<AuditedForge> {
  return auditedForge([], { face: 'cloud', account: accountOf(kind), grants: GRANTS });
}

/** Of REST, without queries. */
function restPaths({ loopback }: AuditedForge): string[] {
  return loopback.requests.flatMap(({ path }) =>
    path.startsWith('/2.0/') ? [path.replace(/\?.*/, '').slice('/2.0'.length)] : [],
  );
}

/** Not in what it said, nor in anything that it left. */
function expectNoTrace({ token, loopback }: AuditedForge, store: string, ran: Audited): void {
  const left = contentsOf(dirname(store)) + ran.stdout + ran.stderr;
  const encoded = loopback.requests.map(({ authorization = '' }) => authorization.replace(/^\w+ /, ''));
  for (const trace of new Set([token, ...encoded, ...loopback.issued.keys()]))
    if (trace !== '') expect(left).not.toContain(trace);
}

async function readersOfWeb(store: string, forge: string): Promise<string[]> {
  const reader = await readAuditStore(store);
  try {
    const [last] = await reader.runs();
    const places = await reader.places(last?.number ?? 0);
    const id = places.find(({ fullName }) => fullName === 'acme/web')?.id ?? '';
    const readers = await reader.readers(last?.number ?? 0, forge, { kind: 'repository', id });
    return (readers ?? []).map(({ subject, level }) => `${subject} ${level}`);
  } finally {
    await reader.close();
  }
}

describe('an audit of Cloud', () => {
  it.each<[ModelAccount['kind'], string[], string[]]>([
    ['api-token', [], ['/user/workspaces']],
    ['access-token', ACME, []],
    ['oauth', ACME, []],
  ])(
    'with an %s: one call for the list, one for all permissions, none for a repository',
    async (kind, args, discovery) => {
      const forge = await auditedCloud(kind);
      const store = newStore();
      const ran = await audit(forge, store, ...args);
      expect(ran.code, ran.stdout + ran.stderr).toBe(1);
      expect(await placesIn(store)).toEqual(PLACES);
      const once = [
        '/repositories/acme',
        '/workspaces/acme/permissions',
        '/workspaces/acme/permissions/repositories',
      ];
      const asked = restPaths(forge);
      expect([...new Set(asked)].toSorted()).toEqual([...discovery, ...once].toSorted());
      expect(asked.filter((path) => once.includes(path))).toHaveLength(once.length);
      expect(await readersOfWeb(store, forge.loopback.url)).toEqual(['user write']);
      expectNoTrace(forge, store, ran);
      for (const seed of [1, 2, 3]) expect(contentsOf(store)).not.toContain(githubToken(seed));
      const again = await audit(forge, store, ...args);
      expect(again.stdout).toContain('0 scanned, 4 unchanged');
      // Refs are asked for by one request each, and nothing else is of git.
      expect(again.transfers).toHaveLength(4);
      expect(again.transfers.filter((path) => !path.includes('info/refs'))).toEqual([]);
      if (kind !== 'access-token') return;
      forge.web.commit({ 'more.txt': `token = ${githubToken(7)}\n` });
      const third = await audit(forge, store, ...args);
      expect(third.stdout).toContain('1 scanned, 3 unchanged');
      expect(await placesIn(store)).toEqual([...PLACES, 'acme/web more.txt'].toSorted());
    },
  );

  it('only looks: plan and access cost no fetch', async () => {
    const forge = await auditedCloud('api-token');
    const plan = await audit(forge, newStore(), '--dry-run', '--no-forks');
    expect(plan.code, plan.stderr).toBe(0);
    expect(plan.stdout).toContain('3 of 4 that are listed');
    const check = await audit(forge, newStore(), '--check');
    expect(check.stdout).toMatch(/yes +list of workspaces/);
    expect(check.stdout).toMatch(/yes +effective permissions in acme/);
    expect([...plan.transfers, ...check.transfers]).toEqual([]);
  });

  it('killed at any moment, ends where one in peace ends', async () => {
    const forge = await auditedCloud();
    const peaceful = newStore();
    await audit(forge, peaceful, ...ACME);
    const store = newStore();
    const inArguments: string[] = [];
    const { requests } = forge.loopback;
    for (const [enough, delayMs] of [
      [1, 0],
      [4, 60],
      [6, 10],
      [9, 40],
    ] as const) {
      const before = requests.length;
      const child = start(['audit', ...forge.named, '--store', store, ...ACME], { env: forge.env });
      const ended = endOf(child);
      while (requests.length < before + enough && child.exitCode === null) await wait(5);
      await wait(delayMs);
      inArguments.push(...programsWith(forge.token));
      child.kill('SIGKILL');
      await ended;
    }
    const { code, stdout, stderr } = await audit(forge, store, ...ACME);
    expect(code, stdout + stderr).toBe(1);
    expect(await findingsIn(store)).toEqual(await findingsIn(peaceful));
    expect(inArguments).toEqual([]);
  });
});

describe('in bad weather, an audit of Cloud', () => {
  it('waits out 429 without Retry-After, half answers, 5xx and resets', async () => {
    const planned: [on: RegExp, fault: Fault][] = [
      [/repositories\/acme\?/, CLOUD_LIMITED],
      [/repositories\/acme\?/, { kind: 'truncated' }],
      [/permissions\/repositories/, { kind: 'status', status: 502, type: 'text/html', body: '<html>' }],
      [/permissions\/repositories/, { kind: 'reset' }],
      [/web\.git\/info/, CLOUD_LIMITED],
      [/api\.git\/git-upload-pack/, { kind: 'cut', half: 'dies' }],
    ];
    const faults: PlannedFault[] = planned.map(([on, fault]) => ({ on, fault, times: 1 }));
    const forge = await auditedCloud();
    forge.loopback.faults.push(...faults);
    const store = newStore();
    const ran = await audit({ ...forge, env: { ...forge.env, ...hurried() } }, store, ...ACME);
    expect(ran.code, ran.stdout + ran.stderr).toBe(1);
    expect(await placesIn(store)).toEqual(PLACES);
    expect(faults.filter(({ times }) => times !== 0)).toEqual([]);
    expect(ran.stderr).toMatch(/told to wait, going on at/);
    expectNoTrace(forge, store, ran);
  });

  it('follows no list to another host, and says that something may be missing', async () => {
    const elsewhere = await openLoopback({ face: 'cloud', model: openModel({}) });
    const forge = await auditedCloud();
    const next = `${elsewhere.loopback.apiUrl}/repositories/acme?page=2`;
    forge.loopback.faults.push({
      on: /repositories\/acme\?/,
      fault: { kind: 'json', change: (document) => ({ ...Object(document), next }) },
      times: 1,
    });
    const store = newStore();
    const ran = await audit(forge, store, ...ACME);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('Repositories of workspace acme may be missing');
    expect(await placesIn(store)).toEqual(PLACES);
    expect(elsewhere.loopback.requests).toEqual([]);
  });

  it('takes an empty answer (204) for no list, and forgets nobody that it knew', async () => {
    const forge = await auditedCloud();
    const store = newStore();
    await audit(forge, store, ...ACME);
    forge.loopback.faults.push({ on: /repositories\/acme\?/, fault: { kind: 'empty' }, times: 1 });
    const ran = await audit(forge, store, ...ACME);
    expect(ran.code, ran.stdout + ran.stderr).toBe(4);
    expect(ran.stderr).toContain('no repository could be listed');
    expect(ran.stderr).toContain('Repositories of workspace acme may be missing');
    expect(await placesIn(store)).toEqual(PLACES);
  });
});

describe('where Cloud is', () => {
  it('is said by options alone: a .scannerrc cannot have the token sent elsewhere', async () => {
    const { loopback, env, named } = await auditedCloud();
    const folder = tempFolder({ '.scannerrc': `[scan]\napi-root = "${loopback.apiUrl}"\n` });
    const { code, stderr } = await run(['audit', ...named, '--check', ...ACME], { env, cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('api-root');
    expect(loopback.requests).toEqual([]);
  });

  it('is nowhere that the token would travel in clear, and goes not with a Data Center', () => {
    const openCloud = (apiUrl: string): unknown => openForge({ kind: 'cloud', apiUrl, credential: null });
    expect(() => openCloud('http://bitbucket.example.com/2.0')).toThrow(
      'would send the credential unencrypted',
    );
    expect(() => openCloud('https://ada:word@example.com/2.0')).toThrow('holds a user name or password');
    expect(() =>
      parseAuditFlags(['--url', 'https://b.example.com', '--api-root', 'https://c.example.com']),
    ).toThrow('--api-root and --git-root go with --cloud');
  });
});
