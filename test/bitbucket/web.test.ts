/** Requests on a bad day: storms of 429, servers that break off, answers that are none, addresses that lead elsewhere. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { BudgetWait } from '../../src/bitbucket/budget.ts';
import type { Retry } from '../../src/bitbucket/web/web.ts';
import { CLOUD_LIMITED, type Fault } from '../support/loopback-bitbucket/faults.ts';
import { manyRepositories, type ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { startLoopbackBitbucket } from '../support/loopback-bitbucket/start.ts';
import {
  EVERYTHING,
  listAll,
  madeUpSecret,
  openLoopback,
  openModel,
  type Opened,
} from './support/open-loopback.ts';

const repository: ModelRepository = { id: 1, workspace: 'acme', project: 'acme', slug: 'web' };
const acme = { workspaces: ['acme'], projects: [], repositories: [] };
const cloud = { face: 'cloud', model: openModel({ repositories: [repository] }) } as const;
const dataCenter = { face: 'data-center', model: openModel({ repositories: [repository] }) } as const;

/** Nobody else has the same time. */
const SERVER_MS = 1_800_000_000_000 - 3_600_000;
const LIST = /repositories\/acme|\/repos\?/;

/** Short only where it has to run out: a busy machine answers late. */
function patienceMs({ kind }: Fault): number {
  return kind === 'stalled' ? 400 : 5000;
}

/** One that nobody listens at. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** What listing ends with: `ok`, or why not. */
async function outcome({ forge }: Opened): Promise<string> {
  const scope = forge.kind === 'cloud' ? acme : EVERYTHING;
  const all = await listAll(forge.repositories(scope));
  return all.map((one) => ('unseen' in one ? one.unseen.why : 'ok')).join();
}

describe('a limit that was reached', () => {
  it('on Cloud, which does not say for how long, is waited out in minutes', async () => {
    const waits: BudgetWait[] = [];
    const opened = await openLoopback(cloud, null, { budget: { onWait: (wait) => waits.push(wait) } });
    opened.loopback.faults.push({ on: LIST, times: 5, fault: CLOUD_LIMITED });
    expect(await outcome(opened)).toBe('ok');
    expect(opened.clock.sleeps.map((ms) => ms / 60_000)).toEqual([0.75, 1.5, 3, 6, 12]);
    expect(waits.map(({ reason }) => reason)).toEqual(Array.from({ length: 5 }, () => 'told'));
  });

  it('is not waited out for longer than the hour that is counted', async () => {
    const opened = await openLoopback(cloud);
    opened.loopback.faults.push({ on: LIST, fault: CLOUD_LIMITED });
    expect(await outcome(opened)).toContain('HTTP 429');
    const waited = opened.clock.sleeps.reduce((a, b) => a + b, 0);
    expect(waited).toBeGreaterThan(45 * 60_000);
    expect(waited).toBeLessThan(66 * 60_000);
  });

  it('holds up all that ask for the same, once each', async () => {
    const opened = await openLoopback(cloud);
    opened.loopback.faults.push({ on: LIST, times: 1, fault: CLOUD_LIMITED });
    expect(await Promise.all([outcome(opened), outcome(opened), outcome(opened)])).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    expect(opened.loopback.requests).toHaveLength(4);
  });

  it.each<[string, string, number]>([
    ['seconds', '2', 2500],
    ['a date by its own clock', new Date(SERVER_MS + 90_000).toUTCString(), 90_500],
    ['a date gone by', new Date(0).toUTCString(), 1500],
    ['a year', '31536000', 3_600_500],
    ['nonsense', 'soon', 45_000],
  ])('on Data Center ends when it says: %s', async (_, retryAfter, waitedMs) => {
    const opened = await openLoopback(dataCenter);
    const headers = { 'retry-after': retryAfter, date: new Date(SERVER_MS).toUTCString() };
    opened.loopback.faults.push({ on: LIST, times: 1, fault: { kind: 'status', status: 429, headers } });
    expect(await outcome(opened)).toBe('ok');
    expect(opened.clock.sleeps).toEqual([waitedMs]);
  });

  it('is known from headers before it is reached', async () => {
    const opened = await openLoopback(
      { face: 'cloud', model: openModel({ repositories: manyRepositories('acme', 1500) }) },
      null,
    );
    const headers = { 'x-ratelimit-limit': '2000', 'x-ratelimit-nearlimit': 'true' };
    // The answer itself is an error that passes: its headers count all the same.
    opened.loopback.faults.push({ on: LIST, times: 1, fault: { kind: 'status', status: 503, headers } });
    await outcome(opened);
    expect(opened.budget.used('repositories').limit).toBe(2000);
    expect(opened.clock.sleeps.filter((ms) => ms > 1500).length).toBeGreaterThan(5);
  });
});

