/** Code Insights and build statuses: each platform's words and limits, and what happens where it says no, or nothing. */
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { markOnCloud, markOnDataCenter } from '../../src/bitbucket/insights/build-status.ts';
import { sendToCloud } from '../../src/bitbucket/insights/cloud-insights.ts';
import { sendToDataCenter } from '../../src/bitbucket/insights/data-center-insights.ts';
import {
  cutText,
  type InsightAnnotation,
  type InsightsReport,
  type SentInsights,
} from '../../src/bitbucket/insights/insights-report.ts';
import { ForgeError } from '../../src/bitbucket/forge-error.ts';
import { openWeb } from '../../src/bitbucket/open-forge.ts';
import type { WebOptions } from '../../src/bitbucket/web/web.ts';
import { SEVERITIES } from '../../src/core/severity.ts';
import type { Fault } from '../support/loopback-bitbucket/faults.ts';
import { type LoopbackInsights, startLoopbackInsights } from '../support/loopback-insights.ts';
import { FakeClock } from './support/fake-clock.ts';
import { madeUpSecret } from './support/open-loopback.ts';

type Face = 'cloud' | 'data-center';

const FACES = ['cloud', 'data-center'] as const;
const COMMIT = 'c0ffee0123'.repeat(4);
const PLACE = { owner: 'acme', slug: 'web', commit: COMMIT };

interface Opened {
  readonly insights: LoopbackInsights;
  readonly web: WebOptions;
  readonly clock: FakeClock;
  readonly token: string;
  readonly send: (report: InsightsReport) => Promise<SentInsights>;
}

async function open(face: Face, { timeoutMs = 10_000, room = 1000 } = {}): Promise<Opened> {
  const token = madeUpSecret();
  const insights = await startLoopbackInsights({ face, token, room });
  const clock = new FakeClock();
  const addresses =
    face === 'cloud' ? { apiUrl: `${insights.origin}/2.0` } : { url: `${insights.origin}/bitbucket` };
  const kind = face === 'cloud' ? 'access-token' : 'http-token';
  const credential = { kind, token, user: null } as const;
  const options = { kind: face, ...addresses, credential, clock, random: () => 0.5, timeoutMs };
  const { web } = openWeb(options);
  const to = face === 'cloud' ? sendToCloud : sendToDataCenter;
  return { insights, web, clock, token, send: (one) => to(web, PLACE, one) };
}

function annotation(number: number, more: Partial<InsightAnnotation> = {}): InsightAnnotation {
  const id = `id-${number}`;
  const texts = { summary: `Token ${number}`, details: 'Revoke it.' };
  return { id, path: `src/${number}.ts`, line: number + 1, severity: 'high', ...texts, ...more };
}

function report(annotations: readonly InsightAnnotation[]): InsightsReport {
  const data = Array.from({ length: 12 }, (_, place) => ({ title: `Number ${place}`, value: place }));
  return {
    title: 'bitsieve',
    details: 'Scanned.',
    hasPassed: annotations.length === 0,
    link: 'https://ci.example.org/8',
    data,
    annotations,
  };
}

const many = (count: number): InsightAnnotation[] =>
  Array.from({ length: count }, (_, number) => annotation(number));

describe.each(FACES)('a report on %s', (face) => {
  it('is sent as published: result, link, as many data as there is room for, every annotation', async () => {
    const { insights, send, token } = await open(face);
    expect(await send(report(many(3)))).toEqual({ annotations: 3, leftOut: 0 });
    expect(insights.wrong).toEqual([]);
    const told = insights.reports.get(COMMIT);
    expect(told).toMatchObject({
      result: face === 'cloud' ? 'FAILED' : 'FAIL',
      link: 'https://ci.example.org/8',
    });
    expect(told?.['data']).toHaveLength(face === 'cloud' ? 10 : 6);
    expect(insights.annotations.get(COMMIT)).toHaveLength(3);
    expect(new Set(insights.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${token}`]),
    );
  });

  it('without findings passes, and takes away what was told before', async () => {
    const { insights, send } = await open(face);
    await send(report(many(3)));
    expect(await send(report([]))).toEqual({ annotations: 0, leftOut: 0 });
    expect(insights.reports.get(COMMIT)).toMatchObject({ result: face === 'cloud' ? 'PASSED' : 'PASS' });
    expect(insights.annotations.get(COMMIT) ?? []).toEqual([]);
    expect(insights.wrong).toEqual([]);
  });

  it('sent twice stands there once', async () => {
    const { insights, send } = await open(face);
    await send(report(many(3)));
    const first = insights.annotations.get(COMMIT);
    await send(report(many(3)));
    expect(insights.annotations.get(COMMIT)).toEqual(first);
  });

  it('takes 1,000 annotations, the first ones, and says how many there were no room for', async () => {
    const { insights, send } = await open(face);
    expect(await send(report(many(1001)))).toEqual({ annotations: 1000, leftOut: 1 });
    expect(insights.wrong).toEqual([]);
    const told = insights.annotations.get(COMMIT) ?? [];
    expect(told).toHaveLength(1000);
    expect(JSON.stringify(told)).not.toContain('src/1000.ts');
    expect(insights.reports.get(COMMIT)?.['details']).toMatch(/^Scanned\.\n1 more are not annotated/);
    const posts = insights.requests.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(face === 'cloud' ? 10 : 1);
  });

  it('has a severity of the platform for each of ours', async () => {
    const { insights, send } = await open(face);
    await send(report(SEVERITIES.map((severity, number) => annotation(number, { severity }))));
    const worst = face === 'cloud' ? 'CRITICAL' : 'HIGH';
    const told = insights.annotations.get(COMMIT)?.map(({ severity }) => severity);
    expect(told).toEqual(['LOW', 'LOW', 'MEDIUM', 'HIGH', worst]);
  });

  it('leaves out a line that is none, and a path that is none or too long', async () => {
    const { insights, send } = await open(face);
    const path = 'a/'.repeat(30_000);
    await send(
      report([annotation(1, { line: null }), annotation(2, { path: null }), annotation(3, { path })]),
    );
    const told = insights.annotations.get(COMMIT)?.map((one) => [one['path'], one['line']]);
    expect(told).toEqual([
      ['src/1.ts', undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(insights.wrong).toEqual([]);
  });

  it('is cut where the platform cuts, and no character in two', async () => {
    const { insights, send } = await open(face);
    const long = '🔑'.repeat(3000);
    await send({ ...report([annotation(1, { summary: long, details: long })]), title: long, details: long });
    const told = insights.reports.get(COMMIT) ?? {};
    const [first = {}] = insights.annotations.get(COMMIT) ?? [];
    const lengths = { title: 450, details: 2000, summary: 450, message: 2000 };
    for (const [name, most] of Object.entries(lengths)) {
      for (const text of [told[name], first[name]]) {
        if (typeof text !== 'string') continue;
        expect(text.length).toBeLessThanOrEqual(most);
        expect(text).toMatch(/^(?:🔑|\n)+…$/u);
      }
    }
  });
});

it('a proxy that lets no DELETE through does not keep the report from Cloud', async () => {
  const { insights, send } = await open('cloud');
  insights.faults.push({ on: /^DELETE/, fault: { kind: 'status', status: 405 } });
  expect(await send(report(many(3)))).toEqual({ annotations: 3, leftOut: 0 });
});

it('an instance that takes fewer annotations gets the first hundred, and the report says so', async () => {
  const { insights, send } = await open('data-center', { room: 250 });
  expect(await send(report(many(400)))).toEqual({ annotations: 100, leftOut: 300 });
  expect(insights.annotations.get(COMMIT)).toHaveLength(100);
  expect(insights.reports.get(COMMIT)?.['details']).toContain('300 more are not annotated');
  expect(insights.wrong).toEqual([]);
});

it.each([
  ['short', 9, 'short'],
  ['too long', 5, 'too …'],
  ['ab🔑', 3, 'ab…'],
  ['ab🔑c', 4, 'ab…'],
])('%j cut to %i is %j', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});

describe.each(FACES)('where %s says no', (face) => {
  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [409, 'refused'],
    [410, 'gone'],
    [400, 'refused'],
  ])('HTTP %i is told at once, as what it is', async (status, kind) => {
    const { insights, send, token } = await open(face);
    const body = JSON.stringify({
      error: { message: `no, ${token}` },
      errors: [{ message: `no, ${token}` }],
    });
    insights.faults.push({ on: /^PUT/, fault: { kind: 'status', status, body } });
    const error = await send(report(many(1))).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ForgeError);
    expect(error).toMatchObject({ kind, status });
    expect(String(error)).not.toContain(token);
    expect(insights.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('a repository that is not there, or may not be seen, is told', async () => {
    const { insights, send } = await open(face);
    insights.faults.push({ on: /^(?:PUT|DELETE)/, times: 9, fault: { kind: 'status', status: 404 } });
    await expect(send(report(many(1)))).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each<[string, Fault]>([
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
    ['429 as plain text', { kind: 'status', status: 429, type: 'text/plain', body: 'Rate limit' }],
    ['500', { kind: 'status', status: 500 }],
    ['502 with a page', { kind: 'status', status: 502, type: 'text/html', body: '<html>' }],
    ['half an answer', { kind: 'stalled' }],
    ['a connection that is cut', { kind: 'reset' }],
  ])('%s: it is asked again, and every annotation is there once', async (_, fault) => {
    const { insights, send } = await open(face, fault.kind === 'stalled' ? { timeoutMs: 400 } : {});
    insights.faults.push({ on: /^PUT/, times: 1, fault }, { on: /^POST/, times: 1, fault });
    expect(await send(report(many(150)))).toEqual({ annotations: 150, leftOut: 0 });
    expect(insights.annotations.get(COMMIT)).toHaveLength(150);
  });

  it('an answer that was lost, of a request that was not: every annotation is there once', async () => {
    const { insights, send } = await open(face);
    insights.losesAnswers = true;
    insights.faults.push({ on: /^POST/, times: 2, fault: { kind: 'reset' } });
    expect(await send(report(many(150)))).toEqual({ annotations: 150, leftOut: 0 });
    expect(insights.annotations.get(COMMIT)).toHaveLength(150);
  });

  it('Retry-After is waited for', async () => {
    const { insights, send, clock } = await open(face);
    const fault: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '7' } };
    insights.faults.push({ on: /^PUT/, times: 1, fault });
    await send(report([]));
    expect(clock.sleeps.some((ms) => ms >= 7000 && ms <= 8000)).toBe(true);
  });

  it('a page to log in is no answer', async () => {
    const { insights, send } = await open(face);
    const fault: Fault = { kind: 'status', status: 200, type: 'text/html', body: '<html>log in</html>' };
    insights.faults.push({ on: /^PUT/, times: 1, fault });
    await expect(send(report([]))).rejects.toMatchObject({ kind: 'bad-answer' });
  });

  it('a redirect to another host gets neither report nor credential', async () => {
    const { insights, send } = await open(face);
    const elsewhere: string[] = [];
    const server = createServer((request, response) => {
      elsewhere.push(`${request.method} ${request.headers.authorization}`);
      response.end('{}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const address = server.address();
    const location = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
    insights.faults.push({ on: /^PUT/, fault: { kind: 'status', status: 302, headers: { location } } });
    await expect(send(report([]))).rejects.toBeInstanceOf(ForgeError);
    expect(elsewhere).toEqual([]);
  });

  it('a server that never answers is given up', async () => {
    const { insights, web, send } = await open(face);
    insights.faults.push({ on: /./, times: 99, fault: { kind: 'reset' } });
    await expect(send(report([]))).rejects.toMatchObject({ kind: 'network' });
    expect(insights.requests.length).toBeLessThan(10);
    expect(web.base.host).toContain('127.0.0.1');
  });
});

describe.each(FACES)('a build status on %s', (face) => {
  const mark = face === 'cloud' ? markOnCloud : markOnDataCenter;
  const url = 'https://ci.example.org/8';

  it('is set under one name, and replaced by the next', async () => {
    const { insights, web } = await open(face);
    await mark(web, PLACE, { isSuccessful: false, description: '3 found', url, branch: 'feature' });
    expect(insights.statuses.get(COMMIT)).toMatchObject({ key: 'bitsieve', state: 'FAILED', url });
    const ref = face === 'cloud' ? { refname: 'feature' } : { ref: 'refs/heads/feature' };
    expect(insights.statuses.get(COMMIT)).toMatchObject(ref);
    await mark(web, PLACE, { isSuccessful: true, description: 'x'.repeat(999), url, branch: null });
    expect(insights.statuses.get(COMMIT)).toMatchObject({ key: 'bitsieve', state: 'SUCCESSFUL' });
    expect(insights.wrong).toEqual([]);
  });
});