describe('an answer that is none', () => {
  const html: Fault = { kind: 'status', status: 502, type: 'text/html', body: '<html>Bad Gateway</html>' };

  it.each<[string, Fault]>([
    ['a page of a proxy', html],
    ['a server error without content type', { kind: 'status', status: 500 }],
    ['half of the JSON', { kind: 'truncated' }],
    ['a connection that was reset', { kind: 'reset' }],
    ['a body that stalls', { kind: 'stalled' }],
  ])('is asked for again: %s', async (_, fault) => {
    for (const face of [cloud, dataCenter]) {
      const retries: Retry[] = [];
      const opened = await openLoopback(face, null, {
        timeoutMs: patienceMs(fault),
        onRetry: (retry) => retries.push(retry),
      });
      opened.loopback.faults.push({ on: LIST, times: 2, fault });
      expect(await outcome(opened)).toBe('ok');
      expect(opened.clock.sleeps).toEqual([750, 1500]);
      expect(retries).toHaveLength(2);
    }
  });

  it.each<[string, Fault, string]>([
    ['a page of a proxy', html, 'HTTP 502'],
    ['half of the JSON', { kind: 'truncated' }, 'JSON that ends too early'],
    ['a connection that was reset', { kind: 'reset' }, 'could not be asked (UND_ERR_SOCKET)'],
    ['a body that stalls', { kind: 'stalled' }, 'did not answer within 0.4 s'],
  ])('is given up in the end, with the reason: %s', async (_, fault, why) => {
    for (const face of [cloud, dataCenter]) {
      const opened = await openLoopback(face, null, { timeoutMs: patienceMs(fault) });
      opened.loopback.faults.push({ on: LIST, fault });
      expect(await outcome(opened)).toContain(why);
      expect(opened.clock.sleeps).toEqual([750, 1500, 3000, 6000, 12_000]);
    }
  });

  it.each<[string, Fault, string]>([
    [
      'a login page',
      { kind: 'status', status: 200, type: 'text/html', body: '<html>' },
      'something else than JSON',
    ],
    ['nothing', { kind: 'empty' }, 'a page is not of the documented shape'],
    ['a teapot without content type', { kind: 'status', status: 418 }, 'HTTP 418'],
    [
      'more than is read',
      { kind: 'json', change: () => ({ values: ['x'.repeat(2_000_000)] }) },
      'more than 1000000 bytes',
    ],
  ])('is not asked for again where that changes nothing: %s', async (_, fault, why) => {
    for (const face of [cloud, dataCenter]) {
      const opened = await openLoopback(face, null, { maxBodyBytes: 1_000_000 });
      opened.loopback.faults.push({ on: LIST, fault });
      expect(await outcome(opened)).toContain(why);
      expect(opened.clock.sleeps).toEqual([]);
    }
  });

  it('is told apart from a server that is not there', async () => {
    const opened = await openLoopback(cloud, null, { apiUrl: `http://127.0.0.1:${await closedPort()}/2.0` });
    expect(await outcome(opened)).toContain('nobody answers at this port (ECONNREFUSED)');
  });

  it('ends at once when the run is cancelled, also while it waits', async () => {
    const stop = new AbortController();
    const opened = await openLoopback(cloud, null, { signal: stop.signal, onRetry: () => stop.abort() });
    opened.loopback.faults.push({ on: LIST, fault: { kind: 'reset' } });
    await expect(outcome(opened)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('an address that leads elsewhere', () => {
  const token = madeUpSecret();
  const credential = { kind: 'access-token', token, user: null } as const;
  const accounts = [{ kind: 'access-token', user: '', secret: token }] as const;
  const model = openModel({ repositories: manyRepositories('acme', 150), accounts, isOpen: false });

  it.each<[string, (foreign: string, own: string) => string]>([
    ['next of another host', (foreign) => `${foreign}/2.0/repositories/acme?ctx=100`],
    [
      'next of another port by a user name',
      (_foreign, own) => `${own.replace('http://', 'http://x@')}/2.0/repositories/acme`,
    ],
    ['next outside of the interface', (_foreign, own) => `${own}/internal/admin`],
    ['next that climbs', (_foreign, own) => `${own}/2.0/../internal`],
    [
      'next that looks like it',
      (foreign, own) => `http://${new URL(own).host}@${new URL(foreign).host}/2.0/x`,
    ],
  ])('gets no request and no credential: %s', async (_, next) => {
    const foreign = await startLoopbackBitbucket({ face: 'cloud', model: openModel({}) });
    const opened = await openLoopback({ face: 'cloud', model }, credential);
    const address = next(foreign.url, opened.loopback.url);
    const change = (document: unknown): object => ({ ...Object(document), next: address });
    opened.loopback.faults.push({ on: LIST, fault: { kind: 'json', change } });
    expect(await outcome(opened)).toContain('leads away from');
    expect(foreign.requests).toEqual([]);
    expect(opened.loopback.requests).toHaveLength(1);
  });

  it.each([301, 302, 307, 308])('gets no credential by a redirect: %i', async (status) => {
    const foreign = await startLoopbackBitbucket({ face: 'cloud', model: openModel({}) });
    const opened = await openLoopback({ face: 'cloud', model }, credential);
    const headers = { location: `${foreign.url}/2.0/repositories/acme` };
    opened.loopback.faults.push({ on: LIST, fault: { kind: 'status', status, headers } });
    expect(await outcome(opened)).toContain('leads away from');
    expect(foreign.requests).toEqual([]);
  });

  it('is not followed for ever', async () => {
    const opened = await openLoopback({ face: 'cloud', model }, credential);
    const headers = { location: '/2.0/repositories/acme' };
    opened.loopback.faults.push({ on: LIST, fault: { kind: 'status', status: 302, headers } });
    expect(await outcome(opened)).toContain('redirects again and again');
    expect(opened.loopback.requests).toHaveLength(6);
  });
});
